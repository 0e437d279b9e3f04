"""The engines that a logged gig needs, one after the other."""

import logging
from pathlib import Path
from typing import Any

from bridge.engine.base import Engine
from bridge.engine.process import ProcessEngine
from bridge.errors import LogError
from bridge.gig.journal import Event
from bridge.gig.replay import Gig
from bridge.gig.rerender import unlike

log = logging.getLogger("musiccm.gig")


class Troupe:
    """Gives the engine that drew a part of the gig, as an engine of this machine.

    ``checkpoint`` is what the gig began with, if it is elsewhere now.
    """

    def __init__(self, gig: Gig, checkpoint: Path | None, compute: str) -> None:
        self._gig, self._compute = gig, compute
        run = gig.head["run"]
        began = run["checkpoint"]
        self._first = checkpoint or (Path(began) if began else None)
        self._kind, self._dtype = run["engine"], run["dtype"]
        self._engine: ProcessEngine | None = None

    def check(self) -> None:
        """Raise LogError where a checkpoint that the gig needs is not at hand."""
        if "://" in self._kind:
            self._come_home()
        for event in self._gig.models:
            folder = event["checkpoint"]
            if folder and self._kind == "model" and not Path(folder, "config.json").is_file():
                raise LogError(
                    f"this gig goes over to the checkpoint {event['name']!r}, which is not at "
                    f"{folder} any more: put it back (config.json has the SHA-256 "
                    f"{event['about'].get('weights', 'unknown')})"
                )

    def _come_home(self) -> None:
        """Let this machine draw what an engine on another one drew."""
        weights = str(self._gig.head["about"].get("weights", "unknown"))
        if self._first is None or self._gig.models:
            raise LogError(
                f"the engine of this gig was at {self._kind}: give its first weights (config.json "
                f"has the SHA-256 {weights}) with --checkpoint; a gig that goes over to others can "
                "only be rendered where they are"
            )
        self._kind = "model"

    async def find(self, event: Event | None) -> Engine:
        """Return the engine that took over with a "model" event, or the first one."""
        await self.stop()
        folder = self._first if event is None else _folder(event)
        self._engine = ProcessEngine(self._kind, folder, self._compute, self._dtype)
        await self._engine.start()
        then: dict[str, Any] = (event or self._gig.head)["about"]
        for line in unlike(then, self._engine.about):
            log.warning("not as it was: %s", line)
        return self._engine

    async def stop(self) -> None:
        """Stop the present engine."""
        if self._engine:
            await self._engine.stop()


def _folder(event: Event) -> Path | None:
    return Path(event["checkpoint"]) if event["checkpoint"] else None
