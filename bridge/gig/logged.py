"""Engine, plan and player of a run that is logged: as always, and every decision is written down.

Whatever changes the plan or the mix goes through one of these methods, so nothing else in the
daemon has to know of the log.
"""

from collections.abc import Awaitable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE, RunConfig
from bridge.control.picture import Picture
from bridge.engine import wire
from bridge.engine.base import Engine, EngineState
from bridge.errors import EngineError
from bridge.gig.journal import Event, Journal, checksum, pack_array, pack_tempo
from bridge.protocol.parameters import PARAMETERS, Value
from bridge.scheduler.plan import FADE, Plan
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.scheduler.tempo import TempoMap
from musiccm.mixer import Mixed
from musiccm.past import Past
from musiccm.request import CONTEXT_FRAMES, PlanChunk, PlanRequest, Score, Suggestion

FADERS = tuple(p.name for p in PARAMETERS if p.fast)
MARK_EVERY = 500  # blocks, 5 s: as far as that a log without an end can be played


class LoggedEngine:
    """An engine whose requests are written down; see bridge.engine.base.Engine."""

    def __init__(self, engine: Engine, journal: Journal) -> None:
        self._engine, self._journal = engine, journal
        self._asked = 0
        self._came: list[PlanChunk] = []  # the pieces of the last answer
        self._plan: LoggedPlan | None = None

    def plan_of(self, n_stems: int, n_mels: int) -> "LoggedPlan":
        """Return the plan that this engine's chunks are going into."""
        self._plan = LoggedPlan(n_stems, n_mels, self._journal, self)
        return self._plan

    @property
    def state(self) -> EngineState:
        """The engine's own."""
        return self._engine.state

    @property
    def restarts(self) -> int:
        """The engine's own."""
        return self._engine.restarts

    @property
    def pid(self) -> int | None:
        """The engine's own."""
        return self._engine.pid

    @property
    def trouble(self) -> str:
        """The engine's own."""
        return self._engine.trouble

    @property
    def about(self) -> dict[str, Any]:
        """The engine's own."""
        return self._engine.about

    @property
    def model(self) -> str:
        """The engine's own."""
        return self._engine.model

    @property
    def checkpoint(self) -> str:
        """The engine's own."""
        return self._engine.checkpoint

    def models(self) -> list[str]:
        """Ask the engine."""
        return self._engine.models()

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Ask the engine."""
        await self._engine.load(name, trial)

    async def adopt(self) -> None:
        """Let the engine go over, and write down to what."""
        await self._engine.adopt()
        self._journal.plan(
            "model", name=self.model, checkpoint=self.checkpoint, about=self._engine.about
        )

    async def start(self) -> None:
        """Start the engine."""
        await self._engine.start()

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
        """Ask the engine: what is made of the answer is in the requests."""
        return await self._engine.recall(audio, beats_per_bar, bpm, whole)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Write the request down and ask the engine; what went wrong is written as well."""
        number, self._asked = self._asked, self._asked + 1
        header, arrays = wire.pack_request(request)
        packed = [None if a is None else self._pack(a) for a in arrays]
        self._journal.plan("request", number=number, header=header, arrays=packed)
        self._came = []
        return await self._heard(self._engine.plan(request))

    async def rest(self) -> PlanChunk:
        """Ask for the next piece."""
        return await self._heard(self._engine.rest())

    async def _heard(self, answer: Awaitable[PlanChunk]) -> PlanChunk:
        try:
            chunk = await answer
        except EngineError as error:
            self._journal.tell("failed", number=self._asked - 1, text=str(error))
            raise
        self._came.append(chunk)
        return chunk

    def _pack(self, array: NDArray[Any]) -> Event:
        """Return an array as JSON; of the plan's own mel only where it is."""
        there = self._plan.place_of(array) if self._plan else None
        return pack_array(array) if there is None else {"first": there, "frames": len(array)}

    def source(self, chunk: PlanChunk) -> Event:
        """Return which request ``chunk`` answers, with which of its pieces; None if with none."""
        own = [n for n, piece in enumerate(self._came) if piece is chunk]
        if not own and self._came and self._came[0].audio_start == chunk.audio_start:
            own = list(range(len(self._came)))  # joined, since the nearest alone came too late
        return {"request": self._asked - 1 if own else None, "pieces": own}

    async def stop(self) -> None:
        """Stop the engine."""
        await self._engine.stop()


