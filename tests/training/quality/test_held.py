"""Held chords: what is asked, what counts as an answer."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from musiccm.controls import N_CHANNELS, SLICES
from musiccm.request import CONTEXT_FRAMES, Score
from tests.musiccm import tiny
from tests.training.quality.rigs import rig
from training.data.production import MEL
from training.quality.held import BEATS, CASES, _answers, _change, goals, summarise, tasks, text
from training.quality.turn import Opening, cross


def _chord(*pitches: int) -> np.ndarray:
    return np.isin(np.arange(12), pitches).astype(np.float32)


def test_every_style_is_asked_for_triads_of_both_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many recordings as held chords; all roots, majors and minors, no seed twice."""
    asked = [t.ask for t in tasks(rig(tmp_path, monkeypatch)) if t.kind.name == "held"]
    assert len(asked) == len({case.seed for case in asked}) == CASES
    assert {case.chord[0] for case in asked} == set(range(12))
    thirds = [(case.chord[1] - case.chord[0]) % 12 for case in asked]
    assert set(thirds) == {3, 4} and min(thirds.count(3), thirds.count(4)) > CASES / 3


def test_a_chord_that_sounds_answers() -> None:
    """Four seconds of C major answer to C major, in the first beat and after, not to E major."""
    t = np.arange(4 * MEL.sample_rate) / MEL.sample_rate
    tones = [np.sin(2 * np.pi * 261.63 * 2 ** (step / 12) * t) for step in (0, 4, 7)]
    mix = (0.1 * np.sum(tones, axis=0)).astype(np.float32)
    assert _answers(mix, _chord(0, 4, 7), 120.0) == {"first": True, "bar": True}
    assert _answers(mix, _chord(4, 8, 11), 120.0) == {"first": False, "bar": False}


def test_a_recorded_case_is_a_chord_that_begins_and_lasts() -> None:
    """The first change late enough after which the same chord holds; None where there is none."""
    frames = round(12 * MEL.frame_rate)
    controls = np.zeros((frames, N_CHANNELS), np.float32)
    controls[:, SLICES["activity"]] = 1
    beat = np.arange(frames) / MEL.frame_rate * 2
    for begin, root in ((0, 0), (8, 5), (10, 7), (12, 2)):
        rows = controls[beat >= begin]
        rows[:, SLICES["chord_chroma"]] = _chord(root, root + 4, root + 7)
        controls[beat >= begin] = rows
    assert _change(controls, 120.0) == 12
    assert _change(controls[: round(7 * MEL.frame_rate)], 120.0) is None
    assert BEATS == 4


def test_both_sides_meet_on_the_line() -> None:
    """What comes before the line is what the first score plays; both sides are whole."""
    performer, score = tiny.performer(), Score((("house", 1.0),), seed=3, steps=1)
    opening = Opening.of(performer, score)
    line = opening.beat + 8
    before, after = cross(performer, opening, line, (score, score), CONTEXT_FRAMES)
    begun = opening.frame * MEL.hop_length
    assert before.shape == (4, round(line * 60 / opening.bpm * MEL.sample_rate) - begun)
    assert after.shape[1] > 4 * MEL.sample_rate


def _rows(first: bool) -> dict[str, Any]:
    return {"style": "a", "first": first, "bar": True}


@pytest.mark.parametrize("answers", [True, False])
def test_the_recordings_are_the_ceiling(answers: bool) -> None:
    """The goal is a part of what recordings give; styles without a chord to hear are left out."""
    none = {"style": "b", "first": None, "bar": None}
    held = {**_rows(answers), "before": {"first": False, "bar": False}}
    found = summarise({"held": [held], "written": [_rows(True), none]})
    assert found["recorded (ceiling)"]["cases"] == 1
    assert [goal.reached for goal in goals(found)] == [answers, True]
    assert "| held | 1 |" in text(found)
