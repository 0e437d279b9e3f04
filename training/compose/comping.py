"""Harmony: comping rhythms, arpeggios, strums and held chords over led voicings."""

import numpy as np

from training.compose.form import Span
from training.compose.grid import Step
from training.compose.piece import Note
from training.compose.streams import Chooser, pick
from training.compose.style import Layer, Pattern
from training.compose.timeline import Sounding, Timeline
from training.compose.voicing import Voicing, voice_all

ANTICIPATION = 0.5
TOUCH = {"X": 104, "x": 92, "o": 76, "g": 52, "b": 92, "c": 80, "u": 72, "d": 90}


class Comper:
    """Plays one harmony layer of a piece."""

    def __init__(
        self, layer: Layer, metre: str, tempo: float, timeline: Timeline, rng: np.random.Generator
    ) -> None:
        self.layer, self.rng, self.timeline = layer, rng, timeline
        self.patterns = layer.patterns[metre]
        self.strum = layer.strum * tempo / 60_000
        self.voicings = voice_all(timeline, layer)
        self._choose = Chooser([p.energy for p in self.patterns], rng)

    def play(self, span: Span) -> list[Note]:
        """Return the notes of a section."""
        grid = self._pattern(span).grid
        assert grid is not None  # only a bass may follow the kick
        notes: list[Note] = []
        for step in grid.tile(span.section.duration):
            notes += self._step(step, span.section.start + step.start)
        return notes

    def _pattern(self, span: Span) -> Pattern:
        return self.patterns[self._choose(span.section.intensity + 0.2 * span.second)]

    def _step(self, step: Step, start: float) -> list[Note]:
        """Strike, and strike again wherever the chord changes under a held note."""
        end = start + step.length * (self.layer.gate if step.length < 2 else 0.97)
        chord = self.timeline.meant(start, step.length, ANTICIPATION)
        notes: list[Note] = []
        while True:
            stop = min(end, chord.end)
            if stop - start > 0.05 or not notes:
                notes += self._strike(step.sign, start, max(stop - start, 0.05), chord)
            if end <= chord.end + 0.05 or chord is self.timeline.chords[-1]:
                return notes
            start, chord = chord.end, self.timeline.at(chord.end)

    def _strike(self, sign: str, start: float, length: float, chord: Sounding) -> list[Note]:
        voicing = self.voicings[self.timeline.index(chord.start)]
        if sign.isdigit():
            index = int(sign) - 1
            pitch = voicing[index % len(voicing)] + 12 * (index // len(voicing))
            return [Note(start, length, pitch, 96 if start % 1 < 1e-6 else 84)]
        chosen = self._voices(sign, voicing)
        accent = 6 if start % 1 < 1e-6 else 0
        delay = self.strum * (0.6 if sign == "u" else 1.0)
        return [
            Note(start + i * delay, max(length - i * delay, 0.05), p, TOUCH[sign] + accent - 2 * i)
            for i, p in enumerate(chosen)
        ]

    def _voices(self, sign: str, voicing: Voicing) -> Voicing:
        if sign == "b":
            return voicing[:1]
        if sign == "c":
            return voicing[1:]
        if sign == "u":
            return voicing[::-1][:3]
        return voicing


def draw_layers(layers: tuple[Layer, ...], rng: np.random.Generator) -> list[tuple[Layer, str]]:
    """Choose which layers a piece has (the first always) and their instruments."""
    drawn = [(layer, rng.random(), pick(rng, layer.instruments)) for layer in layers]
    return [(la, name) for i, (la, u, name) in enumerate(drawn) if i == 0 or u < la.chance]
