"""Bass: patterns of chord degrees, walking lines, or the kick's own rhythm."""

import numpy as np

from training.compose.chords import SCALES
from training.compose.form import Span
from training.compose.grid import Grid, Step
from training.compose.piece import Note
from training.compose.streams import Chooser
from training.compose.style import Line, Pattern
from training.compose.timeline import Sounding, Timeline

ANTICIPATION = 0.5


def kick_grid(kicks: list[float], beats_per_bar: int) -> Grid:
    """Return a bass rhythm that sounds a root with every kick of the first two bars."""
    beats = 2.0 * beats_per_bar
    starts = sorted({round(k * 4) / 4 for k in kicks if k < beats - 1e-6}) or [0.0]
    ends = [*starts[1:], beats]
    steps = [
        Step(s, min(e - s, 1.0), "R" if s % 1 == 0 else "rR8"[int(s * 4) % 3])
        for s, e in zip(starts, ends, strict=True)
    ]
    return Grid(beats, tuple(steps))


class Bassist:
    """Plays the bass of one piece."""

    def __init__(
        self,
        line: Line,
        metre: str,
        tonic: int,
        minor: bool,
        rng: np.random.Generator,
    ) -> None:
        self.line, self.rng = line, rng
        self.patterns = line.patterns[metre]
        scale = SCALES["minor" if minor else "major"]
        self.scale = {(tonic + s) % 12 for s in scale}
        self.centre = line.low + min(7.0, (line.high - line.low) / 3)
        self._choose = Chooser([p.energy for p in self.patterns], rng)

    def play(self, span: Span, timeline: Timeline, kicks: Grid) -> list[Note]:
        """Return the notes of a section; ``kicks`` is what it plays where it follows the kick."""
        pattern = self._pattern(span)
        notes: list[Note] = []
        last = int(self.centre)
        for step in (pattern.grid or kicks).tile(span.section.duration):
            for note in self._notes(step, span.section.start + step.start, timeline, last):
                notes.append(note)
                last = note.pitch
        return notes

    def _pattern(self, span: Span) -> Pattern:
        return self.patterns[self._choose(span.section.intensity)]

    def _notes(self, step: Step, start: float, timeline: Timeline, last: int) -> list[Note]:
        ahead = 1.0 if step.sign == "n" else ANTICIPATION
        chord = timeline.meant(start, step.length, ahead)
        pitch = self._pitch(step.sign, start, chord, timeline, last)
        gate = 0.45 if step.sign == "r" else self.line.gate
        velocity = 66 if step.sign == "r" else 104 if start % 1 < 1e-6 else 94
        end = start + step.length * gate
        notes = []
        # A note held into a new chord (and not meaning it) is struck again on its root.
        while chord.end < end - 0.3:
            notes.append(Note(start, chord.end - start, pitch, velocity))
            start, chord = chord.end, timeline.at(chord.end)
            if start >= timeline.chords[-1].end:
                return notes
            pitch, last = self._near(chord.root, pitch), pitch
        notes.append(Note(start, end - start, pitch, velocity))
        return notes

    def _pitch(
        self, sign: str, start: float, chord: Sounding, timeline: Timeline, last: int
    ) -> int:
        root = self._root(chord.root)
        if sign in "Rrn":
            return root
        if sign == "a":
            return self._approach(self._root(timeline.after(start).root), last)
        if sign == "w":
            return self._walk(start, chord, timeline, last)
        interval = {
            "8": 12,
            "5": chord.tone(7, 6, 8) or 7,
            "3": chord.tone(4, 3, 5, 2) or 7,
            "7": chord.tone(10, 11, 9) or 12,
            "6": 9,
            "4": 5,
            "l": -12,
        }[sign]
        return self._fold(root + interval)

    def _root(self, pitch_class: int) -> int:
        return self._near(pitch_class, round(self.centre))

    def _near(self, pitch_class: int, target: int) -> int:
        low, high = self.line.low, self.line.high
        choices = [p for p in range(low, high + 1) if p % 12 == pitch_class % 12]
        return min(choices, key=lambda p: abs(p - target))

    def _fold(self, pitch: int) -> int:
        while pitch > self.line.high:
            pitch -= 12
        while pitch < self.line.low:
            pitch += 12
        return pitch

    def _approach(self, target: int, last: int) -> int:
        """A half or whole step into ``target``, from the side the line comes from."""
        side = -1 if last <= target else 1
        whole = self.rng.random() < 0.4 and (target + 2 * side) % 12 in self.scale
        return self._fold(target + side * (2 if whole else 1))

    def _walk(self, start: float, chord: Sounding, timeline: Timeline, last: int) -> int:
        """Return one quarter of a walking line.

        The root on a new chord, a step into the next one, and between them chord tones and scale
        steps that keep their direction towards the next root.
        """
        if abs(start - chord.start) < 1e-6:
            return self._near(chord.root, round((last + self.centre) / 2))
        target = self._near(timeline.after(start).root, last)
        if chord.end - start <= 1.0 + 1e-6:
            return self._approach(target, last)
        pool = [
            p
            for p in range(self.line.low, self.line.high + 1)
            if (p % 12 in chord.chroma or p % 12 in self.scale) and 1 <= abs(p - last) <= 5
        ]
        upward = last < self.centre + 2 if abs(target - last) < 3 else target > last

        def cost(p: int) -> float:
            step = (p - last) * (1 if upward else -1)
            rough = 0.0 if p % 12 in chord.chroma else 1.2
            return (4.0 if step < 0 else 0.3 * step) + rough + float(self.rng.random()) * 1.5

        return min(pool, key=cost)
