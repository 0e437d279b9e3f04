"""Scales and the performer's chords in the controls."""

import numpy as np
import pytest

from musiccm.controls import SCALES, SLICES
from musiccm.harmony import into_scale, is_minor
from musiccm.planner import Planner
from musiccm.request import Score
from tests.musiccm.test_planner import HOUSE, beats
from tests.musiccm.tiny import TABLE

SCORE = Score(prompts=(("house", 1.0),), seed=3, key="A", metre="4/4")
PROGRESSION = (((9, 0, 4), 1.0), ((5, 9, 0), 0.5), ((7, 11, 2), 0.5))


def _chroma(score: Score, position: np.ndarray) -> np.ndarray:
    return Planner(TABLE, 93.75).controls(score, HOUSE, position)[:, SLICES["chord_chroma"]]


def _with(**changes: object) -> Score:
    return Score(**{**SCORE.__dict__, **changes})


def test_a_progression_begins_on_its_line_and_repeats() -> None:
    """Before its line the planner's chords stay; from it on the chords follow by their bars."""
    position = beats(0, 4000)
    ours = _chroma(_with(chords=PROGRESSION, chords_from=8.0), position)
    assert np.array_equal(ours[position < 8], _chroma(SCORE, position)[position < 8])
    for n, row in enumerate(ours[position >= 8]):
        bar = (position[position >= 8][n] - 8.0) / 4 % 2
        pitches = PROGRESSION[0 if bar < 1 else 1 if bar < 1.5 else 2][0]
        assert set(np.flatnonzero(row)) == set(pitches)


def test_a_held_chord_is_one_chord_for_ever() -> None:
    """A single chord has its root and its notes in every frame."""
    controls = Planner(TABLE, 93.75).controls(
        _with(chords=(((2, 5, 9), 1.0),)), HOUSE, beats(0, 900)
    )
    assert (controls[:, SLICES["chord_root"]].argmax(axis=1) == 2).all()
    assert (controls[:, SLICES["chord_chroma"]].sum(axis=1) == 3).all()


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_holds_all_of_the_planners_chords(scale: str) -> None:
    """No chord has a note outside of the scale, and the key's mode is that of its third."""
    score = _with(scale=scale)
    heard = np.flatnonzero(_chroma(score, beats(0, 3000)).any(axis=0))
    assert set(heard) <= {(9 + step) % 12 for step in SCALES[scale]}
    key = Planner(TABLE, 93.75).choose(score, HOUSE).key
    assert (key.tonic, key.minor) == (9, is_minor(scale))


def test_the_nearest_note_of_the_scale_is_taken() -> None:
    """Notes of the scale stay; of two neighbours the lower one is taken."""
    assert into_scale((0, 1, 6, 10), 0, "major") == (0, 0, 5, 9)
    assert into_scale((0, 1), 0, None) == (0, 1)
