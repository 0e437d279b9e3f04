"""Frame labels of a played piece: the control groups of ``musiccm.controls``.

The constants map measured quantities to 0–1. They are part of the model: a checkpoint understands
only the constants that it was trained with.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from musiccm.controls import METRES, SECTIONS, STEMS, pack, phases
from musiccm.mel import MelConfig
from training.band.band import Performance
from training.compose.piece import Chord, Piece, Section

MEL = MelConfig()
FRAME_RATE = MEL.frame_rate

LEVEL_DB = (-60.0, 0.0)  # stem RMS, dBFS
LEVEL_SMOOTHING = 1.5  # seconds, standard deviation of a Gaussian: a mixer's hand, not the notes
DENSITY_RATE = (0.5, 32.0)  # onsets per second of all stems, on a log axis
DENSITY_SMOOTHING = 1.0
CHORD_ONSET = 0.03  # notes of one stem closer than this are one onset
BRIGHTNESS_HZ = (200.0, 10_000.0)  # centroid of the mel power, on a log axis
BRIGHTNESS_SMOOTHING = 0.5
INTENSITY_DB = (-38.0, -10.0)  # RMS of the mix, dBFS
INTENSITY_SMOOTHING = 0.5

Rows = NDArray[np.float32]


def unit(x: NDArray[np.floating], low: float, high: float) -> Rows:
    """Map ``low … high`` to 0 … 1, clipped."""
    return np.clip((x - low) / (high - low), 0.0, 1.0).astype(np.float32)


def smooth(x: NDArray[np.floating], seconds: float) -> NDArray[np.float64]:
    """Gaussian smoothing along the frames (axis 0) with the edges held."""
    sigma = seconds * FRAME_RATE
    return np.asarray(gaussian_filter1d(np.asarray(x, np.float64), sigma, axis=0, mode="nearest"))


def frame_beats(piece: Piece, n_frames: int) -> NDArray[np.float64]:
    """Beat position of the centre of each frame."""
    seconds = (np.arange(n_frames) + 0.5) * MEL.hop_length / MEL.sample_rate
    return seconds * piece.tempo / 60.0


def _index(
    items: Sequence[Chord] | Sequence[Section], beats: NDArray[np.float64]
) -> NDArray[np.intp]:
    starts = [item.start for item in items]
    return np.clip(np.searchsorted(starts, beats, side="right") - 1, 0, len(items) - 1)


def _one_hot(index: NDArray[np.integer] | int, width: int, n_frames: int) -> Rows:
    rows = np.zeros((n_frames, width), np.float32)
    rows[np.arange(n_frames), index] = 1.0
    return rows


def chord_groups(piece: Piece, beats: NDArray[np.float64]) -> dict[str, Rows]:
    """``chord_root`` and ``chord_chroma`` of each frame."""
    index = _index(piece.chords, beats)
    roots = np.array([chord.root % 12 for chord in piece.chords])[index]
    table = np.zeros((len(piece.chords), 12), np.float32)
    for row, chord in zip(table, piece.chords, strict=True):
        row[[pitch % 12 for pitch in chord.chroma]] = 1.0
    return {"chord_root": _one_hot(roots, 12, len(beats)), "chord_chroma": table[index]}


def key_group(piece: Piece, n_frames: int) -> Rows:
    """One-hot tonic, then the minor flag."""
    key = np.zeros((n_frames, 13), np.float32)
    key[:, piece.tonic % 12] = 1.0
    key[:, 12] = float(piece.minor)
    return key


def section_groups(piece: Piece, beats: NDArray[np.float64]) -> dict[str, Rows]:
    """``section`` and ``activity`` of each frame."""
    index = _index(piece.sections, beats)
    names = np.array([SECTIONS.index(section.name) for section in piece.sections])[index]
    active = np.array([[stem in s.active for stem in STEMS] for s in piece.sections], np.float32)
    return {"section": _one_hot(names, len(SECTIONS), len(beats)), "activity": active[index]}


def frame_power(audio: Rows) -> NDArray[np.float64]:
    """Mean square of each hop of samples; ``audio`` (..., T) → (..., T / hop)."""
    frames = audio.reshape(*audio.shape[:-1], -1, MEL.hop_length)
    return np.einsum("...t,...t->...", frames, frames).astype(np.float64) / MEL.hop_length


def decibels(power: NDArray[np.floating]) -> NDArray[np.float64]:
    """10·log10 with a floor at −120 dB."""
    return 10 * np.log10(np.maximum(power, 1e-12))


def level_group(stems: Rows, seconds: float = LEVEL_SMOOTHING) -> Rows:
    """Level of each stem smoothed over ``seconds``, shape (n_frames, 4)."""
    power = smooth(frame_power(stems).T, seconds)
    return unit(decibels(power), *LEVEL_DB)


def intensity_group(stems: Rows) -> Rows:
    """Smoothed loudness of the mix, shape (n_frames, 1)."""
    power = smooth(frame_power(stems.sum(axis=0)), INTENSITY_SMOOTHING)
    return unit(decibels(power), *INTENSITY_DB)[:, None]


def _smoothed_rate(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Events per second; a Gaussian over what lies inside the piece only."""
    sigma = DENSITY_SMOOTHING * FRAME_RATE
    inside = gaussian_filter1d(np.ones(len(counts)), sigma, mode="constant")
    return gaussian_filter1d(counts, sigma, mode="constant") / inside * FRAME_RATE


