"""Lead: a motif is stated, answered, varied and brought to a close."""

from dataclasses import dataclass

import numpy as np

from training.compose.chords import SCALES
from training.compose.form import Span
from training.compose.grid import Grid, Step
from training.compose.piece import Note
from training.compose.streams import pick
from training.compose.style import Lead
from training.compose.timeline import Sounding, Timeline

_SHAPES = {
    "arch": (1, 1, 1, -1, -1, -1),
    "valley": (-1, -1, -1, 1, 1, 1),
    "rise": (1, 1, -1, 1, 1, 1),
    "fall": (-1, -1, 1, -1, -1, -1),
    "wave": (1, -1, 1, 1, -1, -1),
}


@dataclass(frozen=True)
class Motif:
    """A rhythm and, per note, the scale steps away from where the phrase begins."""

    rhythm: Grid
    contour: tuple[int, ...]


class Soloist:
    """Plays the lead of one piece; two sets of motifs, for verse and for chorus."""

    def __init__(
        self,
        lead: Lead,
        metre: str,
        tonic: int,
        minor: bool,
        timeline: Timeline,
        rng: np.random.Generator,
    ) -> None:
        self.lead, self.timeline, self.rng = lead, timeline, rng
        self.scale = {(tonic + s) % 12 for s in SCALES[pick(rng, lead.scales[minor])]}
        self.rhythms = list(lead.patterns[metre])
        self.sets = [self._motifs(), self._motifs()]

    def _motifs(self) -> dict[str, Motif]:
        """The statement and an answer that shares its rhythm or takes another one."""
        first = self._motif(self._rhythm())
        rhythm = first.rhythm if self.rng.random() < 0.5 else self._rhythm(first.rhythm.beats)
        return {"A": first, "B": self._motif(rhythm)}

    def _rhythm(self, beats: float | None = None) -> Grid:
        grids = [p.grid for p in self.rhythms if p.grid and beats in (None, p.grid.beats)]
        return pick(self.rng, grids)

    def _motif(self, rhythm: Grid) -> Motif:
        shape = _SHAPES[pick(self.rng, tuple(_SHAPES))]
        contour, leapt = [0], 0
        n_notes = max(len(rhythm.steps), 1)
        for i in range(1, n_notes):
            direction = shape[(i - 1) * len(shape) // max(n_notes - 1, 1)]
            if leapt:  # a leap is answered by a step back
                step, leapt = -leapt, 0
            elif self.rng.random() < self.lead.leap:
                step = direction * int(self.rng.integers(2, 5))
                leapt = int(np.sign(step))
            elif self.rng.random() < 0.15:
                step = 0
            else:
                step = direction
            contour.append(int(np.clip(contour[-1] + step, -6, 6)))
        return Motif(rhythm, tuple(contour))

    def play(self, span: Span) -> list[Note]:
        """Return the notes of a section: the phrase plan repeated, each round a little changed."""
        motifs = self.sets[span.second]
        plan = pick(self.rng, self.lead.phrases)
        size = motifs["A"].rhythm.beats
        notes: list[Note] = []
        beat, turn, anchor = 0.0, 0, self._anchor(span.section.start)
        while beat < span.section.duration - 1e-6:
            part = plan[turn % len(plan)]
            room = min(size, span.section.duration - beat)
            at, again = span.section.start + beat, turn >= len(plan)
            notes += self._part(part, motifs, at, anchor, room, again)
            beat, turn = beat + size, turn + 1
        return self._ornament(notes, span.section.start)

    def _part(
        self,
        part: str,
        motifs: dict[str, Motif],
        start: float,
        anchor: int,
        room: float,
        again: bool,
    ) -> list[Note]:
        if part == "_":
            return []
        motif = motifs["B"] if part == "B" else motifs["A"]
        shift = {"A+": 2, "A-": -2, "B": 0}.get(part, 0)
        if part == "A'" or (again and part in "AB" and self.rng.random() < 0.5):
            motif = self._vary(motif)
        if part == "C":
            return self._close(motif, start, anchor, room)
        return self._sing(motif, start, anchor, shift, room)

    def _vary(self, motif: Motif) -> Motif:
        """Turn the tail upside down, or leave out a weak note, or repeat one twice as fast."""
        steps, contour = list(motif.rhythm.steps), list(motif.contour)
        kind, half = int(self.rng.integers(3)), len(steps) // 2
        if kind == 0 or len(steps) < 3:
            pivot = contour[half - 1] if half else 0
            contour = contour[:half] + [2 * pivot - c for c in contour[half:]]
        elif kind == 1:
            weak = [i for i, s in enumerate(steps) if i and s.start % 1 > 1e-6] or [len(steps) - 1]
            gone = pick(self.rng, weak)
            before = steps[gone - 1]
            joined = steps[gone].start + steps[gone].length - before.start
            steps[gone - 1] = Step(before.start, min(joined, 2.0), before.sign)
            del steps[gone], contour[gone]
        else:
            long = max(range(len(steps)), key=lambda i: steps[i].length)
            s = steps[long]
            if s.length >= 0.5:
                steps[long : long + 1] = [
                    Step(s.start, s.length / 2, s.sign),
                    Step(s.start + s.length / 2, s.length / 2, s.sign),
                ]
                contour[long : long + 1] = [contour[long], contour[long] + pick(self.rng, (-1, 1))]
        return Motif(Grid(motif.rhythm.beats, tuple(steps)), tuple(contour))

    def _anchor(self, beat: float) -> int:
        """A chord tone near the middle of the range."""
        chord = self.timeline.at(beat)
        middle = (self.lead.low + self.lead.high) / 2 + self.rng.normal(0, 2.0)
        tones = [p for p in self._range() if p % 12 in chord.chroma]
        return min(tones, key=lambda p: abs(p - middle))

    def _range(self) -> range:
        return range(self.lead.low, self.lead.high + 1)

    def _pool(self, chord: Sounding) -> list[int]:
        """The scale, with notes that a borrowed chord contradicts replaced by its own."""
        foreign = {c for c in chord.chroma if c not in self.scale}
        clash = {(c + d) % 12 for c in foreign for d in (-1, 1)} - set(chord.chroma)
        classes = (self.scale - clash) | foreign
        return [p for p in self._range() if p % 12 in classes]

    def _sing(self, motif: Motif, start: float, anchor: int, shift: int, room: float) -> list[Note]:
        notes = []
        for i, (step, offset) in enumerate(zip(motif.rhythm.steps, motif.contour, strict=True)):
            if step.start >= room - 1e-6:
                break
            at = start + step.start
            chord = self.timeline.meant(at, step.length, 0.5)
            strong = step.length >= 1.0 or i + 1 == len(motif.contour) or at % 1 < 1e-6
            pitch = self._pitch(anchor, offset + shift, chord, strong)
            length = min(step.length, room - step.start) * self.lead.gate
            notes.append(Note(at, length, pitch, {"X": 110, "x": 98, "o": 80}[step.sign]))
        return notes

    def _pitch(self, anchor: int, offset: int, chord: Sounding, strong: bool) -> int:
        pool = self._pool(chord)
        home = min(range(len(pool)), key=lambda i: abs(pool[i] - anchor))
        index = home + offset
        if not 0 <= index < len(pool):  # fold back into the range
            index = min(max(home - offset, 0), len(pool) - 1)
        pitch = pool[index]
        if not strong:
            return pitch
        tones = [p for p in self._range() if p % 12 in chord.chroma]
        return min(tones, key=lambda p: (abs(p - pitch), p))

    def _close(self, motif: Motif, start: float, anchor: int, room: float) -> list[Note]:
        """The motif's head, falling to a long chord tone: root, third or fifth."""
        half = room / 2
        at = start + half
        head = [n for n in self._sing(motif, start, anchor, 0, room) if n.start < at - 1e-6]
        chord = self.timeline.at(at)
        triad = {(chord.root + i) % 12 for i in chord.intervals[:3]}
        tones = [p for p in self._range() if p % 12 in triad]
        last = head[-1].pitch if head else anchor
        pitch = min(tones, key=lambda p: abs(p - (last - 1)))
        head = [Note(n.start, min(n.duration, at - n.start), n.pitch, n.velocity) for n in head]
        return [*head, Note(at, max(half * 0.75, 0.5), pitch, 96)]

    def _ornament(self, notes: list[Note], earliest: float) -> list[Note]:
        """Add short grace notes a scale step below."""
        added = []
        for note in notes:
            if self.rng.random() >= self.lead.ornament or note.start - 0.1 < earliest:
                continue
            below = [p for p in self._pool(self.timeline.at(note.start)) if p < note.pitch]
            if below and note.start % 1 < 1e-6:
                added.append(Note(note.start - 0.1, 0.1, below[-1], note.velocity - 18))
        return _monophonic(sorted([*notes, *added], key=lambda n: n.start))


def _monophonic(notes: list[Note]) -> list[Note]:
    """Cut each note where the next begins."""
    ends = [n.start for n in notes[1:]] + [float("inf")]
    return [
        Note(n.start, min(n.duration, end - n.start), n.pitch, n.velocity)
        for n, end in zip(notes, ends, strict=True)
        if end - n.start > 1e-6
    ]
