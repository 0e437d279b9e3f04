"""Another checkpoint while the music plays: loaded beside the present one, let in on a line."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bridge.control.agenda import Agenda
from bridge.engine.base import Engine
from bridge.errors import EngineError, StartupError
from bridge.protocol.messages import Call
from bridge.scheduler.director import Director
from bridge.scheduler.gestures import when_of
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import EXTEND_FRAMES, PlanRequest, Score

COMMANDS = ("model/load", "model/list")


class Parts(Protocol):
    """What is needed of a session's parts."""

    agenda: Agenda
    engine: Engine
    scheduler: Scheduler
    director: Director


class Models:
    """Does the commands of the model. On the loop thread.

    ``on_change`` is told what the checkpoint that has taken over does not hear.
    """

    def __init__(self, parts: Parts, on_change: Callable[[tuple[str, ...]], None]) -> None:
        self._parts, self._on_change = parts, on_change
        self._jobs: set[asyncio.Task[str]] = set()

    def call(self, call: Call) -> "asyncio.Task[str]":
        """Do one of COMMANDS; the task's result is for /mcm/done, its error for /mcm/fail."""
        if call.name == "model/list":
            work = self._list()
        else:
            work = self._load(str(call.rest[0]), when_of(call.rest[1:]) or "bar")
        job = asyncio.create_task(work)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    async def _list(self) -> str:
        return ", ".join(self._parts.engine.models())

    async def _load(self, name: str, when: str) -> str:
        p = self._parts
        score = p.agenda.picture(p.scheduler.beat).score()
        if score is None:
            raise StartupError("a prompt needs words first")
        await p.engine.load(name, self._trial(score))
        await p.director.take_over(when)
        return "; ".join(filter(None, (p.engine.model, await self._lacks(score))))

    async def _lacks(self, score: Score) -> str:
        """Ask what cannot be asked of the new checkpoint, and pass it on."""
        try:
            suggestion = await self._parts.engine.suggest(score)
        except EngineError:  # it has gone down since; the watchdog brings it back
            return ""
        self._on_change(suggestion.absent)
        return suggestion.lacks()

    def _trial(self, score: Score) -> PlanRequest:
        """Return a request such as will be made of it, as from the beginning of a piece."""
        return PlanRequest(score, 0, self._parts.scheduler.tempo.beats(0, EXTEND_FRAMES))

    async def close(self) -> None:
        """Give up what is being loaded."""
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
