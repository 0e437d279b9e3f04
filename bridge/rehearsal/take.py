"""What a JACK client has recorded of the daemon, with its frames as times of the host's clock."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from bridge.rehearsal.ears import ClickEar

Array = NDArray[np.float64]
SOUND = 1e-4  # what is quieter is silence
MARKS = 9  # of the clock, whose middle counts


@dataclass(frozen=True)
class Take:
    """See bridge.rehearsal.microphone for the fields of its file."""

    audio: NDArray[np.float32]
    first: int
    missed: int
    words: NDArray[np.int64]
    clock: Array
    rate: int
    latency: int

    @classmethod
    def read(cls, path: Path) -> "Take":
        """Read the microphone's file."""
        with np.load(path) as file:
            counts = {name: int(file[name]) for name in ("first", "missed", "rate", "latency")}
            return cls(file["audio"], words=file["words"], clock=file["clock"], **counts)

    @cached_property
    def _line(self) -> tuple[float, float, float]:
        """Frame of the first mark, its time, and seconds a frame; a line without its outliers."""
        frame, time = self.clock[0]
        x, y = (self.clock - self.clock[0]).T
        keep = np.ones(len(x), bool)
        for _ in range(3):
            slope, at = np.polyfit(x[keep], y[keep], 1)
            off = np.abs(y - at - slope * x)
            keep = off <= max(3 * np.median(off), 1e-5)
        return float(frame), float(time + at), float(slope)

    @property
    def ppm(self) -> float:
        """By how many millionths the device's clock is faster than the host's."""
        return 1e6 * (1 / (self.rate * self._line[2]) - 1)

    @cached_property
    def _bends(self) -> Array:
        """How far the clock was from the line at each mark, (k,) seconds.

        A driver that is late lets its clock stand still; a mark that was disturbed is left out.
        """
        frame, at, period = self._line
        off = self.clock[:, 1] - at - period * (self.clock[:, 0] - frame)
        return np.asarray(median_filter(off, MARKS, mode="nearest"))

    def time(self, frames: NDArray[np.generic]) -> Array:
        """Return the host's times of frames (n,)."""
        (frame, at, period), x = self._line, frames.astype(np.float64)
        return np.asarray(at + period * (x - frame) + np.interp(x, self.clock[:, 0], self._bends))

    def clicks(self) -> Array:
        """Return when the clicks of the first port are heard, (n,): the latency is in it."""
        ear = ClickEar()
        ear.hear(self.audio[:1])
        return self.time(ear.onsets() + self.first + self.latency)

    def sounds_after(self, times: list[float]) -> Array:
        """Return when the second port, which was silent, is heard first after each time, (n,)."""
        loud = np.flatnonzero(np.abs(self.audio[1]) > SOUND)
        heard = self.time(loud + self.first)
        where = np.searchsorted(heard, np.array(times))
        return heard[np.minimum(where, len(loud) - 1)] + self.latency / self.rate

    def ticks(self, status: int) -> Array:
        """Return when MIDI messages of one status byte came, (n,)."""
        return self.time(self.words[self.words[:, 1] == status, 0])
