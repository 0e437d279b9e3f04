"""Takes of one gig under the offline clock, all with the same engine: with a gesture, and without.

What the engine has answered once is not drawn again, since an answer is a function of its request:
a take costs what its gesture has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.app import App
from bridge.audio.base import Audio
from bridge.audio.outputs import OfflineOutput
from bridge.clock import OfflineClock
from bridge.config import BLOCK, SAMPLE_RATE, RunConfig
from bridge.engine import wire
from bridge.engine.base import Engine, EngineState
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME, Value
from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

LANES = ("left", "right", "drums", "bass", "harmony", "lead")


@dataclass(frozen=True)
class Gesture:
    """A parameter written at a time (seconds of the music), on a line of ``when``."""

    at: float
    name: str
    value: Value
    when: str | None = None


@dataclass(frozen=True)
class Take:
    """What was played, (LANES, n), and at which sample of it the gesture came."""

    lanes: NDArray[np.float32]
    came: int


class Memory:
    """An engine that outlives apps and remembers its answers; see bridge.engine.base.Engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[bytes, list[PlanChunk]] = {}
        self._pieces: list[PlanChunk] = []
        self._next = 0
        self.state, self.trouble = EngineState.READY, ""
        self.restarts, self.pid, self.checkpoint = 0, None, ""

    @property
    def about(self) -> dict[str, Any]:
        """The engine's own."""
        return self._engine.about

    @property
    def model(self) -> str:
        """The engine's own."""
        return self._engine.model

    def models(self) -> list[str]:
        """None can be changed to."""
        return []

    async def start(self) -> None:
        """It has been started before the first take."""

    async def stop(self) -> None:
        """It is stopped after the last one."""

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Nothing is loaded in a take."""

    async def adopt(self) -> None:
        """Nothing was loaded."""

    async def suggest(self, score: Score) -> Suggestion:
        """Ask the engine."""
        return await self._engine.suggest(score)

    async def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """Ask the engine."""
        return await self._engine.recall(audio, beats_per_bar, bpm, whole)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return the first piece of the answer, all of which is remembered."""
        header, arrays = wire.pack_request(request)
        key = b"".join(wire.pack(header, arrays))
        if key not in self._known:
            pieces = [await self._engine.plan(request)]
            while pieces[-1].more:
                pieces.append(await self._engine.rest())
            self._known[key] = pieces
        self._pieces, self._next = self._known[key], 0
        return await self.rest()

    async def rest(self) -> PlanChunk:
        """Return the next piece."""
        self._next += 1
        return self._pieces[self._next - 1]


class Player(OfflineOutput):
    """The fake device that makes gestures when the music gets there, and keeps all lanes."""

    def __init__(self, config: RunConfig, engine: Engine, gestures: Sequence[Gesture]) -> None:
        self._time = OfflineClock()
        super().__init__(self._time, SAMPLE_RATE, BLOCK, keep=True)
        self._gestures = sorted(gestures, key=lambda gesture: gesture.at)
        self._came: list[int] = []
        self._played = 0
        self._app = App(config, lambda line: None, engine, self, self._time)

    def write(self, block: Audio) -> None:
        """Take a block, and make the gestures whose time has come."""
        super().write(block)
        self._played += block.shape[1]
        session = self._app.session
        while session and self._gestures and self._time.now() >= self._gestures[0].at:
            gesture = self._gestures.pop(0)
            self._came.append(self._played)
            session.write(Write(BY_NAME[gesture.name], gesture.value, when=gesture.when))

    async def play(self) -> Take:
        """Play to the end."""
        await self._app.run()
        lanes = np.concatenate(self.blocks, axis=1)
        self.blocks.clear()
        return Take(lanes, self._came[0] if self._came else 0)


async def take(config: RunConfig, engine: Engine, gestures: Sequence[Gesture] = ()) -> Take:
    """Play a gig of ``config`` with these gestures."""
    return await Player(config, engine, gestures).play()
