"""A smooth line through noisy marks that tell when which place was passed.

Marks are (time, place): a clock tick and its number, a sample and when it is heard. Noise is in the
times. The line is the longest and straightest one whose newest marks do not leave it: a steady
tempo is averaged over the whole span, a ramp gets a parabola, and after a sudden change the marks
before it are let go.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEWEST = 4  # marks of a line
FEWEST_BENT = 10  # of a parabola
FLOOR = 2e-4  # seconds: noise that is never called a change
OUTLIER = 4.0  # standard deviations
BIAS = 3.0  # standard deviations of a mean: what is beyond it is a change
EVERY = 0.09  # seconds of marks between two fits: each costs up to a millisecond


@dataclass(frozen=True)
class Curve:
    """``time = at + period · x + bend · x²`` with ``x = place - origin``; seconds."""

    origin: float
    at: float
    period: float
    bend: float = 0.0

    def time(self, place: float) -> float:
        """Return when ``place`` is passed."""
        x = place - self.origin
        return self.at + (self.period + self.bend * x) * x

    def period_at(self, place: float) -> float:
        """Return the seconds that one step of place takes at ``place``."""
        return self.period + 2 * self.bend * (place - self.origin)


class Fit:
    """Marks of the last ``span`` seconds and their curve. Owned by the loop thread."""

    def __init__(self, span: float, most: int = 512, bends: bool = True) -> None:
        """``bends`` allows parabolas; ``most`` is how many marks are kept."""
        self._span, self._bends = span, bends
        self._marks: deque[tuple[float, float]] = deque(maxlen=most)
        self._curve: Curve | None = None
        self._fitted = -math.inf

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, time: float, place: float) -> None:
        """Take a mark in; places grow."""
        self._marks.append((time, place))
        while time - self._marks[0][0] > self._span:
            self._marks.popleft()

    def clear(self) -> None:
        """Forget all marks."""
        self._marks.clear()
        self._curve, self._fitted = None, -math.inf

    def curve(self) -> Curve | None:
        """Return the curve, or None while there are too few marks; at most EVERY seconds old."""
        if len(self._marks) >= FEWEST and self._marks[-1][0] - self._fitted >= EVERY:
            self._fitted = self._marks[-1][0]
            self._curve, used = choose(np.array(self._marks, np.float64), self._bends)
            while len(self._marks) > used:  # the older ones are of another tempo
                self._marks.popleft()
        return self._curve


def choose(marks: Array, bends: bool) -> tuple[Curve, int]:
    """Return the longest, straightest curve through the newest of ``marks`` (n, 2), and their n."""
    noise = _noise(marks)
    for n, degree in _candidates(len(marks), bends):
        curve, off = _through(marks[len(marks) - n :], degree, noise)
        if _follows(off, noise):
            break
    return curve, n


def _candidates(n: int, bends: bool) -> Iterator[tuple[int, int]]:
    while True:
        yield n, 1
        if bends and n >= FEWEST_BENT:
            yield n, 2
        if n == FEWEST:
            return
        n = max(FEWEST, n // 2)


def _through(marks: Array, degree: int, noise: float) -> tuple[Curve, Array]:
    """Return the least-squares curve without outliers, and the distance of all marks to it."""
    time, place = marks[:, 0], marks[:, 1]
    origin, begun = place[-1], time[-1]
    x = np.vander(place - origin, degree + 1, increasing=True)
    keep = np.ones(len(x), bool)
    for _ in range(2):
        weights = np.linalg.lstsq(x[keep], time[keep] - begun, rcond=None)[0]
        off = time - begun - x @ weights
        near = np.abs(off) <= OUTLIER * max(noise, FLOOR)
        keep = near if near.sum() > max(degree + 1, 0.8 * len(near)) else keep
    at, period, *bend = weights.tolist()
    return Curve(float(origin), begun + at, period, bend[0] if bend else 0.0), off


def _noise(marks: Array) -> float:
    """Return the standard deviation of a mark, from how far each is from between its neighbours."""
    time, place = marks[:, 0], marks[:, 1]
    share = (place[1:-1] - place[:-2]) / np.maximum(place[2:] - place[:-2], 1e-9)
    between = time[:-2] + share * (time[2:] - time[:-2])
    return float(np.median(np.abs(time[1:-1] - between)) / 0.6745 / np.sqrt(1.5))


def _follows(off: Array, noise: float) -> bool:
    """Return whether the newest marks lie on both sides of the curve, as noise does."""
    for n in (3, max(3, len(off) // 8)):
        allowed = BIAS * 1.25 * noise / np.sqrt(n) + FLOOR
        if abs(np.median(off[-n:])) > allowed:
            return False
    return True
