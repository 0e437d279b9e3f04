"""A flood of one slow parameter: what is drawn is as much as the engine can, and the last wins."""

import json
from collections import deque

import pytest
from click.testing import CliRunner

from bridge.commands.bench_flood import command
from bridge.config import BLOCK, SAMPLE_RATE
from bridge.engine.base import EngineState
from bridge.engine.tone import ToneEngine
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.gig import Gig, Script

BUSY = 20  # blocks that an answer takes, 0.21 s
PER_BLOCK = 11  # a thousand a second


class Slow(ToneEngine):
    """Free again only some blocks after it was asked; remembers the densities."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float | None] = []

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request.score.density)
        self.state = EngineState.AWAY
        return await super().plan(request)


def test_drafts_are_as_many_as_the_engine_can_and_the_newest_is_the_last() -> None:
    """Two seconds of flood ask no more of it than it answers; then one draft, of the last value."""
    engine, blocks, values = Slow(), deque([0]), deque([0.0])
    before: list[int] = []

    def pass_block(gig: Gig) -> None:
        blocks[0] += 1
        if blocks[0] % BUSY == 0:
            engine.state = EngineState.READY

    def pour(gig: Gig) -> None:
        before.append(len(engine.asked))
        for _ in range(PER_BLOCK):
            values[0] = (values[0] + 0.618034) % 1.0
            gig.say("/mcm/density", values[0])

    times = [n * BLOCK / SAMPLE_RATE for n in range(700)]
    script: Script = dict.fromkeys(times, pass_block)
    script |= {t + 1e-4: pour for t in times if 3.0 <= t < 5.0}
    gig = Gig(7, script, bpm=120.0)
    gig.engine = gig.app._engine = engine
    gig.play()
    during = before[-1] - before[0]
    assert 0 < during <= len(before) / BUSY + 1
    after = [asked for asked in engine.asked[before[-1] :] if asked is not None]
    assert len(after) > 1 and after[1:] == pytest.approx([values[0]] * len(after[1:]), abs=1e-6)
    assert gig.app.session is not None
    assert gig.app.session._parts.agenda.changes == ()


def test_a_real_daemon_is_not_drowned() -> None:
    """By the command: few of the changes are drawn, the last one holds and is heard, none waits."""
    result = CliRunner().invoke(command, ["--seconds", "1", "--rate", "500"])
    figures = json.loads(result.stdout.splitlines()[-1])
    assert figures["newest_wins"] and figures["last_heard_ms"] is not None
    assert 0 < figures["drawn"] < figures["sent"] / 4
    assert figures["drawn_after_the_last"] <= 2
