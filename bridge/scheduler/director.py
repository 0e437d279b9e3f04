"""Between the plan and the engine: one request at a time, its time measured, its failures borne."""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from bridge.clock import Clock
from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.control.agenda import Agenda, Line
from bridge.engine.base import Engine, EngineState
from bridge.engine.check import check
from bridge.errors import EngineDown, EngineError, StartupError
from bridge.scheduler.draft import Draft
from bridge.scheduler.ladder import Ladder
from bridge.scheduler.programme import Cue, Programme, Wish
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import PlanChunk, PlanRequest, Score

NEAREST_SHARE = 0.25  # of the decoding of an answer goes into its nearest piece, at most
RETRY_SECONDS = 1.0  # after a refusal
SUGGESTIONS = 64  # of the planner that are remembered

BEATS_PER_BAR = {"4/4": 4, "3/4": 3, "6/8": 2}  # felt beats

log = logging.getLogger("musiccm.plan")


class Director:
    """Turns the agenda into drafts for the engine, and its chunks into music. On the loop thread.

    ``fit_lead`` lets the splice of a gesture come as early as the engine's recent answers allow;
    under the offline clock it is off, so that the same gestures give the same samples.
    ``on_refusal`` is told why the engine refused a request, ``on_heard`` which parameters have been
    drawn and from which sample of the music on they are heard.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        engine: Engine,
        clock: Clock,
        agenda: Agenda,
        on_refusal: Callable[[str], None],
        fit_lead: bool = True,
    ) -> None:
        self._scheduler, self._engine, self._clock = scheduler, engine, clock
        self._agenda = agenda
        self._on_refusal, self._fit_lead = on_refusal, fit_lead
        if fit_lead:
            scheduler.lead.hurry()
        self.hurried = False  # what is wanted now is on its way
        self.on_heard: Callable[[tuple[str, ...], int], None] = _nobody_listens
        self.wake: Callable[[], None] = _nobody_sleeps  # told when an answer was dealt with
        self.located: Callable[[Score], Score] = lambda score: score  # with its sounds' paths
        self._task: asyncio.Task[Any] | None = None
        self._seconds: deque[float] = deque(maxlen=64)
        self._music: deque[float] = deque(maxlen=64)  # seconds of it in the same answers
        self._not_before = 0.0
        self._ladder = Ladder()
        self._told = agenda.version  # the version that the scheduler follows
        self._bars: dict[object, int] = {}
        self._swaps, self._swap_line = 0, (0.0, 0.0)

    async def take_over(self, when: str) -> None:
        """Let what the engine has loaded go on with the music, from the next line of ``when`` on.

        Between two requests; what is planned plays until then. Raises StartupError.
        """
        while self._task:
            await asyncio.wait([self._task])
            self._drop_finished()
        adoption = asyncio.create_task(self._adopt(when))
        self._task = adoption
        if trouble := await adoption:
            raise StartupError(trouble)

    async def _adopt(self, when: str) -> str:
        """Go over; return what is wrong, "" for nothing."""
        before = self._engine.about.get("mel")
        try:
            await self._engine.adopt()
        except StartupError as error:
            return str(error)
        if self._engine.about.get("mel") != before:
            self._scheduler.forget_past()
        self._swaps += 1
        self._swap_line = self._scheduler.line(when)
        self._bars.clear()
        self._told = -1  # all is to be asked again
        return ""

    def _drop_finished(self) -> None:
        if self._task and self._task.done():
            task, self._task = self._task, None
            self.hurried = False
            self._conclude(task)

    def poll(self) -> None:
        """Start the next request if there is one and the engine is free. Never waits."""
        self._drop_finished()
        rested = self._clock.now() >= self._not_before
        if self._task is None and rested and self._engine.state is EngineState.READY:
            self._task = self._next()
            if self._task:
                self._task.add_done_callback(lambda task: self.wake())

    def _conclude(self, task: asyncio.Task[Any]) -> None:
        """Raise what went wrong in an unforeseen way.

        A socket that is closed because the engine has died cancels what was being sent: that ends
        the request, and must not end the daemon.
        """
        if task.cancelled():
            log.info("the request went down with the engine")
        else:
            task.result()

    def _next(self) -> asyncio.Task[None] | None:
        self._agenda.reach(self._scheduler.reach, self._scheduler.line_reach)
        if self._agenda.version != self._told:
            return asyncio.create_task(self._follow())
        draft = self._next_draft()
        return asyncio.create_task(self._draw(draft)) if draft else None

    def _next_draft(self) -> Draft | None:
        draft = self._scheduler.next_draft()
        as_asked = draft is None or draft.cue is None  # as far as the plan goes
        if as_asked and not self._scheduler.held:
            self._agenda.confirm(self._told, self._scheduler.end)
        return draft

    async def settle(self) -> None:
        """Wait until nothing more is to be planned, or the engine is gone (offline clock only)."""
        self.poll()
        while self._task:
            await asyncio.wait([self._task])
            self.poll()

    async def stop(self) -> None:
        """Let go of the request on its way."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def steps(self) -> tuple[int, int]:
        """The consistency steps that are drawn now, and those that are asked for."""
        asked = int(self._agenda.picture(self._scheduler.beat)["steps"] or 0)
        return self._ladder.steps(asked), asked

    def percentiles(self) -> tuple[float, float]:
        """Return the median and the 95th percentile of the engine's answers, in seconds."""
        if not self._seconds:
            return 0.0, 0.0
        p50, p95 = np.percentile(self._seconds, (50, 95))
        return float(p50), float(p95)

    @property
    def budget(self) -> float:
        """The seconds of music in a recent answer (median): what drawing one may take."""
        return float(np.median(self._music)) if self._music else 0.0

    @property
    def load(self) -> float:
        """The seconds that the engine takes for a second of music, over the recent answers."""
        return sum(self._seconds) / sum(self._music) if self._music else 0.0

    async def _follow(self) -> None:
        """Tell the scheduler what is asked now, and draw what that changes first.

        Both at once: gestures that come faster than the engine answers must not keep it from
        drawing.
        """
        version, lines = self._agenda.version, self._agenda.lines(self._scheduler.reach)
        self.hurried = True
        try:
            cues = [await self._cue(line) for line in lines]
        except EngineDown as error:
            log.info("%s", error)
            return
        except EngineError as error:
            self._told = version
            self._agenda.confirm(version, math.inf)
            self._on_refusal(str(error))
            return
        self._told = version
        known = tuple(cue for cue in cues if cue)
        if known:
            self._scheduler.follow(self._swapped(Programme(known)))
            if draft := self._next_draft():
                await self._draw(draft)

    async def _cue(self, line: Line) -> Cue | None:
        """Return a line's cue, with the bar that the planner would choose for it."""
        score, picture = line.picture.score(), line.picture
        if score is None:
            return None
        score = self.located(score)
        wish = Wish(
            score,
            picture.tempo,
            await self._beats_per_bar(score),
            float(picture["transport/glide"] or 0.0),
            picture.rewinds,
        )
        return Cue(line.beat, wish, line.grid, line.rewind, line.past)

    def _swapped(self, programme: Programme) -> Programme:
        """Return a programme in which the newest checkpoint plays from its line on."""
        if not self._swaps:
            return programme
        beat, grid = self._swap_line
        cues = [_played_by(cue, self._swaps - (cue.beat < beat)) for cue in programme.cues]
        if cues[0].beat < beat and all(cue.beat != beat for cue in cues):
            held = replace(programme.at(beat), beat=beat, grid=grid, rewind=0.0, past=None)
            cues.append(_played_by(held, self._swaps))
        return Programme(tuple(sorted(cues, key=lambda cue: cue.beat)))

    async def _beats_per_bar(self, score: Score) -> int:
        if score.metre is not None:
            return BEATS_PER_BAR[score.metre]
        asked = score.prompts, score.seed
        if asked not in self._bars:
            bars = (await self._engine.suggest(score)).beats_per_bar
            self._bars = {**dict(list(self._bars.items())[-SUGGESTIONS:]), asked: bars}
        return self._bars[asked]

    async def _draw(self, draft: Draft) -> None:
        begun, request = self._clock.now(), self._fitted(draft.request)
        self.hurried = draft.cue is not None and not draft.on_line
        try:
            chunk = check(await self._engine.plan(request), request)
            ready = self._clock.now() - begun
            chunk = await self._take(draft, chunk)
        except EngineDown as error:
            log.info("%s", error)  # the engine itself has said so
        except EngineError as error:
            self._scheduler.refuse(draft)
            self._agenda.confirm(self._told, math.inf)
            self._not_before = self._clock.now() + RETRY_SECONDS
            self._on_refusal(str(error))
        else:
            spent = self._clock.now() - begun
            if draft.request.context is not None:  # the first is twice as long as any other
                self._measure(chunk, ready, spent)
                self._climb(draft, chunk, spent)

    def _fitted(self, request: PlanRequest) -> PlanRequest:
        """Return a request with as many steps as the engine can keep up with."""
        steps = self._ladder.steps(request.score.steps)
        return replace(request, score=replace(request.score, steps=steps))

    def _climb(self, draft: Draft, chunk: PlanChunk, spent: float) -> None:
        """Step down or up the ladder, as the answer's time tells."""
        music = len(draft.request.beats) * HOP_LENGTH / SAMPLE_RATE
        asked = draft.request.score.steps
        if said := self._ladder.note(asked, spent, music, chunk.seconds):
            log.warning("%s", said)

    async def _take(self, draft: Draft, chunk: PlanChunk) -> PlanChunk:
        """Splice in what has come, then what comes after it; return all of it."""
        at = self._scheduler.accept(draft, chunk)
        self._note(draft, at)
        while chunk.more:
            rest = check(await self._engine.rest(), draft.request)
            chunk = chunk.joined(rest)
            if at is None:  # the nearest piece came too late
                at = self._scheduler.accept(draft, chunk)
                self._note(draft, at)
            else:
                self._scheduler.append(draft, rest)
        return chunk

    def _note(self, draft: Draft, at: int | None) -> None:
        """Tell the agenda from which beat on the draft is heard."""
        self.hurried &= at is None
        if draft.cue and at is not None:
            heard = draft.beat if at == draft.at else self._scheduler.tempo.beat(at)
            names = self._agenda.settle(self._told, draft.beat, heard)
            if names:
                self.on_heard(names, at - draft.fade // 2 if draft.on_line else at)

    def _measure(self, chunk: PlanChunk, ready: float, spent: float) -> None:
        """Note how long the answer took, and fit the lead to when its first piece is ready.

        What comes at once would have had most of its decoding after that piece.
        """
        self._seconds.append(spent)
        self._music.append(chunk.audio.shape[1] / SAMPLE_RATE)
        if ready == spent:
            ready -= (1 - NEAREST_SHARE) * chunk.seconds.get("vocoder", 0.0)
        if self._fit_lead:
            self._scheduler.lead.note(ready, spent)


def _nobody_listens(names: tuple[str, ...], sample: int) -> None:
    """There are no subscribers yet."""


def _nobody_sleeps() -> None:
    """Somebody polls again and again."""


def _played_by(cue: Cue, swaps: int) -> Cue:
    return replace(cue, wish=replace(cue.wish, swaps=swaps))
