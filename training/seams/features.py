"""What a detector hears at a place: how much each curve of the sound stands out there.

Of every stem and of their sum, half a second around the place: how the log-mel jumps, rises and
falls from frame to frame; the level over 8 kHz, the flux of a short spectrum, and clicks (second
difference of the samples); and how the mean spectrum and level change from before to after.
"""

from collections.abc import Iterator

import numpy as np
import scipy.fft
import torch
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from musiccm.mel import LogMel
from training.data.production import MEL

REACH = 24  # frames that are heard on either side
HOP = MEL.hop_length
SHORT = 256  # samples of the short spectrum
SHORT_HOP = SHORT // 2
HIGH_HZ = 8000.0
EDGE = 2  # frames at either end that hear the silence beyond
NEAR_S = 0.01  # a place is that wide on either side
MEANS = (4, 16)  # frames before and after whose means are compared
FLOOR = 1e-9

Array = NDArray[np.float32]


def around(audio: Array, places: NDArray[np.int64]) -> Array:
    """Cut ``audio`` (T,) around frames into (n, 2 · REACH · HOP); a place is in the middle."""
    return np.stack([audio[(p - REACH) * HOP : (p + REACH) * HOP] for p in places])


def listen(stems: Array, places: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return features (n, features) of ``stems`` (stems, T) and the level over 8 kHz in dB (n,)."""
    analyse = LogMel(MEL)
    found = [_features(around(part, places), analyse) for part in (*stems, stems.sum(axis=0))]
    return np.concatenate(found, axis=1), high_level(around(stems.sum(axis=0), places))


def high_level(sound: Array) -> Array:
    """Return the power over HIGH_HZ in the middle of ``sound`` (n, samples), in dB."""
    power = short_spectrum(sound)[..., round(HIGH_HZ * SHORT / MEL.sample_rate) :].sum(axis=2)
    return 10 * np.log10(_middle(power, SHORT_HOP).mean(axis=1) + FLOOR)


def short_spectrum(sound: Array) -> Array:
    """Return power (n, frames, bins) of half-overlapping short windows, the place in the middle."""
    frames = sliding_window_view(sound, SHORT, axis=1)[:, ::SHORT_HOP]
    window = np.hanning(SHORT).astype(np.float32)
    return np.square(np.abs(scipy.fft.rfft(frames * window, axis=2)))


def _features(sound: Array, analyse: LogMel) -> Array:
    mel = analyse(torch.from_numpy(np.ascontiguousarray(sound, np.float32))).numpy()
    columns = [column for curve, step in _curves(sound, mel) for column in stands_out(curve, step)]
    for n in MEANS:
        before, after = (part.mean(axis=1) for part in (mel[:, REACH - n : REACH],
                                                        mel[:, REACH : REACH + n]))  # fmt: skip
        columns += [np.abs(after - before).mean(axis=1)]
        columns += [np.abs(after.mean(axis=1) - before.mean(axis=1))]
    return np.stack(columns, axis=1).astype(np.float32)


def _curves(sound: Array, mel: Array) -> Iterator[tuple[Array, int]]:
    """Yield curves (n, points) with the place in the middle, and the samples between points."""
    change = np.diff(mel[:, EDGE:-EDGE], axis=1)  # an odd number of edges: the place is the middle
    for curve in (np.abs(change), np.maximum(change, 0), np.maximum(-change, 0)):
        yield curve.mean(axis=2), HOP
    short = np.log10(short_spectrum(sound) + FLOOR)
    yield short[..., round(HIGH_HZ * SHORT / MEL.sample_rate) :].mean(axis=2), SHORT_HOP
    yield np.abs(np.diff(short, axis=1)).mean(axis=2), SHORT_HOP
    bend = np.abs(np.diff(sound, 2, axis=1, prepend=0, append=0))
    yield np.log10(bend.reshape(len(bend), -1, SHORT_HOP).max(axis=2) + FLOOR), SHORT_HOP


def _middle(curve: Array, step: int) -> Array:
    """Return the points of ``curve`` (n, points) within NEAR_S of the place."""
    middle, near = _span(curve, step)
    return curve[:, middle - near : middle + near + 1]


def _span(curve: Array, step: int) -> tuple[int, int]:
    return curve.shape[1] // 2, max(1, round(NEAR_S * MEL.sample_rate / step))


def stands_out(curve: Array, step: int) -> tuple[Array, Array]:
    """Return by how much the middle of a curve is over its median and over its other peaks."""
    middle, near = _span(curve, step)
    peak = _middle(curve, step).max(axis=1)
    rest = np.delete(curve, np.s_[middle - near : middle + near + 1], axis=1)
    return peak - np.median(curve, axis=1), peak - rest.max(axis=1)
