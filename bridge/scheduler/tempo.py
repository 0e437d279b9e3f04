"""The tempo map: sample ↔ beat, the only musical time."""

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE

FRAME_RATE = SAMPLE_RATE / HOP_LENGTH
MINUTE = 60.0 * SAMPLE_RATE  # samples
STEADY = 0.01  # beats, and share of the tempo: what a loop of bars may be wrong by
MOST_SEGMENTS = 4096  # a leader whose tempo never rests must not fill the memory

Place = TypeVar("Place", float, NDArray[np.float64])


@dataclass(frozen=True)
class Segment:
    """From ``sample`` on: a metre, and a tempo that is constant or changes evenly with time.

    ``slope`` is in bpm per sample.
    """

    sample: int
    beat: float
    bpm: float
    beats_per_bar: int
    slope: float = 0.0

    def bpm_at(self, sample: float) -> float:
        """Return the tempo at ``sample``."""
        return self.bpm + self.slope * (sample - self.sample)

    def beat_at(self, sample: Place) -> Place:
        """Return the beat position of ``sample``, or of several."""
        x = sample - self.sample
        # The renderer's order of operations: one tempo from 0 gives its very numbers.
        steady = self.beat + x / HOP_LENGTH * (self.bpm / (60.0 * FRAME_RATE))
        return steady + 0.5 * self.slope * x * x / MINUTE if self.slope else steady

    def sample_at(self, beat: float) -> float:
        """Return where a beat lies; the inverse of :meth:`beat_at` as far as the tempo is > 0."""
        area = (beat - self.beat) * MINUTE
        return self.sample + 2 * area / (
            self.bpm + math.sqrt(max(self.bpm**2 + 2 * self.slope * area, 0.0))
        )


class TempoMap:
    """Segments in a row; immutable, so a plan can be drawn on a proposed one.

    Where a segment's first beat is not the last one of the segment before it, time was moved: the
    transport was told to be elsewhere.
    """

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self._segments = segments
        self._starts = [s.sample for s in segments]

    @classmethod
    def constant(cls, bpm: float, beats_per_bar: int) -> "TempoMap":
        """Return the map of a piece that begins at sample 0 with beat 0."""
        return cls((Segment(0, 0.0, bpm, beats_per_bar),))

    @property
    def goal(self) -> tuple[float, int]:
        """Tempo and beats per bar that hold in the end."""
        return self._segments[-1].bpm, self._segments[-1].beats_per_bar

    def then(self, *segments: Segment) -> "TempoMap":
        """Return this map up to the first of ``segments``, and these after it."""
        kept = self._segments[: bisect_right(self._starts, segments[0].sample - 1)]
        return TempoMap((*kept, *segments)[-MOST_SEGMENTS:])

    def changed(
        self, sample: int, bpm: float, beats_per_bar: int, glide: float = 0.0
    ) -> "TempoMap":
        """Return this map with another tempo from ``sample`` on; what lay after it is dropped.

        The tempo gets there evenly in time, within ``glide`` beats.
        """
        old = self.segment(sample)
        begun = Segment(sample, self.beat(sample), self.bpm(sample), beats_per_bar)
        if (begun.bpm, old.beats_per_bar) == (bpm, beats_per_bar) and old is self._segments[-1]:
            return self
        if glide <= 0 or begun.bpm == bpm:
            return self.then(replace(begun, bpm=bpm))
        length = max(1, round(glide * 2 * MINUTE / (begun.bpm + bpm)))
        ramp = replace(begun, slope=(bpm - begun.bpm) / length)
        end = sample + length
        return self.then(ramp, Segment(end, ramp.beat_at(end), bpm, beats_per_bar))

    def located(self, sample: int, beat: float) -> "TempoMap":
        """Return this map with ``beat`` at ``sample``; the tempo stays as it is there."""
        old = self.segment(sample)
        return self.then(Segment(sample, beat, self.bpm(sample), old.beats_per_bar))

    def since(self, sample: float) -> tuple[Segment, ...]:
        """Return what holds from ``sample`` on."""
        return self._segments[max(0, bisect_right(self._starts, sample) - 1) :]

    def segment(self, sample: float) -> Segment:
        """Return what holds at ``sample``."""
        return self._segments[max(0, bisect_right(self._starts, sample) - 1)]

    def bpm(self, sample: float) -> float:
        """Return the tempo at ``sample``."""
        return self.segment(sample).bpm_at(sample)

    def beat(self, sample: float) -> float:
        """Return the beat position of a sample."""
        return self.segment(sample).beat_at(sample)

    def rests(self, sample: float) -> bool:
        """Return whether the tempo at ``sample`` holds for ever."""
        last = self._segments[-1]
        return sample >= last.sample and not last.slope

    def steady_since(self, sample: float) -> int:
        """Return since when tempo and metre are about those of ``sample``, without a move."""
        index = max(0, bisect_right(self._starts, sample) - 1)
        bpm, now = self.bpm(sample), self._segments[index]
        for older, s in zip(
            self._segments[index - 1 :: -1], self._segments[index:0:-1], strict=False
        ):
            moved = abs(older.beat_at(s.sample) - s.beat) > STEADY
            bent = max(abs(b / bpm - 1) for b in (s.bpm, older.bpm)) > STEADY
            if moved or bent or older.beats_per_bar != now.beats_per_bar:
                return s.sample
        return self._segments[0].sample

    def beats(self, frame: int, n: int) -> NDArray[np.float64]:
        """Return the beat positions of the centres of ``n`` mel frames, (n,)."""
        centres = (np.arange(frame, frame + n) + 0.5) * HOP_LENGTH
        segments = self.since(centres[0]) if n else self._segments[-1:]
        bounds = np.searchsorted(centres, [s.sample for s in segments[1:]])
        parts = np.split(centres, bounds)
        return np.concatenate([s.beat_at(p) for s, p in zip(segments, parts, strict=True)])

    def sample(self, beat: float) -> float:
        """Return where a beat lies, in samples; the last place where time was moved."""
        s = next((s for s in reversed(self._segments) if s.beat <= beat), self._segments[0])
        return s.sample_at(beat)

    def bar(self, sample: float) -> int:
        """Return the number of the bar that sounds at ``sample``, from 0."""
        return int(self.beat(sample) // self.segment(sample).beats_per_bar)

    def next_bar(self, sample: int) -> int:
        """Return the first sample at or after ``sample`` where a bar begins, to the nearest one."""
        return self._next_line(sample, None)

    def next_beat(self, sample: int) -> int:
        """Return the first sample at or after ``sample`` where a beat is, to the nearest one."""
        return self._next_line(sample, 1)

    def _next_line(self, sample: int, beats: int | None) -> int:
        """Return the next multiple of ``beats``, or of the bar; None stands for the bar."""
        index = max(0, bisect_right(self._starts, sample) - 1)
        for s, end in zip(
            self._segments[index:], [*self._starts[index + 1 :], math.inf], strict=True
        ):
            first = max(sample, s.sample)
            every = beats or s.beats_per_bar
            line = max(first, round(s.sample_at(-(-s.beat_at(first - 0.5) // every) * every)))
            if line < end:
                return line
        raise AssertionError("the last segment has no end")