class LoggedPlan(Plan):
    """A plan whose changes are written down."""

    def __init__(self, n_stems: int, n_mels: int, journal: Journal, engine: LoggedEngine) -> None:
        super().__init__(n_stems, n_mels)
        self._journal, self._engine = journal, engine
        self._read_to = 0
        self._context: tuple[int, NDArray[np.float16]] | None = None
        journal.plan("plan", n_stems=n_stems, n_mels=n_mels)

    def place_of(self, array: NDArray[Any]) -> int | None:
        """Return the plan's first frame of the context given out last, if it is this one."""
        known = self._context
        return known[0] if known and known[1] is array else None

    def context(
        self, frame: int, back: int = 0, most: int = CONTEXT_FRAMES
    ) -> tuple[int, NDArray[np.float16]]:
        """Give out a context and remember which it is."""
        first, mel = super().context(frame, back, most)
        self._context = first - back, mel
        return first, mel

    def read(self, start: int, n: int) -> NDArray[np.float32]:
        """Read on; a jump is written down."""
        if start != self._read_to:
            self._journal.plan("jump", to=start)
        self._read_to = start + n
        block = super().read(start, n)
        self._journal.reads += 1
        return block

    def splice(self, chunk: PlanChunk, at: int, fade: int = FADE, fresh: bool = False) -> bool:
        """Splice, and write down what and where."""
        came: Event = {**self._engine.source(chunk), "sum": checksum(chunk.audio)}
        if came["request"] is None:
            header, arrays = wire.pack_chunk(chunk)
            came |= {"header": header, "arrays": [pack_array(a) for a in arrays if a is not None]}
        if fresh:
            came["fresh"] = True
        self._journal.plan("splice", at=at, fade=fade, **came)
        return super().splice(chunk, at, fade, fresh)

    def loop_until(self, sample: int, free: int, tempo: TempoMap) -> None:
        """Loop, and write down until where, and on which grid the loop began."""
        grid = None if self.looping_from is not None else pack_tempo(tempo, self.audio.base)
        self._journal.plan("loop", sample=sample, free=free, tempo=grid)
        super().loop_until(sample, free, tempo)

    def hold(self, line: int, bars: int, free: int, tempo: TempoMap) -> None:
        """Hold bars, and write down which and on which grid."""
        grid = pack_tempo(tempo, self.audio.base)
        self._journal.plan("hold", line=line, bars=bars, free=free, tempo=grid)
        super().hold(line, bars, free, tempo)

    def forget(self, playhead: int) -> None:
        """Forget; only after a read it goes without saying."""
        if playhead != self._read_to:
            self._journal.plan("forget", playhead=playhead)
        super().forget(playhead)


class LoggedPlayer(Player):
    """A player whose faders and transport are written down."""

    def __init__(self, scheduler: Scheduler, sample_rate: int, journal: Journal) -> None:
        super().__init__(scheduler, sample_rate)
        self._journal = journal
        self._faders: dict[str, Value] = {}
        self._state: Event = {}

    def apply(self, snapshot: Picture) -> None:
        """Move the faders, and write down where to."""
        faders = {name: snapshot[name] for name in FADERS}
        if faders != self._faders:
            moved = dict(sorted(faders.items() - self._faders.items()))
            self._journal.player("faders", values=moved)
            self._faders = faders
        super().apply(snapshot)

    def skip(self, n: int) -> None:
        """Leave samples out, and write down how many."""
        self._journal.player("skip", n=n)
        super().skip(n)

    def block(self, n: int) -> Mixed:
        """Play a block; how is written down when it is not as before."""
        state = {"n": n, "playing": self.playing, "rate": self.rate}
        if state != self._state:
            self._journal.player("state", **state)
            self._state = state
        block = super().block(n)
        self._journal.blocks += 1
        if self._journal.blocks % MARK_EVERY == 0:
            self._journal.player("mark")
        return block


def log_gig(
    journal: Journal | None, config: RunConfig, engine: Engine, scheduler: Scheduler
) -> tuple[Engine, Player]:
    """Return the engine and the player of a run, written down where there is a journal."""
    if journal is None:
        return engine, Player(scheduler, SAMPLE_RATE)
    journal.begin(config, engine.about)
    logged = LoggedEngine(engine, journal)
    scheduler.make_plan = logged.plan_of
    return logged, LoggedPlayer(scheduler, SAMPLE_RATE, journal)
