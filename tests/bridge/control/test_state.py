"""The control state: what counts as a change, and what the model is asked for."""

import dataclasses

import pytest

from bridge.control.state import ControlState
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME, PARAMETERS, Value


def _set(state: ControlState, name: str, value: Value) -> bool:
    return state.apply(Write(BY_NAME[name], value))


def test_slow_changes_make_a_generation_and_fast_ones_do_not() -> None:
    """A fader does not make the plan stale; words do; the same words again do not."""
    state = ControlState()
    assert _set(state, "stem/drums/gain", 0.5)
    assert state.snapshot().generation == 0
    assert _set(state, "prompt/1/text", "dub")
    assert not _set(state, "prompt/1/text", "dub")
    assert state.snapshot().generation == 1


def test_without_a_change_the_snapshot_is_the_same() -> None:
    """Looking twice gives one object, so that nobody copies values that did not change."""
    state = ControlState()
    assert state.snapshot() is state.snapshot()


def test_a_snapshot_is_frozen() -> None:
    """A snapshot keeps its values when the state moves on, and cannot be written to."""
    state = ControlState()
    before = state.snapshot()
    _set(state, "tempo", 90.0)
    assert before.tempo == 120.0
    with pytest.raises(TypeError):
        before.values["tempo"] = 1.0  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.generation = 7  # type: ignore[misc]


def test_the_score_has_the_prompts_with_words_and_weight() -> None:
    """Empty text and weight zero leave a prompt out; without any there is no score."""
    state = ControlState({"prompt/1/text": "dub", "prompt/3/text": "jazz", "prompt/3/weight": 0.25})
    _set(state, "prompt/2/text", "silent")
    _set(state, "prompt/2/weight", 0.0)
    score = state.snapshot().score()
    assert score is not None
    assert score.prompts == (("dub", 1.0), ("jazz", 0.25))
    assert ControlState().snapshot().score() is None


def test_open_controls_stay_open() -> None:
    """What the performer leaves to the planner is None in the score."""
    score = ControlState({"prompt/1/text": "dub"}).snapshot().score()
    assert score is not None
    assert (score.key, score.metre, score.density) == (None, None, None)


def test_resting_stems_are_in_the_score() -> None:
    """A stem that is asked to rest is named in the score, and makes the plan stale."""
    state = ControlState({"prompt/1/text": "dub"})
    assert _set(state, "stem/lead/rest", True)
    score = state.snapshot().score()
    assert score is not None
    assert score.rests == ("lead",)
    assert state.snapshot().generation == 1


def test_stems_that_are_asked_to_play_are_in_the_score() -> None:
    """An order to play is named in the score too, and waits on its line as any slow change."""
    state = ControlState({"prompt/1/text": "dub"})
    assert _set(state, "stem/drums/play", True)
    score = state.snapshot().score()
    assert score is not None
    assert (score.plays, score.rests) == (("drums",), ())


def test_every_parameter_has_a_value() -> None:
    """A new state holds the default of each row of the table."""
    assert dict(ControlState().snapshot().values) == {p.name: p.default for p in PARAMETERS}
