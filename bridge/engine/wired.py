"""An engine at the other end of a wire: what all of them have in common."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.engine import wire
from bridge.engine.base import EngineState
from bridge.engine.calls import Calls, Question
from bridge.engine.check import check
from bridge.errors import BadAnswer, EngineError
from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

BAD_ANSWERS = 3  # in a row, after which an engine is not believed to mend by itself


class WiredEngine:
    """See bridge.engine.base.Engine. Belongs to the loop thread."""

    def __init__(self) -> None:
        self.state = EngineState.STARTING
        self.restarts = 0
        self.about: dict[str, Any] = {}
        self.trouble = ""
        self._planning: Question | None = None
        self._request: PlanRequest | None = None
        self._bad = 0  # answers in a row that could not be played

    def _there(self) -> Calls:
        """Return who answers now. Raises EngineDown."""
        raise NotImplementedError

    async def _send(self, header: wire.Header, arrays: wire.Arrays) -> Question:
        return await self._there().ask(header, arrays)

    async def suggest(self, score: Score) -> Suggestion:
        """Return what the planner would choose where ``score`` leaves it open."""
        asked = await self._send({"op": "suggest", "score": wire.pack_score(score)}, [])
        return wire.unpack_suggestion((await asked.answer())[0])

    async def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """Return the past that a sound is."""
        header, arrays = wire.pack_sound(audio, beats_per_bar, bpm, whole)
        asked = await self._send({"op": "recall", **header}, arrays)
        return wire.unpack_past(*await asked.answer())

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return the asked music, or the piece of it that is heard first. Raises BadAnswer too."""
        header, arrays = wire.pack_request(request)
        self._planning, self._request = await self._send({"op": "plan", **header}, arrays), request
        return await self.rest()

    async def rest(self) -> PlanChunk:
        """Return the piece after the one that came last."""
        if self._planning is None or self._request is None:
            raise EngineError("nothing was asked")
        body, arrays = await self._planning.answer()
        try:
            chunk = check(wire.unpack_chunk(body, arrays), self._request)
        except BadAnswer as error:
            self._doubt(str(error))
            raise
        self._bad = 0
        return chunk

    def _doubt(self, why: str) -> None:
        """Count an answer that could not be played."""
        self._bad += 1
        if self._bad >= BAD_ANSWERS:
            self._bad = 0
            self._renew(f"{BAD_ANSWERS} answers in a row could not be played, the last one: {why}")

    def _renew(self, why: str) -> None:
        """Let another engine take its place, where that is in our hands."""

    async def fault(self, fault: str, seconds: float = 0.0, times: int = 1) -> None:
        """Prepare a fault of bridge.engine.faults; only the tone engine takes one, to rehearse."""
        asked = {"op": "fault", "fault": fault, "seconds": seconds, "times": times}
        await (await self._send(asked, [])).answer()
