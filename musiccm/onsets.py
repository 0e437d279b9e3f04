"""Where drums are struck: onsets of one stem by spectral flux, hop by hop. No torch.

The usual detector (Bello et al. 2005; log-compressed as Böck, Krebs and Schedl 2012): the rise of
the compressed magnitude over all bands, and its peaks. The hop is 2.7 ms; a parabola through
the peak places it between two hops. It serves to measure and is never trained on.
"""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
HOP = 128
WINDOW = 1024
LAG = 2  # hops over which a rise is taken
GAMMA = 100.0  # compression: log1p(GAMMA * magnitude), of a signal whose full scale is 1
APART = 8  # hops, 21 ms: the higher of two closer peaks counts
MEDIAN = 75  # hops, 0.2 s
OVER_MEDIAN = 0.15  # of the piece's highest peak (95th percentile of peaks)
Array = NDArray[np.float32]


class Flux:
    """The rise of the spectrum, streamed: the same for any cut of the signal into blocks."""

    def __init__(self) -> None:
        self._rest = np.zeros(WINDOW // 2, np.float32)  # frame k is centred on sample k * HOP
        self._last = np.zeros((LAG, WINDOW // 2 + 1), np.float32)
        self._flux: list[Array] = []

    def hear(self, x: Array) -> None:
        """Take samples (n,) in."""
        x = np.concatenate([self._rest, x])
        n = max(0, (len(x) - WINDOW) // HOP + 1)
        if n:
            frames = np.lib.stride_tricks.sliding_window_view(x, WINDOW)[: n * HOP : HOP]
            spectrum = np.abs(np.fft.rfft(frames * _HANN, axis=1)) / (WINDOW / 4)
            log = np.concatenate([self._last, np.log1p(GAMMA * spectrum).astype(np.float32)])
            self._flux.append(np.maximum(log[LAG:] - log[:-LAG], 0).mean(axis=1))
            self._last = log[-LAG:]
        self._rest = x[n * HOP :]

    def curve(self) -> Array:
        """Return the flux of each hop so far, (n,)."""
        return np.concatenate([np.zeros(0, np.float32), *self._flux])

    def onsets(self) -> NDArray[np.float64]:
        """Return the samples where the flux peaks, (n,)."""
        return peaks(self.curve()) * HOP


_HANN = np.hanning(WINDOW).astype(np.float32)


def peaks(flux: Array) -> NDArray[np.float64]:
    """Return the places of the peaks of ``flux`` (frames,), in frames, between two of them."""
    if len(flux) < 3:
        return np.zeros(0)
    # Not imported above: an engine that has nothing to measure begins sooner without it.
    from scipy.ndimage import maximum_filter1d, median_filter

    over = flux - median_filter(flux, MEDIAN, mode="nearest")
    top = (flux == maximum_filter1d(flux, 2 * APART + 1)) & (over > 0)
    top[[0, -1]] = False
    if not top.any():
        return np.zeros(0)
    index = np.flatnonzero(top & (over > OVER_MEDIAN * np.percentile(over[top], 95)))
    before, at, after = flux[index - 1], flux[index], flux[index + 1]
    bend = np.maximum(2 * at - before - after, 1e-9)
    return index + np.clip(0.5 * (after - before) / bend, -0.5, 0.5)


def nearest(onsets: NDArray[np.float64], beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each beat how much later the nearest onset is, (m,); infinite without onsets."""
    if not len(onsets):
        return np.full(len(beats), np.inf)
    index = np.clip(np.searchsorted(onsets, beats), 1, max(1, len(onsets) - 1))
    around = np.stack([onsets[index - 1], onsets[np.minimum(index, len(onsets) - 1)]]) - beats
    return np.take_along_axis(around, np.abs(around).argmin(axis=0)[None], axis=0)[0]
