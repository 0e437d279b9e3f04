"""The engine as a child process: started, watched, restarted with back-off."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.engine import wire
from bridge.engine.base import EngineState
from bridge.engine.calls import Calls
from bridge.engine.check import check
from bridge.engine.checkpoints import Checkpoints
from bridge.engine.child import Child
from bridge.engine.spare import Spare
from bridge.engine.wired import WiredEngine
from bridge.errors import EngineDown, EngineError, StartupError
from musiccm.request import PlanRequest

LOAD_TIMEOUT = 120.0  # seconds: a cold disk and torch
BACK_OFF = (0.25, 1.0, 2.0, 4.0, 8.0)
HEALTHY_SECONDS = 30.0  # of life after which the back-off begins anew

log = logging.getLogger("musiccm.engine")


@dataclass
class _Life:
    """A child and what it was born with."""

    child: Child
    arguments: list[str]
    model: str
    checkpoint: Path | None
    about: dict[str, Any]


class ProcessEngine(WiredEngine):
    """See bridge.engine.base.Engine. Belongs to the loop thread.

    Parameters
    ----------
    engine
        "model" or "tone" (the fake).
    checkpoint, compute, dtype
        For Performer.load.
    checkpoints
        A folder whose folders :meth:`load` finds by their names.
    spare
        Whether a second process waits, loaded, to take the place of one that ends.
    """

    def __init__(
        self,
        engine: str,
        checkpoint: Path | None = None,
        compute: str = "auto",
        dtype: str = "auto",
        checkpoints: Path | None = None,
        spare: bool = False,
    ) -> None:
        super().__init__()
        self._spare = Spare(_loaded) if spare else None
        self._options = ["--engine", engine, "--compute", compute, "--dtype", dtype]
        self._checkpoints = Checkpoints(checkpoints, checkpoint)
        self.model, self._checkpoint = self._checkpoints.start, checkpoint
        self._arguments = self._with(checkpoint)
        self._failures = 0
        self._child: Child | None = None
        self._standby: _Life | None = None
        self._loading = False
        self._watcher: asyncio.Task[None] | None = None
        self._farewells: set[asyncio.Task[None]] = set()

    def _with(self, checkpoint: Path | None) -> list[str]:
        return [*self._options, *(["--checkpoint", str(checkpoint)] if checkpoint else [])]

    @property
    def pid(self) -> int | None:
        """The process id of the present worker."""
        return self._child.process.pid if self._child else None

    @property
    def checkpoint(self) -> str:
        """The folder of the present weights, "" for the shipped ones."""
        return str(self._checkpoint.resolve()) if self._checkpoint else ""

    def models(self) -> list[str]:
        """Return the names that :meth:`load` knows."""
        return self._checkpoints.names()

    async def start(self) -> None:
        """Start the process and wait until it has loaded. Raises StartupError."""
        self._child = child = Child(self._arguments)
        self.about = await _loaded(child)
        self.state = EngineState.READY
        self._watcher = asyncio.create_task(self._watch(child))
        self._prepare()

    def _prepare(self) -> None:
        """Let a spare be made that is like the present one."""
        if self._spare:
            self._spare.prepare(self._arguments)

    async def _watch(self, child: Child) -> None:
        """Wait for the end of the worker, start another, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            born = loop.time()
            self.trouble = await child.end()
            self.state = EngineState.DOWN
            log.warning("%s; the music goes on until it is back", self.trouble)
            if loop.time() - born > HEALTHY_SECONDS:
                self._failures = 0
            child = await self._from_spare() or await self._restart()
            self.state, self.trouble = EngineState.READY, ""
            log.warning("the engine is back")
            self._prepare()

    async def _from_spare(self) -> Child | None:
        """Let the spare take the place of what has ended, if there is one."""
        taken, ended = self._spare.take() if self._spare else None, self._child
        if taken is None:
            return None
        self._child, self.about = taken
        self.restarts += 1
        if ended:
            await ended.close()
        return self._child

    async def _restart(self) -> Child:
        while True:
            if self._child:
                await self._child.close()
            await asyncio.sleep(BACK_OFF[min(self._failures, len(BACK_OFF) - 1)])
            self._failures += 1
            self.restarts += 1
            self._child = child = Child(self._arguments)
            try:
                self.about = await _loaded(child)
                return child
            except StartupError as error:
                self.trouble = str(error)
                log.warning("the engine does not start: %s", error)

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Start a second process with another checkpoint, and let it draw ``trial``."""
        if self._loading:
            raise StartupError("another checkpoint is being loaded; it comes first")
        checkpoint = self._checkpoints.find(name)
        self._loading = True
        try:
            await self._dismiss()
            self._standby = await self._born(name, checkpoint, trial)
        finally:
            self._loading = False

    async def _born(self, name: str, checkpoint: Path | None, trial: PlanRequest) -> _Life:
        arguments = self._with(checkpoint)
        child = Child(arguments)
        try:
            about = await _loaded(child)
            await _rehearse(child, trial)
        except BaseException:
            await child.close()
            raise
        return _Life(child, arguments, name, checkpoint, about)

    async def adopt(self) -> None:
        """Let the process that was loaded answer all further requests; the old one ends."""
        life, self._standby = self._standby, None
        if life is None or life.child.process.poll() is not None:
            raise StartupError("what was loaded has ended meanwhile")
        if self._watcher:
            self._watcher.cancel()
        old, self._child = self._child, life.child
        self._arguments, self.about = life.arguments, life.about
        self.model, self._checkpoint = life.model, life.checkpoint
        self.state, self.trouble, self._failures = EngineState.READY, "", 0
        self._part_from(self._watcher, old)
        self._watcher = asyncio.create_task(self._watch(life.child))
        self._prepare()

    def _part_from(self, watcher: "asyncio.Task[None] | None", child: Child | None) -> None:
        async def close() -> None:
            if watcher:
                await asyncio.gather(watcher, return_exceptions=True)
            if child:
                await child.close()

        farewell = asyncio.create_task(close())
        self._farewells.add(farewell)
        farewell.add_done_callback(self._farewells.discard)

    async def _dismiss(self) -> None:
        """End what was loaded and never adopted."""
        life, self._standby = self._standby, None
        if life:
            await life.child.close()

    def _renew(self, why: str) -> None:
        """End a worker that answers nonsense; the next one is started as after any death."""
        if self._child:
            self._child.condemn(why)

    def _there(self) -> Calls:
        if self._child is None or self.state is not EngineState.READY:
            raise EngineDown(f"the engine is not there: {self.trouble or self.state.value}")
        return self._child.calls

    async def stop(self) -> None:
        """End the processes and everything around them."""
        self.state = EngineState.STOPPED
        if self._watcher:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        await asyncio.gather(*self._farewells)
        await self._dismiss()
        if self._spare:
            await self._spare.close()
        if self._child:
            await self._child.close()
            self._child = None


async def _loaded(child: Child) -> dict[str, Any]:
    """Wait until a child is ready and return what it is. Raises StartupError."""
    alive = asyncio.create_task(child.end())
    try:
        async with asyncio.timeout(LOAD_TIMEOUT):  # wait_for may swallow a cancellation
            return await asyncio.shield(child.ready)
    except TimeoutError as error:
        raise StartupError(
            f"the engine did not load in {LOAD_TIMEOUT:.0f} s: end other programs, put the "
            "weights on a faster disk, or try --engine tone to see whether the rest works"
        ) from error
    finally:
        alive.cancel()


async def _rehearse(child: Child, trial: PlanRequest) -> None:
    """Let a child draw before anyone listens: it warms up, or shows that it cannot."""
    alive = asyncio.create_task(child.end())
    try:
        header, arrays = wire.pack_request(trial)
        asked = await child.calls.ask({"op": "plan", **header}, arrays)
        check(wire.unpack_chunk(*await asked.answer()), trial)
    except EngineError as error:
        raise StartupError(f"it loads but does not draw: {error}") from error
    finally:
        alive.cancel()