def density_group(onsets: dict[str, NDArray[np.float64]], n_frames: int) -> Rows:
    """Smoothed onset rate of all stems, shape (n_frames, 1)."""
    counts = np.zeros(n_frames)
    for seconds in onsets.values():
        if len(seconds):
            first = np.concatenate([[True], np.diff(seconds) > CHORD_ONSET])
            frames = np.minimum((seconds[first] * FRAME_RATE).astype(int), n_frames - 1)
            np.add.at(counts, frames, 1.0)
    rate = np.maximum(_smoothed_rate(counts), 1e-3)
    return unit(np.log2(rate), *np.log2(DENSITY_RATE).tolist())[:, None]


def _mel_centres() -> NDArray[np.float64]:
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (MEL.f_min, MEL.f_max))
    mels = np.linspace(low, high, MEL.n_mels + 2)[1:-1]
    return np.asarray(700 * (10 ** (mels / 2595) - 1))


def brightness_group(mel: Rows) -> Rows:
    """Smoothed centroid, shape (n_frames, 1), from the log-mel of the stems (4, n_frames, n_mels).

    The stems' powers are added, and the centroid is taken of the sums smoothed in time.
    """
    power = np.exp(2 * mel).sum(axis=0, dtype=np.float32)
    weighted = smooth(
        np.stack([power @ _mel_centres(), power.sum(axis=1)], 1), BRIGHTNESS_SMOOTHING
    )
    centroid = weighted[:, 0] / np.maximum(weighted[:, 1], 1e-12)
    return unit(np.log2(np.maximum(centroid, 1.0)), *np.log2(BRIGHTNESS_HZ).tolist())[:, None]


def plan_groups(piece: Piece, n_frames: int) -> dict[str, Rows]:
    """Return the groups that are known before a note sounds."""
    beats = frame_beats(piece, n_frames)
    groups = phases(beats, piece.beats_per_bar)
    groups |= chord_groups(piece, beats) | section_groups(piece, beats)
    groups["metre"] = _one_hot(METRES.index(piece.metre), len(METRES), n_frames)
    groups["tempo"] = np.full((n_frames, 1), np.log2(piece.tempo / 120.0), np.float32)
    groups["key"] = key_group(piece, n_frames)
    return groups


def plan(piece: Piece, n_frames: int) -> Rows:
    """Return the control matrix of a piece that nobody has played; what is measured is unknown."""
    return pack(plan_groups(piece, n_frames), n_frames)


def label(piece: Piece, performance: Performance, mel: Rows) -> Rows:
    """Return the control matrix of a played piece, shape (n_frames, N_CHANNELS), float32.

    ``mel`` is the log-mel of the stems, shape (4, n_frames, n_mels).
    """
    n_frames = performance.n_frames
    groups = plan_groups(piece, n_frames)
    groups["level"] = level_group(performance.stems)
    groups["density"] = density_group(performance.onsets, n_frames)
    groups["brightness"] = brightness_group(mel)
    groups["intensity"] = intensity_group(performance.stems)
    return pack(groups, n_frames)
