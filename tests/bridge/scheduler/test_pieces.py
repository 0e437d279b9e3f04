"""Answers in pieces: the nearest is heard early, and the music is that of the whole."""

import asyncio
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bridge.config import BLOCK, SAMPLE_RATE
from bridge.engine import tone
from bridge.scheduler.draft import Draft
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.helpers import fill, play, run_loop, wish
from tests.bridge.scheduler.test_director import Rig, SlowEngine


def _take(scheduler: Scheduler, draft: Draft, pieces: Iterator[PlanChunk]) -> None:
    assert scheduler.accept(draft, next(pieces))
    for rest in pieces:
        scheduler.append(draft, rest)


def _gig(in_pieces: bool) -> NDArray[np.float32]:
    """Play with three gestures; return all audio."""
    scheduler, blocks = Scheduler(wish()), []
    for seed in range(1, 4):
        blocks.append(play(scheduler, 1.7))
        scheduler.wish(wish(100.0 + seed, seed=seed))
        draft = scheduler.next_draft()
        assert draft is not None and draft.request.heard is not None
        if in_pieces:
            _take(scheduler, draft, tone.pieces(draft.request))
        else:
            assert scheduler.accept(draft, tone.draw(draft.request))
    return np.concatenate([*blocks, play(scheduler, 9)], axis=1)


def test_pieces_play_as_the_whole_does() -> None:
    """With the answers to gestures cut in pieces, every sample is that of whole answers."""
    assert np.array_equal(_gig(in_pieces=True), _gig(in_pieces=False))


def test_an_extension_comes_whole() -> None:
    """What is not soon to be heard is asked for at once: `render` decodes it so too."""
    scheduler = Scheduler(wish())
    draft = scheduler.next_draft()
    while draft:
        assert draft.request.heard is None
        scheduler.accept(draft, tone.draw(draft.request))
        draft = scheduler.next_draft()


def _half_told() -> tuple[Scheduler, Draft, Iterator[PlanChunk]]:
    """Return a scheduler that has the nearest piece of an answer, and the pieces to come."""
    scheduler = Scheduler(wish())
    play(scheduler, 5.5)
    scheduler.wish(wish(intensity=1.0))
    draft = scheduler.next_draft()
    assert draft is not None
    pieces = tone.pieces(draft.request)
    assert scheduler.accept(draft, next(pieces))
    return scheduler, draft, pieces


def test_where_the_rest_stays_away_the_loop_begins() -> None:
    """An engine that dies between two pieces leaves no gap."""
    scheduler, _, _ = _half_told()
    audio = play(scheduler, 3, engine=False)
    assert scheduler.looping and scheduler.fallbacks == 1
    assert np.sqrt(np.square(audio).sum(0).reshape(-1, BLOCK).mean(1)).min() > 1e-3
    assert fill(scheduler) > 0


def test_a_rest_that_comes_late_ends_the_loop() -> None:
    """It is heard from the playhead on, at its own place."""
    scheduler, draft, pieces = _half_told()
    play(scheduler, 2, engine=False)
    assert scheduler.looping
    rest = next(pieces)
    scheduler.append(draft, rest)
    assert not scheduler.looping
    begun = scheduler.playhead - rest.audio_start
    later = play(scheduler, 0.5)
    n = later.shape[1] - SAMPLE_RATE // 10
    assert np.array_equal(later[:, -n:], rest.audio[:, begun:][:, : later.shape[1]][:, -n:])


def test_a_nearest_piece_that_is_all_but_over_waits_for_the_rest() -> None:
    """Of what would end within a token nothing is spliced: the loop would begin in between."""
    scheduler = Scheduler(wish())
    play(scheduler, 5.5)
    scheduler.wish(wish(seed=3))
    draft = scheduler.next_draft()
    assert draft is not None
    nearest, rest = tone.pieces(draft.request)
    while scheduler.playhead < rest.audio_start - 4 * BLOCK:
        scheduler.read(BLOCK)
    assert scheduler.accept(draft, nearest) is None
    assert scheduler.accept(draft, nearest.joined(rest)) is not None
    assert scheduler.fallbacks == 0


class Piecewise(SlowEngine):
    """Answers in pieces, each when the test lets it."""

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.coming = tone.pieces(request)
        self.asked.append(request.score.seed)
        return await self.rest()

    async def rest(self) -> PlanChunk:
        await self.go.acquire()
        return next(self.coming)


def test_the_nearest_piece_is_planned_before_the_rest_is_there() -> None:
    """The director hands on what has come, and asks for nothing else until all has."""

    async def gig() -> None:
        rig = Rig(engine=Piecewise())
        await rig.begin()
        end = rig.scheduler.ahead
        rig.say(7)
        rig.engine.go.release()
        await rig.turn(9)
        assert rig.engine.asked == [7]
        assert rig.scheduler.ahead < SAMPLE_RATE
        rig.engine.go.release()
        await rig.turn(9)
        assert rig.scheduler.ahead > SAMPLE_RATE and rig.scheduler.fallbacks == 0
        assert abs(rig.scheduler.ahead - end) < 6 * SAMPLE_RATE
        await rig.director.stop()
        await asyncio.sleep(0)

    run_loop(gig())
