"""Tempo, beats and bar lines of a sound that somebody else has made. No torch.

Onsets (the rise of the spectrum, musiccm.onsets, that of the kick counted again) are compared with
the beats of every tempo over all of the sound at once: what is continued keeps its tempo. Whether
a beat is one or two is a matter of taste; the tempi that a style is usually played at decide.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.onsets import HOP, SAMPLE_RATE, Flux

RATE = SAMPLE_RATE / HOP  # of the onsets, per second
COARSE = 4  # hops of one step of the search for the tempo, 10.7 ms
SLOWEST, FASTEST = 50.0, 200.0  # bpm that are looked for
WIDTH = 0.2  # octaves: how far from the usual tempi another one is likely
STEPS_PER_OCTAVE = 600  # of the search, 0.12 %
NEAR = np.linspace(0.996, 1.004, 51)  # tempi of the last search
WHOLE = 0.002  # as near to a whole number as that it is meant to be one
SMEAR = 0.03  # seconds over which an onset counts, to each side
LATE = 0.005  # seconds between a stroke and the peak of its rise
HEAD = 0.07  # seconds: music that begins with a beat begins with a bar
CLEARLY = 1.5  # times as many onsets have to be on other beats than those that it begins with
LOW_HERTZ, LOW_HOP = 150.0, 1024
LOW_SHARE = 1.0  # of the kick's rise beside that of everything
Array = NDArray[np.float64]
Audio = NDArray[np.float32]


@dataclass(frozen=True)
class Pulse:
    """``bpm``, and where the first beat of a bar lies, in seconds."""

    bpm: float
    downbeat: float

    def bars(self, seconds: float, beats_per_bar: int) -> int:
        """Return how many bars are over after so many seconds; the last may lack HEAD."""
        bar = beats_per_bar * 60 / self.bpm
        return max(0, int((seconds + HEAD - self.downbeat) // bar))


def feel(
    audio: Audio,
    beats_per_bar: int,
    bpm: float | None = None,
    usual: tuple[float, float] = (SLOWEST, FASTEST),
    whole: bool = True,
) -> Pulse:
    """Return the pulse of mono ``audio`` (n,) at 48 kHz.

    A given ``bpm`` is taken as it is; else ``usual`` is the range of tempi that are expected. Of a
    ``whole`` sound the beginning is there: music that begins at once begins with a beat.
    """
    onsets, low = _onsets(audio)
    steps = onsets[: len(onsets) // COARSE * COARSE].reshape(-1, COARSE).mean(axis=1)
    parts = (0.5, 1.0, 3.0) if beats_per_bar == 2 else (0.5, 1.0, 2.0, 4.0)  # of 6/8, thirds
    begins = whole and _begins(audio)
    tempo = bpm or _whole(_phase(onsets, _tempo(steps, usual, parts) * NEAR, begins)[0])
    _, beat = _phase(onsets, np.array([tempo]), begins)
    return Pulse(tempo, _downbeat(low, tempo, beat, beats_per_bar, begins) - LATE)


def _whole(bpm: float) -> float:
    """Return the whole number that a tempo is all but."""
    return float(round(bpm)) if abs(bpm / round(bpm) - 1) < WHOLE else bpm


def _onsets(audio: Audio) -> tuple[Array, Array]:
    """Return onsets of everything and of what is low, (hops,) each, alike in size."""
    flux = Flux()
    flux.hear(audio)
    rise, low = flux.curve(), _low_rise(audio)
    low = np.interp(np.arange(len(rise)) / RATE, np.arange(len(low)) * LOW_HOP / SAMPLE_RATE, low)
    every, deep = (_sharp(curve) for curve in (rise, low))
    return every + LOW_SHARE * deep, deep


def _sharp(rise: NDArray[np.floating]) -> Array:
    """Return a rise without what is always there, smeared a little, of mean 1."""
    window = round(0.4 * RATE)
    over = np.maximum(rise - np.convolve(rise, np.ones(window) / window, "same"), 0)
    kernel = np.hanning(2 * round(SMEAR * RATE) + 1)
    return np.convolve(over, kernel / kernel.sum(), "same") / max(float(over.mean()), 1e-12)


def _low_rise(audio: Audio) -> Array:
    """Return the rise of what is below LOW_HERTZ, a value for each LOW_HOP of the sound."""
    padded = np.pad(audio, (LOW_HOP, LOW_HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, 2 * LOW_HOP)[::LOW_HOP]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(2 * LOW_HOP), axis=1))
    inside = spectrum[:, 1 : round(LOW_HERTZ * 2 * LOW_HOP / SAMPLE_RATE) + 1]
    level = np.log1p(inside.sum(axis=1))
    return np.maximum(np.diff(level, prepend=level[:1]), 0)


def _tempo(onsets: Array, usual: tuple[float, float], parts: tuple[float, ...]) -> float:
    """Return the tempo whose beats, and their ``parts``, the onsets agree with best.

    The size of the spectrum of the onsets counts, which is as sharp as the sound is long.
    """
    n = round(STEPS_PER_OCTAVE * np.log2(FASTEST / SLOWEST))
    tempi = SLOWEST * (FASTEST / SLOWEST) ** (np.arange(n) / (n - 1))
    time = np.arange(len(onsets)) * COARSE / RATE
    fit = np.zeros(n)
    for part in parts:
        turns = np.exp(-2j * np.pi * part * tempi[:, None] / 60 * time)
        fit += np.abs(turns @ (onsets - onsets.mean())) / max(part, 1 / part) ** 0.5
    beyond = np.maximum(np.log2(tempi / usual[1]), np.log2(usual[0] / tempi)).clip(min=0)
    return float(tempi[np.argmax(fit * np.exp(-0.5 * (beyond / WIDTH) ** 2))])


def _phase(onsets: Array, tempi: Array, begins: bool) -> tuple[float, float]:
    """Return the tempo and the first beat, in seconds, that have most onsets on beats.

    Where the sound ``begins`` with music its first beat is there, unless others clearly have more.
    """
    best = max(_best_phase(onsets, float(bpm)) for bpm in tempi)
    if begins:
        head = max(_best_phase(onsets, float(bpm), HEAD) for bpm in tempi)
        best = head if best[0] < CLEARLY * head[0] else best
    return best[1:]


def _best_phase(onsets: Array, bpm: float, until: float = np.inf) -> tuple[float, float, float]:
    """Return the mean of the onsets on beats, the tempo, the first beat (s) before ``until``."""
    period = 60 / bpm * RATE
    phases = np.arange(0.0, min(period, until * RATE))
    beats = np.arange(0.0, max(len(onsets) - period, 1.0), period)
    places = np.minimum(np.round(phases[:, None] + beats).astype(int), len(onsets) - 1)
    sums = onsets[places].mean(axis=1)
    return float(sums.max()), bpm, float(phases[np.argmax(sums)] / RATE)


def _downbeat(low: Array, bpm: float, beat: float, per_bar: int, begins: bool) -> float:
    """Return where a bar begins: with the music, or on the beats with the most low onsets."""
    if begins and beat < HEAD:
        return beat
    period = 60 / bpm * RATE
    firsts = beat * RATE + period * np.arange(per_bar)
    bars = [np.arange(first, len(low), per_bar * period).astype(int) for first in firsts]
    heard = [low[places].mean() if len(places) else 0.0 for places in bars]
    return float(firsts[int(np.argmax(heard))] / RATE)


def _begins(audio: Audio) -> bool:
    """Whether the sound begins with music and not with silence."""
    head = audio[: round(HEAD * SAMPLE_RATE)]
    return float(np.abs(head).max(initial=0.0)) > 0.05 * float(np.abs(audio).max(initial=0.0))
