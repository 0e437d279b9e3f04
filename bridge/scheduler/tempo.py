"""The tempo map: sample ↔ beat, the only musical time."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE

FRAME_RATE = SAMPLE_RATE / HOP_LENGTH


@dataclass(frozen=True)
class Segment:
    """Constant tempo and metre from ``sample`` on."""

    sample: int
    beat: float
    bpm: float
    beats_per_bar: int

    @property
    def samples_per_beat(self) -> float:
        """Length of a beat."""
        return 60.0 * SAMPLE_RATE / self.bpm


class TempoMap:
    """Segments of constant tempo; immutable, so a plan can be drawn on a proposed one."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self._segments = segments
        self._starts = [s.sample for s in segments]

    @classmethod
    def constant(cls, bpm: float, beats_per_bar: int) -> "TempoMap":
        """Return the map of a piece that begins at sample 0 with beat 0."""
        return cls((Segment(0, 0.0, bpm, beats_per_bar),))

    def changed(self, sample: int, bpm: float, beats_per_bar: int) -> "TempoMap":
        """Return this map with another tempo from ``sample`` on; what lay after it is dropped."""
        old = self.segment(sample)
        if (old.bpm, old.beats_per_bar) == (bpm, beats_per_bar) and old is self._segments[-1]:
            return self
        kept = tuple(s for s in self._segments if s.sample < sample)
        beat = self.beat(sample) if kept else 0.0
        return TempoMap((*kept, Segment(sample, beat, bpm, beats_per_bar)))

    def segment(self, sample: float) -> Segment:
        """Return what holds at ``sample``."""
        return self._segments[max(0, bisect_right(self._starts, sample) - 1)]

    def beat(self, sample: float) -> float:
        """Return the beat position of a sample."""
        s = self.segment(sample)
        # The renderer's order of operations: one tempo from 0 gives its very numbers.
        return s.beat + (sample - s.sample) / HOP_LENGTH * (s.bpm / (60.0 * FRAME_RATE))

    def beats(self, frame: int, n: int) -> NDArray[np.float64]:
        """Return the beat positions of the centres of ``n`` mel frames, (n,)."""
        centres = (np.arange(frame, frame + n) + 0.5) * HOP_LENGTH
        return np.array([self.beat(float(c)) for c in centres], np.float64)

    def sample(self, beat: float) -> float:
        """Return where a beat lies, in samples."""
        s = next((s for s in reversed(self._segments) if s.beat <= beat), self._segments[0])
        return s.sample + (beat - s.beat) * s.samples_per_beat

    def bar(self, sample: float) -> int:
        """Return the number of the bar that sounds at ``sample``, from 0."""
        return int(self.beat(sample) // self.segment(sample).beats_per_bar)

    def next_bar(self, sample: int) -> int:
        """Return the first sample at or after ``sample`` where a bar begins, to the nearest one."""
        per_bar = self.segment(sample).beats_per_bar
        bars = -(-self.beat(sample - 0.5) // per_bar)
        return max(sample, round(self.sample(bars * per_bar)))
