"""Width and room: what makes a stereo picture of mono stems."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Audio = NDArray[np.float32]

SIDE_DELAYS = (131, 307, 523, 769)  # samples; velvet taps of the side signal, 3 … 16 ms
SIDE_SIGNS = (0.5, -0.5, -0.5, 0.5)
SIDE_HIGHPASS_HZ = 220.0
ROOM_DELAYS = (1427, 1559, 1693, 1831, 1979, 2129, 2273, 2411)  # samples at 48 kHz, primes
ROOM_DECAY_SECONDS = 0.9
ROOM_DAMPING = 0.25  # weight of the older of two samples: -6 dB a pass at 24 kHz


class Side:
    """The side signal: sparse taps of the stem's sum, without its low end."""

    def __init__(self, sample_rate: int) -> None:
        self._past = np.zeros(max(SIDE_DELAYS), np.float32)
        pole = np.float32(math.exp(-2 * math.pi * SIDE_HIGHPASS_HZ / sample_rate))
        self._b = np.array([(1 + pole) / 2, -(1 + pole) / 2], np.float32)
        self._a = np.array([1, -pole], np.float32)
        self._z = np.zeros(1, np.float32)

    def process(self, x: Audio) -> Audio:
        """Return the side signal (n,) of a mono signal (n,)."""
        line = np.concatenate([self._past, x])
        size, n = self._past.size, x.size
        y = np.zeros(n, np.float32)
        for delay, sign in zip(SIDE_DELAYS, SIDE_SIGNS, strict=True):
            y += np.float32(sign) * line[size - delay : size - delay + n]
        self._past = line[n:]
        y, self._z = lfilter(self._b, self._a, y, zi=self._z)
        return y


def _hadamard(x: Audio, spare: Audio) -> Audio:
    """Return the Hadamard transform (not normalised) of (8, n) along axis 0; overwrites both."""
    for half in (1, 2, 4):
        pairs, out = (a.reshape(-1, 2, half, a.shape[1]) for a in (x, spare))
        np.add(pairs[:, 0], pairs[:, 1], out=out[:, 0])
        np.subtract(pairs[:, 0], pairs[:, 1], out=out[:, 1])
        x, spare = spare, x
    return x


class Room:
    """A feedback delay network of eight lines (Jot and Chaigne 1991).

    Every delay is longer than a step, so a step is a handful of array operations. The damping is a
    two-tap mean: elementwise, where a one-pole filter of eight lines would cost half of the mix.
    """

    STEP = min(ROOM_DELAYS)
    _CAPACITY = 64 * 1024

    def __init__(self, sample_rate: int) -> None:
        self._lines = np.zeros((8, self._CAPACITY), np.float32)
        self._write = max(ROOM_DELAYS) + 1
        seconds = np.array(ROOM_DELAYS)[:, None] / sample_rate
        decay = 10.0 ** (-3 * seconds / ROOM_DECAY_SECONDS) / math.sqrt(8)
        self._near = ((1 - ROOM_DAMPING) * decay).astype(np.float32)
        self._far = (ROOM_DAMPING * decay).astype(np.float32)

    def _make_space(self, n: int) -> None:
        keep = max(ROOM_DELAYS) + 1
        if self._write + n > self._CAPACITY:
            self._lines[:, :keep] = self._lines[:, self._write - keep : self._write].copy()
            self._write = keep

    def _taps(self, n: int) -> Audio:
        """Return what leaves the lines, damped and decayed, (8, n)."""
        old = np.empty((8, n + 1), np.float32)
        for row, delay in enumerate(ROOM_DELAYS):
            start = self._write - delay - 1
            old[row] = self._lines[row, start : start + n + 1]
        return old[:, 1:] * self._near + old[:, :-1] * self._far

    def process(self, x: Audio) -> Audio:
        """Return the wet signal (2, n) of the mono input (n,); n ≤ STEP."""
        n = x.size
        self._make_space(n)
        taps = self._taps(n)
        left = (taps[0] - taps[2]) + (taps[4] - taps[6])
        right = (taps[1] - taps[3]) + (taps[5] - taps[7])
        fed = _hadamard(taps, np.empty_like(taps))
        np.add(fed, x, out=self._lines[:, self._write : self._write + n])
        self._write += n
        return np.stack([left, right])
