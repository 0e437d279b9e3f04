"""Drums: a pattern per kind of section, fills at phrase ends, rolls in builds, crashes."""

import numpy as np

from training.compose.form import Span
from training.compose.kit import DRUM_KEYS
from training.compose.piece import Note
from training.compose.streams import Chooser, pick
from training.compose.style import DrumPattern, Drums

TOUCH = {"X": 120, "x": 100, "o": 78, "g": 46, "r": 84, "t": 80}
_RATCHET = {"r": 2, "t": 3}
_RINGING = {"open": 0.5, "crash": 2.0, "crash2": 2.0, "ride": 0.8, "bell": 0.8}


class Drummer:
    """Plays the drums of one piece; patterns stay with the kind of section."""

    def __init__(
        self, drums: Drums, metre: str, beats_per_bar: int, rng: np.random.Generator
    ) -> None:
        self.drums, self.beats_per_bar, self.rng = drums, beats_per_bar, rng
        self.patterns, self.fills = drums.patterns[metre], drums.fills[metre]
        self._choose = Chooser([p.energy for p in self.patterns], rng)

    def pattern(self, span: Span) -> DrumPattern:
        """Return the pattern of a section; like sections share it."""
        return self.patterns[self._choose(span.section.intensity)]

    def play(self, span: Span, rising: bool) -> list[Note]:
        """Return the hits of a section; ``rising`` says that it is stronger than the one before."""
        pattern = self.pattern(span)
        length = span.section.duration
        hits = [h for h in self._tile(pattern, length) if self.rng.random() > self._leave_out(h)]
        for bar in range(3, span.bars, 4):
            if bar == span.bars - 1 or self.rng.random() < 0.3:
                hits = self._fill(hits, (bar + 1) * self.beats_per_bar)
        if span.section.name == "build" and self.drums.roll:
            hits = self._roll(hits, length)
        if rising and self.rng.random() < self.drums.crash:
            hits = [h for h in hits if not (h.start < 0.01 and h.pitch in (42, 46, 51))]
            hits.append(Note(0.0, 2.0, DRUM_KEYS["crash"], 104))
        start = span.section.start
        return [Note(h.start + start, h.duration, h.pitch, h.velocity) for h in hits]

    def _leave_out(self, hit: Note) -> float:
        if hit.pitch in (DRUM_KEYS["kick"], DRUM_KEYS["kick2"]) or hit.start % 1 < 1e-6:
            return 0.0
        return 0.2 if hit.velocity <= TOUCH["g"] else 0.03

    def _tile(self, pattern: DrumPattern, length: float) -> list[Note]:
        hits: list[Note] = []
        for drum, grid in pattern.voices.items():
            for step in grid.tile(length):
                hits += _strike(drum, step.start, step.length, step.sign)
        return hits

    def _fill(self, hits: list[Note], end: float) -> list[Note]:
        fill = pick(self.rng, self.fills)
        start = end - fill.beats
        kept = [h for h in hits if not start - 1e-6 <= h.start < end - 1e-6]
        played = self._tile(fill, fill.beats)
        return kept + [Note(h.start + start, h.duration, h.pitch, h.velocity) for h in played]

    def _roll(self, hits: list[Note], length: float) -> list[Note]:
        """Replace the backbeat by a roll that goes from beats to half to quarter beats."""
        key = DRUM_KEYS[self.drums.roll or "snare"]
        kept = [h for h in hits if h.pitch != key]
        beat = 0.0
        while beat < length - 1e-6:
            share = beat / length
            kept.append(Note(beat, 0.2, key, int(56 + 56 * share)))
            beat += 1.0 if share < 0.5 else 0.5 if share < 0.75 else 0.25
        return kept


def _strike(drum: str, start: float, length: float, sign: str) -> list[Note]:
    count = _RATCHET.get(sign, 1)
    ring = _RINGING.get(drum, 0.25)
    return [
        Note(start + i * length / count, ring, DRUM_KEYS[drum], TOUCH[sign] - 8 * (i % 2))
        for i in range(count)
    ]


def orchestral(hits: list[Note], tonic: int) -> list[Note]:
    """Return hits re-keyed for an orchestral kit, whose keys 41–53 are timpani.

    Low toms become the tonic's timpano, the others the fifth's; cymbals move to the concert
    cymbals, hats to the tambourine.
    """
    home, fifth = (41 + (tonic + up - 5) % 12 for up in (0, 7))
    keys = dict.fromkeys((41, 43), home) | dict.fromkeys((45, 47, 48, 50), fifth)
    keys |= dict.fromkeys((49, 51, 53), 57) | dict.fromkeys((42, 44, 46), 54)
    return [Note(h.start, h.duration, keys.get(h.pitch, h.pitch), h.velocity) for h in hits]
