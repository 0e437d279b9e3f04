"""What a leader does in a rehearsal: its true beats over time."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Truth(Protocol):
    """A leader's true beats over time, both ways; ``until`` is the last second that counts."""

    def beat(self, time: ArrayLike) -> Array:
        """Return the beat position at times (n,)."""

    def times(self, beats: Array, until: float) -> Array:
        """Return when beats (n,) are passed."""


@dataclass(frozen=True)
class Course:
    """A tempo, and perhaps a ramp.

    ``first`` is the beat at time 0. From ``begin`` seconds on the tempo goes evenly from ``bpm`` to
    ``goal`` within ``beats`` beats.
    """

    bpm: float
    first: float = 0.0
    goal: float | None = None
    begin: float = 0.0
    beats: float = 64.0

    @property
    def end(self) -> float:
        """Seconds where the ramp ends."""
        return self.begin + (0.0 if self.goal is None else 120.0 * self.beats / self._sum)

    @property
    def _sum(self) -> float:
        return self.bpm + (self.bpm if self.goal is None else self.goal)

    def bpm_at(self, time: ArrayLike) -> Array:
        """Return the tempo at times (n,)."""
        goal = self.bpm if self.goal is None else self.goal
        part = (np.asarray(time) - self.begin) / max(self.end - self.begin, 1e-9)
        return self.bpm + (goal - self.bpm) * np.clip(part, 0.0, 1.0)

    def beat(self, time: ArrayLike) -> Array:
        """Return the beat position at times (n,)."""
        t = np.asarray(time, np.float64)
        goal, length = self.bpm if self.goal is None else self.goal, self.end - self.begin
        inside = np.clip(t - self.begin, 0.0, length)
        ramp = 0.5 * (goal - self.bpm) * inside**2 / max(length, 1e-9)
        after = (goal - self.bpm) * np.maximum(t - self.end, 0.0)
        return self.first + (self.bpm * t + ramp + after) / 60.0

    def times(self, beats: Array, until: float) -> Array:
        """Return when beats (n,) are passed, to a microsecond; ``until`` is the last second."""
        grid = np.linspace(0.0, until, max(2, round(until * 200)))
        times: Array = np.interp(beats, self.beat(grid), grid)
        for _ in range(2):  # Newton, from within 5 ms
            times = times - (self.beat(times) - beats) * 60.0 / self.bpm_at(times)
        return times
