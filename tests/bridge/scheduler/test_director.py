"""The director: one request at a time, the newest gesture next, none of them starved."""

import asyncio

from bridge.clock import OfflineClock
from bridge.config import BLOCK
from bridge.control.agenda import Agenda, Change
from bridge.control.state import ControlState
from bridge.engine import tone
from bridge.engine.tone import ToneEngine
from bridge.scheduler.director import Director
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion
from tests.bridge.helpers import run_loop, wish


class SlowEngine(ToneEngine):
    """Answers when the test lets it; ``asked`` are the seeds of all requests."""

    def __init__(self, ponder: int = 0) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.go = asyncio.Semaphore(0)
        self.ponder = ponder

    async def suggest(self, score: Score) -> Suggestion:
        for _ in range(self.ponder):
            await asyncio.sleep(0)
        return await super().suggest(score)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request.score.seed)
        await self.go.acquire()
        return tone.draw(request)


class Rig:
    def __init__(self, ponder: int = 0, engine: SlowEngine | None = None) -> None:
        self.engine, self.scheduler = engine or SlowEngine(ponder), Scheduler(wish())
        values = ControlState({"prompt/1/text": "anything"}).snapshot().values
        self.agenda = Agenda(values)
        self.director = Director(
            self.scheduler, self.engine, OfflineClock(), self.agenda, self._refused, fit_lead=False
        )

    def _refused(self, text: str) -> None:
        raise AssertionError(text)

    async def turn(self, times: int = 3) -> None:
        """Let the loop go round, the director looking each time."""
        for _ in range(times):
            self.director.poll()
            await asyncio.sleep(0)

    def say(self, seed: int) -> None:
        self.agenda.reach(self.scheduler.reach)
        self.agenda.add(Change(self.scheduler.reach, {"seed": seed}))

    async def begin(self) -> None:
        """Have all music planned."""
        self.engine.go.release()
        await self.turn(9)
        self.scheduler.read(BLOCK)
        assert self.scheduler.next_draft() is None
        self.engine.asked.clear()


def test_while_one_is_drawn_the_newest_of_a_hundred_waits_alone() -> None:
    """A hundred gestures during a request lead to one more request, for the last of them."""

    async def gig() -> None:
        rig = Rig()
        await rig.begin()
        for seed in range(1, 101):
            rig.say(seed)
            await rig.turn()
        for _ in range(5):
            rig.engine.go.release()
            await rig.turn(9)
        assert rig.engine.asked == [1, 100, 100]  # the last extends the plan
        await rig.director.stop()

    run_loop(gig())


def test_gestures_faster_than_the_planner_do_not_keep_it_from_drawing() -> None:
    """With a new gesture at every look, requests still go out, each for a newer one."""

    async def gig() -> None:
        rig = Rig(ponder=5)
        await rig.begin()
        for seed in range(1, 200):
            rig.say(seed)
            rig.engine.go.release()
            await rig.turn(1)
        assert len(rig.engine.asked) > 10
        assert rig.engine.asked == sorted(rig.engine.asked)
        await rig.director.stop()

    run_loop(gig())


class Dying(SlowEngine):
    """Its socket is closed while a request is being sent."""

    async def plan(self, request: PlanRequest) -> PlanChunk:
        if not self.asked:
            self.asked.append(request.score.seed)
            raise asyncio.CancelledError
        return await super().plan(request)


def test_a_request_that_goes_down_with_the_engine_ends_nothing() -> None:
    """A send that is cancelled from below is like an answer that never came: it is asked again."""

    async def scenario() -> None:
        rig = Rig(engine=Dying())
        await rig.turn(9)
        await rig.begin()
        await rig.director.stop()

    run_loop(scenario())
