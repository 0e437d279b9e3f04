"""The chords of a piece in time."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from training.compose.chords import Harmony, split_bar
from training.compose.form import Span
from training.compose.piece import Chord
from training.compose.style import Progression


@dataclass(frozen=True)
class Sounding:
    """A chord in time; ``root`` and ``intervals`` as sounding (tonic included)."""

    start: float
    duration: float
    root: int
    intervals: tuple[int, ...]
    symbol: str

    @property
    def end(self) -> float:
        """The beat at which the next chord begins."""
        return self.start + self.duration

    @cached_property
    def chroma(self) -> tuple[int, ...]:
        """Sorted pitch classes."""
        return tuple(sorted({(self.root + i) % 12 for i in self.intervals}))

    def tone(self, *degrees: int) -> int | None:
        """Return the interval among ``degrees`` (semitones above the root) that the chord has."""
        return next((d for d in degrees if d in self.intervals), None)


class Timeline:
    """All chords, in order, gap-free."""

    def __init__(self, chords: list[Sounding]) -> None:
        self.chords = chords
        self._starts = [chord.start for chord in chords]

    def index(self, beat: float) -> int:
        """Return the index of the chord that sounds at ``beat``."""
        return max(bisect_right(self._starts, beat + 1e-6) - 1, 0)

    def at(self, beat: float) -> Sounding:
        """Return the chord that sounds at ``beat``."""
        return self.chords[self.index(beat)]

    def after(self, beat: float) -> Sounding:
        """Return the chord that follows the one at ``beat`` (the first after the last)."""
        return self.chords[(self.index(beat) + 1) % len(self.chords)]

    def meant(self, start: float, length: float, ahead: float) -> Sounding:
        """Return the chord a note means.

        That is the next one when the note anticipates it by ``ahead`` beats or less and rings
        into it.
        """
        chord = self.at(start)
        if 0 < chord.end - start <= ahead and start + length > chord.end + 1e-6:
            return self.after(start)
        return chord

    def labels(self) -> tuple[Chord, ...]:
        """Return the chords as a piece lists them, repeats joined."""
        joined: list[Chord] = []
        for c in self.chords:
            if joined and joined[-1].symbol == c.symbol:
                last = joined.pop()
                joined.append(Chord(last.start, last.duration + c.duration, *_naming(c)))
            else:
                joined.append(Chord(c.start, c.duration, *_naming(c)))
        return tuple(joined)


def _naming(chord: Sounding) -> tuple[int, tuple[int, ...], str]:
    return chord.root, chord.chroma, chord.symbol


def lay_chords(
    spans: tuple[Span, ...],
    progressions: tuple[Progression, Progression],
    tonic: int,
    beats_per_bar: int,
) -> Timeline:
    """Repeat the verse or chorus progression through each section, from its first bar."""
    chords: list[Sounding] = []
    for span in spans:
        bars = progressions[span.second]
        for bar in range(span.bars):
            start = span.section.start + bar * beats_per_bar
            chords += _bar(bars[bar % len(bars)], start, tonic, beats_per_bar)
    return Timeline(chords)


def _bar(
    harmonies: tuple[Harmony, ...], start: float, tonic: int, beats_per_bar: int
) -> list[Sounding]:
    chords = []
    for harmony, beats in zip(harmonies, split_bar(len(harmonies), beats_per_bar), strict=True):
        root = (tonic + harmony.root) % 12
        chords.append(Sounding(start, beats, root, harmony.intervals, harmony.symbol(tonic)))
        start += beats
    return chords
