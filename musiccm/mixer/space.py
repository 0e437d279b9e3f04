"""Width and room: what makes a stereo picture of mono stems."""

import math

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]

SIDE_DELAYS = (131, 307, 523, 769)  # samples; velvet taps of the side signal, 3 … 16 ms
SIDE_GAIN = np.float32(0.5)  # of each; the two in the middle are turned over
SIDE_HIGHPASS_HZ = 220.0
ROOM_DELAYS = (1427, 1559, 1693, 1831, 1979, 2129, 2273, 2411)  # samples at 48 kHz, primes
ROOM_DECAY_SECONDS = 0.9
ROOM_DAMPING = 0.25  # weight of the older of two samples: -6 dB a pass at 24 kHz


class HighPass:
    """One pole and a zero at 0 Hz: ``y[n] = p y[n-1] + (1 + p) / 2 (x[n] - x[n-1])``.

    The recursion is a running sum of ``d[n] / p^n``, taken back to size by ``p^n``; ``n`` counts
    from the begin of a stretch that is short enough for the range of 64-bit floats. Stretches lie
    on a grid of the signal, so the bits do not depend on the blocks.
    """

    STRETCH = 8192  # samples

    def __init__(self, hertz: float, sample_rate: int) -> None:
        exponent = 2 * math.pi * hertz / sample_rate * np.arange(self.STRETCH)
        self._grown = np.exp(exponent)
        self._shrunk = 0.5 * (1 + math.exp(-exponent[1])) * np.exp(-exponent)
        self._carried = math.exp(-exponent[1] * self.STRETCH)
        self._last = np.zeros(1, np.float32)  # of the input
        self._sum = 0.0
        self._at = 0

    def process(self, x: Audio) -> Audio:
        """Return as many samples (n,) as come in."""
        line = np.concatenate([self._last, x])
        self._last = line[x.size :]
        steps, out = np.subtract(line[1:], line[:-1], dtype=np.float64), np.empty_like(x)
        done = 0
        while done < x.size:
            n = min(x.size - done, self.STRETCH - self._at)
            out[done : done + n] = self._run(steps[done : done + n])
            done += n
        return out

    def _run(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the output within a stretch."""
        span = slice(self._at, self._at + steps.size)
        grown = steps * self._grown[span]
        grown[0] += self._sum
        sums = np.add.accumulate(grown, out=grown)
        self._sum, self._at = float(sums[-1]), span.stop
        if self._at == self.STRETCH:
            self._sum, self._at = self._sum * self._carried, 0
        return sums * self._shrunk[span]


class Side:
    """The side signal: sparse taps of the stem's sum, without its low end."""

    def __init__(self, sample_rate: int) -> None:
        self._past = np.zeros(max(SIDE_DELAYS), np.float32)
        self._highpass = HighPass(SIDE_HIGHPASS_HZ, sample_rate)

    def process(self, x: Audio) -> Audio:
        """Return the side signal (n,) of a mono signal (n,)."""
        line = np.concatenate([self._past, x])
        size, n = self._past.size, x.size
        a, b, c, d = (line[size - delay : size - delay + n] for delay in SIDE_DELAYS)
        self._past = line[n:]
        return self._highpass.process(SIDE_GAIN * (((a - b) - c) + d))


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
        old, end = np.empty((8, n + 1), np.float32), self._write + n
        for row, line, delay in zip(old, self._lines, ROOM_DELAYS, strict=True):
            row[:] = line[self._write - delay - 1 : end - delay]
        taps = old[:, 1:] * self._near
        taps += old[:, :-1] * self._far
        return taps

    def process(self, x: Audio) -> Audio:
        """Return the wet signal (2, n) of the mono input (n,); n ≤ STEP."""
        n = x.size
        self._make_space(n)
        taps = self._taps(n)
        fours = taps.reshape(2, 2, 2, n)  # 0 - 2 + 4 - 6 to the left, 1 - 3 + 5 - 7 to the right
        differences = fours[:, 0] - fours[:, 1]
        wet = differences[0] + differences[1]
        fed = _hadamard(taps, np.empty_like(taps))
        np.add(fed, x, out=self._lines[:, self._write : self._write + n])
        self._write += n
        return wet
