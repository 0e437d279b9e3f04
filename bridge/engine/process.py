"""The engine as a child process: started, watched, restarted with back-off."""

import asyncio
import logging
from pathlib import Path

from bridge.engine.base import EngineState
from bridge.engine.calls import Calls
from bridge.engine.child import Child
from bridge.engine.wired import WiredEngine
from bridge.errors import EngineDown, StartupError

LOAD_TIMEOUT = 120.0  # seconds: a cold disk and torch
BACK_OFF = (0.25, 1.0, 2.0, 4.0, 8.0)
HEALTHY_SECONDS = 30.0  # of life after which the back-off begins anew

log = logging.getLogger("musiccm.engine")


class ProcessEngine(WiredEngine):
    """See bridge.engine.base.Engine. Belongs to the loop thread.

    Parameters
    ----------
    engine
        "model" or "tone" (the fake).
    checkpoint, compute, dtype
        For Performer.load.
    """

    def __init__(
        self,
        engine: str,
        checkpoint: Path | None = None,
        compute: str = "auto",
        dtype: str = "auto",
    ) -> None:
        super().__init__()
        self._arguments = ["--engine", engine, "--compute", compute, "--dtype", dtype]
        self._arguments += ["--checkpoint", str(checkpoint)] if checkpoint else []
        self._failures = 0
        self._child: Child | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the present worker."""
        return self._child.process.pid if self._child else None

    async def start(self) -> None:
        """Start the process and wait until it has loaded. Raises StartupError."""
        self._child = child = Child(self._arguments)
        await self._load(child)
        self.state = EngineState.READY
        self._watcher = asyncio.create_task(self._watch(child))

    async def _load(self, child: Child) -> None:
        """Wait until a child is ready. Raises StartupError."""
        alive = asyncio.create_task(child.end())
        try:
            self.about = await asyncio.wait_for(asyncio.shield(child.ready), LOAD_TIMEOUT)
        except TimeoutError as error:
            raise StartupError(
                f"the engine did not load in {LOAD_TIMEOUT:.0f} s: end other programs, put the "
                "weights on a faster disk, or try --engine tone to see whether the rest works"
            ) from error
        finally:
            alive.cancel()

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
            child = await self._restart()
            self.state, self.trouble = EngineState.READY, ""
            log.warning("the engine is back")

    async def _restart(self) -> Child:
        while True:
            if self._child:
                await self._child.close()
            await asyncio.sleep(BACK_OFF[min(self._failures, len(BACK_OFF) - 1)])
            self._failures += 1
            self.restarts += 1
            self._child = child = Child(self._arguments)
            try:
                await self._load(child)
                return child
            except StartupError as error:
                self.trouble = str(error)
                log.warning("the engine does not start: %s", error)

    def _there(self) -> Calls:
        if self._child is None or self.state is not EngineState.READY:
            raise EngineDown(f"the engine is not there: {self.trouble or self.state.value}")
        return self._child.calls

    async def stop(self) -> None:
        """End the process and everything around it."""
        self.state = EngineState.STOPPED
        if self._watcher:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        if self._child:
            await self._child.close()
            self._child = None
