"""Many requests answered together: each answer is the one it would have had alone."""

import numpy as np
import pytest

from musiccm import crowd
from musiccm.errors import PromptError
from musiccm.performer import Performer
from musiccm.render import Grid
from musiccm.request import CONTEXT_FRAMES, PlanRequest, Score
from tests.musiccm import tiny

GRID = Grid(120.0, 93.75)


@pytest.fixture(scope="module")
def performer() -> Performer:
    """A performer with tiny random weights."""
    return tiny.performer()


def _request(performer: Performer, seed: int, n: int = 64, **changes: object) -> PlanRequest:
    score = Score((("house", 1.0),), seed=seed, **changes)  # type: ignore[arg-type]
    begun = GRID.beats(0, CONTEXT_FRAMES)
    context = performer.plan(PlanRequest(score, 0, begun)).mel
    return PlanRequest(score, CONTEXT_FRAMES, GRID.beats(CONTEXT_FRAMES, n), context, begun)


def test_together_they_sound_as_alone(performer: Performer) -> None:
    """Seeds, steps, lengths and a first window mixed: answers in order, as each alone."""
    requests = [
        _request(performer, 1),
        _request(performer, 2, 128),
        _request(performer, 3, steps=2),
        PlanRequest(Score((("house", 1.0),), seed=4, guidance=0.5), 0, GRID.beats(0, 128)),
        _request(performer, 5),
    ]
    for request, chunk in zip(requests, crowd.plan_all(performer, requests), strict=True):
        alone = performer.plan(request)
        assert (chunk.start, chunk.audio_start) == (alone.start, alone.audio_start)
        assert np.abs(chunk.mel.astype(float) - alone.mel.astype(float)).mean() < 0.01
        assert chunk.audio.shape == alone.audio.shape
        error = np.square(chunk.audio - alone.audio).mean()
        assert error <= 1e-3 * np.square(alone.audio).mean()


def test_equal_shapes_are_drawn_in_one_pass(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three players cost as many calls of the network as one, with three items each."""
    calls, network = [], performer.network
    monkeypatch.setattr(
        performer, "network", lambda x, *rest: (calls.append(len(x)), network(x, *rest))[1]
    )
    requests = [PlanRequest(Score((("a", 1.0),), seed=n), 0, GRID.beats(0, 64)) for n in range(3)]
    crowd.sketch_all(performer, requests)
    assert calls == [3] * Score(()).steps


def test_one_bad_request_is_told_before_anything_is_drawn(performer: Performer) -> None:
    """The error is the one it would have had alone."""
    good = PlanRequest(Score((("a", 1.0),)), 0, GRID.beats(0, 64))
    with pytest.raises(PromptError, match="frames"):
        crowd.plan_all(performer, [good, PlanRequest(good.score, 3, good.beats)])


def test_a_long_canvas_is_drawn_by_itself(performer: Performer) -> None:
    """What one window does not hold is answered as alone, sample for sample."""
    request = PlanRequest(Score((("a", 1.0),), steps=1), 0, GRID.beats(0, 1600))
    (sketch,) = crowd.sketch_all(performer, [request])
    assert np.array_equal(sketch.canvas, performer.sketch(request).canvas)
