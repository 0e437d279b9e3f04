"""On which rung of the fallback ladder the music stands, and why: what status tells."""

import logging

from bridge.engine.base import Engine, EngineState
from bridge.protocol.parameters import RUNGS
from bridge.scheduler.director import Director
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler

log = logging.getLogger("musiccm.ladder")

MOST_TEXT = 200  # characters, so that the status stays in one datagram
_NONE, _FEWER, _PLANNED, _LOOPING, _FADING = RUNGS


class Rungs:
    """Looks at the parts and says each step once. On the loop thread."""

    def __init__(
        self, player: Player, scheduler: Scheduler, director: Director, engine: Engine
    ) -> None:
        self._player, self._scheduler = player, scheduler
        self._director, self._engine = director, engine
        self._rung = _NONE
        self._last = ""  # trouble, told until the music is the engine's again

    def now(self) -> tuple[str, str]:
        """Return the rung, one of RUNGS, and why, in words."""
        rung = self._find()
        if rung in (_NONE, _FEWER):
            self._last = ""
        return rung, self._why() if rung != _NONE else ""

    def _find(self) -> str:
        if self._player.state in (_LOOPING, _FADING):
            return self._player.state
        if self._engine.state is not EngineState.READY and not self._scheduler.waiting:
            return _PLANNED
        drawn, asked = self._director.steps
        return _FEWER if drawn < asked else _NONE

    def _why(self) -> str:
        if self._engine.state is EngineState.READY:
            return self._last or "the engine is too slow"
        why = self._engine.trouble[:MOST_TEXT] or f"the engine is {self._engine.state.value}"
        self._last = why
        return why

    def step(self) -> tuple[str, str] | None:
        """Return rung and reason if the rung has changed since the last call; log it."""
        rung, why = self.now()
        if rung == self._rung:
            return None
        self._rung = rung
        log.warning("fallback: %s%s", rung, f" ({why})" if why else "")
        return rung, why
