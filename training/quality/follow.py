"""Pieces at every tempo: recorded, played, and as noise; beats, chords and key of each.

The recording is the composed piece as the band plays it; the model is given the same beat, bar,
metre, tempo, chords, key, sections and activity, and one word for the style.
"""

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import SLICES
from training.band.labels import plan
from training.compose.composer import compose
from training.compose.piece import Piece
from training.data.production import MEL
from training.data.trackers import beat_scores, key_score, librosa_beats
from training.evaluate.heldout import FRAMES
from training.evaluate.ledger import Record
from training.evaluate.trackers import grid, key_name, track_key
from training.quality.chords import chord_score
from training.quality.rig import Rig
from training.quality.tasks import Kind, Task
from training.quality.tempi import PER_BIN, Wish, wishes

SECONDS = 34.0  # composed; FRAMES of them are judged
NOISES = 2  # pieces of each bin beside which noise is judged; it is all alike

Array = NDArray[np.float32]


def composed(rig: Rig, wish: Wish) -> tuple[Piece, Array]:
    """Return the piece of a wish and its first FRAMES frames of controls."""
    piece = compose(
        rig.styles[wish.style], wish.seed, seconds=SECONDS, tempo=wish.tempo, metre=wish.metre
    )
    return piece, plan(piece, FRAMES)


def score(piece: Piece, controls: Array, stems: Array) -> Record:
    """Return what is heard of ``stems`` (4, T) beside what was asked."""
    mix = stems[:, : FRAMES * MEL.hop_length].sum(axis=0)
    beats = librosa_beats(mix)
    drums = bool(controls[:, SLICES["activity"]][:, 0].mean() >= 0.5)
    asked = grid(piece.tempo, len(mix) / MEL.sample_rate)
    return {
        "drums": drums,
        "beats": np.round(beats, 3).tolist(),
        **beat_scores(asked, beats),
        **asdict(chord_score(mix, controls, piece.tempo)),
        "key": key_score(key_name(piece.tonic, piece.minor), track_key(mix)),
    }


def _about(wish: Wish) -> Record:
    return {"style": wish.style, "tempo": wish.tempo, "bin": wish.bin, "at_home": wish.at_home}


def _record(rig: Rig, wish: Wish) -> Record:
    piece, controls = composed(rig, wish)
    return _about(wish) | score(piece, controls, rig.studio.band.play(piece).stems)


def _play(rig: Rig, wish: Wish) -> Record:
    piece, controls = composed(rig, wish)
    word = rig.styles[wish.style].words.genre[0]
    mel = rig.players.student_mel(rig.steps, word, controls, wish.seed)
    return _about(wish) | score(piece, controls, rig.players.decode(mel, controls))


def _noise(rig: Rig, wish: Wish) -> Record:
    piece, controls = composed(rig, wish)
    mel = rig.players.noise_mel(wish.seed, FRAMES)
    return _about(wish) | score(piece, controls, rig.players.decode(mel, controls))


RECORDED = Kind("recorded", _record, ("styles",))
PLAYED = Kind("played", _play, ("denoiser", "vocoder", "steps", "styles"))
NOISE = Kind("noise", _noise, ("denoiser", "vocoder", "styles"))


def tasks(rig: Rig) -> list[Task]:
    """Return recordings, what is played in their place, and some noise."""
    asked = wishes(rig.styles)
    noisy = [wish for number, wish in enumerate(asked) if number % PER_BIN < NOISES]
    rows = ((RECORDED, asked), (PLAYED, asked), (NOISE, noisy))
    return [Task(kind, str(wish.seed), wish) for kind, part in rows for wish in part]
