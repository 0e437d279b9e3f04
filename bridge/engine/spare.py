"""A second worker, loaded and waiting: where the first one ends, the music hardly loops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bridge.engine.child import Child
from bridge.errors import StartupError

AFTER = 10.0  # seconds from one start to the next: the music comes first, and a sick one in turn

About = dict[str, Any]

log = logging.getLogger("musiccm.engine")


class Spare:
    """Keeps one such worker. Belongs to the loop thread.

    ``loaded`` waits until a child is ready and returns what it is; it raises StartupError.
    """

    def __init__(self, loaded: Callable[[Child], Awaitable[About]]) -> None:
        self._loaded = loaded
        self._ready: tuple[Child, About] | None = None
        self._taken: Child | None = None
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The process id of the worker that waits, None while there is none."""
        return self._ready[0].process.pid if self._ready else None

    def prepare(self, arguments: list[str]) -> None:
        """Start one with these arguments in a while, and another one whenever it ends."""
        self._dismiss()
        self._task = asyncio.create_task(self._keep(arguments))

    async def _keep(self, arguments: list[str]) -> None:
        while True:
            await asyncio.sleep(AFTER)
            child = Child(arguments)
            try:
                self._ready = child, await self._loaded(child)
                log.warning("a spare engine is loaded and waits")
                log.warning("the spare engine has ended: %s", await child.end())
            except StartupError as error:
                log.warning("no spare engine: %s", error)
            finally:
                if self._ready and self._ready[0] is child:
                    self._ready = None
                if child is not self._taken:
                    await child.close()

    def take(self) -> tuple[Child, About] | None:
        """Give the worker away, if there is one that lives."""
        ready = self._ready
        if ready is None or ready[0].process.poll() is not None:
            return None
        self._taken = ready[0]
        self._dismiss()
        return ready

    def _dismiss(self) -> None:
        """Let what was kept end; once, for a second cancellation would interrupt its closing."""
        task, self._task, self._ready = self._task, None, None
        if task:
            task.cancel()
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """End the worker and whatever is being started."""
        self._dismiss()
        if self._ending:
            await asyncio.wait(self._ending)
