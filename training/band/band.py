"""The band plays a piece: notes → four mono stems at 48 kHz."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.mel import MelConfig
from training.band.drum_machine import play_machine
from training.band.effects import EFFECTS, SAMPLE_RATE, Audio, duck
from training.band.instruments import Instrument, instrument
from training.band.mixer import active_spans, finish, mix_stem, set_level
from training.band.sampler import Sampler
from training.band.soundfont import Event, SoundFontPlayer, find_soundfont
from training.band.synth import play_synth
from training.compose.piece import Note, Piece

HOP = MelConfig().hop_length
KICKS = (35, 36)
EARLY = 0.06  # beats that human timing may come before its section


@dataclass(frozen=True)
class Performance:
    """A played piece: ``stems`` (4, T) float32 with T a multiple of the hop, and what was played.

    ``onsets`` are the starts in seconds of the notes of each stem.
    """

    stems: NDArray[np.float32]
    onsets: dict[str, NDArray[np.float64]]
    instruments: dict[str, list[str]]

    @property
    def n_frames(self) -> int:
        """Number of mel frames."""
        return self.stems.shape[1] // HOP


def n_samples_of(piece: Piece) -> int:
    """Length of the piece in samples, rounded up to a whole hop."""
    return -(-round(piece.beats * 60 / piece.tempo * SAMPLE_RATE) // HOP) * HOP


def audible(notes: list[Note], spans: list[tuple[float, float]]) -> list[Note]:
    """Return the notes that start in a span (beats), cut at its end."""
    kept = []
    for note in sorted(notes, key=lambda n: n.start):
        for start, stop in spans:
            if start - EARLY <= note.start < stop - 0.02:
                duration = min(note.duration, stop - note.start)
                kept.append(Note(max(note.start, 0.0), duration, note.pitch, note.velocity))
                break
    return kept


class Band:
    """Plays pieces, one at a time. Loads the SoundFont when an instrument first asks for it.

    Raises
    ------
    SoundFontMissing
        Then, when no SoundFont can be found.
    """

    def __init__(self, soundfont: Path | None = None) -> None:
        self.soundfont = soundfont

    @cached_property
    def player(self) -> SoundFontPlayer:
        """The loaded SoundFont."""
        return SoundFontPlayer(find_soundfont(self.soundfont))

    @cached_property
    def sampler(self) -> Sampler:
        """The sampler over the SoundFont."""
        return Sampler(self.player)

    def play(self, piece: Piece) -> Performance:
        """Render the four stems of ``piece``."""
        n_samples = n_samples_of(piece)
        rng = np.random.default_rng((piece.seed, 7))
        parts = _gather(piece)
        per_beat = 60 / piece.tempo * SAMPLE_RATE
        kicks = _kicks(parts["drums"], per_beat)
        stems = np.zeros((len(STEMS), n_samples), np.float32)
        for row, stem in zip(stems, STEMS, strict=True):
            stops = [round(stop * per_beat) for _, stop in active_spans(piece, stem)]
            for name, notes in parts[stem].items():
                row += self._part(instrument(name), notes, per_beat, stops, kicks, n_samples)
            row[:] = mix_stem(stem, row, float(rng.uniform(-2, 2)))
        onsets = {s: _onsets(parts[s], piece.tempo) for s in STEMS}
        return Performance(finish(piece, stems), onsets, {s: list(parts[s]) for s in STEMS})

    def _part(
        self,
        inst: Instrument,
        notes: list[Note],
        per_beat: float,
        stops: list[int],
        kicks: NDArray[np.int64],
        n_samples: int,
    ) -> Audio:
        x = self._dry(inst, _events(inst, notes, per_beat), stops, n_samples)
        for name, amount in inst.effects:
            x = EFFECTS[name](x, amount)
        x = set_level(x, -20.0 + inst.gain)
        return duck(x, kicks, inst.duck) if inst.duck and len(kicks) else x

    def _dry(
        self, inst: Instrument, events: list[Event], stops: list[int], n_samples: int
    ) -> Audio:
        if inst.sampled:
            return self.sampler.play(inst, events, n_samples)
        if inst.voice is None:
            return self.player.play(inst, events, stops, n_samples)
        if "machine" in inst.voice:
            return play_machine(inst.voice["machine"], events, n_samples)
        return play_synth(inst.voice, inst.in_range, events, n_samples)


def _gather(piece: Piece) -> dict[str, dict[str, list[Note]]]:
    """Return stem → instrument → audible notes; parts of one instrument are joined."""
    gathered: dict[str, dict[str, list[Note]]] = {stem: defaultdict(list) for stem in STEMS}
    for part in piece.parts:
        notes = audible(list(part.notes), active_spans(piece, part.stem))
        if notes:
            gathered[part.stem][part.instrument] += notes
    return {stem: dict(parts) for stem, parts in gathered.items()}


def _events(inst: Instrument, notes: list[Note], per_beat: float) -> list[Event]:
    drums = inst.stem == "drums"
    return [
        Event(
            round(note.start * per_beat),
            round((note.start + note.duration) * per_beat),
            note.pitch if drums else inst.in_range(note.pitch),
            note.velocity / 127,
        )
        for note in notes
    ]


def _kicks(drums: dict[str, list[Note]], per_beat: float) -> NDArray[np.int64]:
    """Sample positions of the kicks of kits that duck others."""
    starts = [
        round(note.start * per_beat)
        for name, notes in drums.items()
        if instrument(name).ducks
        for note in notes
        if note.pitch in KICKS
    ]
    return np.array(sorted(starts), np.int64)


def _onsets(parts: dict[str, list[Note]], tempo: float) -> NDArray[np.float64]:
    starts = [note.start for notes in parts.values() for note in notes]
    return np.sort(np.array(starts, np.float64)) * 60 / tempo
