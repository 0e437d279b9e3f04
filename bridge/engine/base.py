"""What the daemon needs of an engine."""

from enum import Enum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion


class EngineState(Enum):
    """Boot states; the value is what status shows."""

    STARTING = "starting"
    READY = "ready"
    DOWN = "down"
    AWAY = "away"  # the link to its machine is down
    STOPPED = "stopped"


class Engine(Protocol):
    """Draws music on request. All methods are called on the loop thread.

    ``plan`` and ``suggest`` raise EngineDown when the engine dies or hangs meanwhile (it restarts
    by itself: watch ``state``) and EngineError when it refuses the request.
    """

    @property
    def state(self) -> EngineState:
        """Whether requests are welcome."""

    @property
    def restarts(self) -> int:
        """How often the engine had to be started again."""

    @property
    def pid(self) -> int | None:
        """The id of its process, where it is one of this machine's."""

    @property
    def trouble(self) -> str:
        """Why requests are not welcome, in words; "" while they are."""

    @property
    def about(self) -> dict[str, Any]:
        """What its samples depend on beside the requests: weights, number format, versions."""

    async def start(self) -> None:
        """Get ready. Raises StartupError."""

    async def suggest(self, score: Score) -> Suggestion:
        """Return what the planner would choose where ``score`` leaves it open."""

    async def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """Return the past that a sound is, as musiccm.performer.Performer.recall does."""

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return the asked music; a pure function of the request.

        Where the request is ``heard`` soon it may be the first piece of it: while a chunk says
        ``more``, :meth:`rest` returns what follows.
        """

    @property
    def model(self) -> str:
        """The name of the checkpoint that draws."""

    @property
    def checkpoint(self) -> str:
        """Its folder, "" for the shipped one."""

    def models(self) -> list[str]:
        """Return the names that :meth:`load` knows."""

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Get another checkpoint ready beside the present one, and let it draw ``trial``.

        Raises
        ------
        NameRefused, StartupError
            When it cannot be; the present one draws on.
        """

    async def adopt(self) -> None:
        """Let what was loaded draw all further requests. Raises StartupError if it is gone."""

    async def rest(self) -> PlanChunk:
        """Return the piece after the one that came last. Raises as :meth:`plan`."""

    async def stop(self) -> None:
        """Let go of everything; may be called in any state."""
