"""The running daemon between its edges: gestures in, blocks out. Owned by the loop thread."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.audio.base import AudioOutput
from bridge.audio.layout import Layout
from bridge.clock import Clock
from bridge.config import BLOCK, MOST_OUTPUT_SECONDS, SAMPLE_RATE
from bridge.control.state import ControlSnapshot, ControlState
from bridge.engine.base import Engine
from bridge.osc.router import Router
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import Parameter, Value
from bridge.scheduler.director import Director
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.sync.conductor import Conductor
from bridge.sync.leaders import Leaders
from bridge.sync.transport import Transport
from musiccm.mixer import Mixed

STATUS_SECONDS = 0.1


@dataclass
class Parts:
    """What a session is made of; app.py puts it together."""

    clock: Clock
    state: ControlState
    engine: Engine
    scheduler: Scheduler
    director: Director
    player: Player
    output: AudioOutput
    layout: Layout


class Session:
    """One tick does everything that is due: gestures, plan, sound, status.

    It is the stage of bridge.osc.router. ``samples`` ends it after that many samples of music.
    """

    def __init__(self, parts: Parts, samples: int | None = None) -> None:
        self._parts = parts
        self._left = samples
        self._quit = False
        self._snapshot = parts.state.snapshot()
        self.conductor = Conductor(parts.scheduler, parts.player)
        self.leaders = Leaders(parts.clock, self.conductor)
        self._transport = Transport(
            parts.clock, parts.scheduler, parts.player, self.leaders, self.write
        )
        self._next_status = 0.0
        self._underruns = 0
        self._written = 0
        self.router: Router | None = None
        self.on_block: Callable[[Mixed], None] = _ignore
        parts.player.apply(self._snapshot)
        self._choose_leader(self._snapshot)

    @property
    def ended(self) -> bool:
        """True when it was told to quit, or when all asked samples have been played."""
        return self._quit or (self._left == 0 and self._parts.output.drained())

    def quit(self) -> None:
        """End at the next tick."""
        self._quit = True

    def write(self, write: Write) -> None:
        """Set a parameter and tell the subscribers."""
        if self._parts.state.apply(write) and self.router:
            self.router.publish_value(write.parameter)

    def read(self, parameter: Parameter) -> Value:
        """Return a parameter's value."""
        return self._parts.state.snapshot()[parameter.name]

    def call(self, call: Call) -> None:
        """Do a command of the table."""
        if call.name == "quit":
            self.quit()
        else:
            self._transport.call(call)

    def status(self) -> tuple[float | int | str, ...]:
        """Return the values of STATUS in its order."""
        p = self._parts
        at, tempo = p.player.place, p.scheduler.tempo
        p50, p95 = p.director.percentiles()
        return (
            p.player.state,
            p.engine.state.value,
            at / SAMPLE_RATE,
            tempo.beat(at),
            tempo.bar(at),
            tempo.bpm(at),
            p.scheduler.ahead / SAMPLE_RATE,
            1000 * p50,
            1000 * p95,
            p.output.underruns,
            p.scheduler.fallbacks,
            p.engine.restarts,
            self.router.malformed if self.router else 0,
        )

    def gestures(self) -> None:
        """Take over what has come in, and what was waiting for this moment."""
        if self.router:
            self.router.tick()
        self.conductor.tick(self._parts.clock.now())
        before, self._snapshot = self._snapshot, self._parts.state.snapshot()
        if self._snapshot is before:
            return
        self._parts.player.apply(self._snapshot)
        self._choose_leader(self._snapshot)
        if self._snapshot.generation != before.generation:
            self._parts.director.aim(self._snapshot)

    def _choose_leader(self, snapshot: ControlSnapshot) -> None:
        self.leaders.choose(str(snapshot["transport/leader"]))
        self.conductor.offset = float(snapshot["transport/offset"] or 0.0) / 1000

    def feed(self) -> None:
        """Hand the device what it has room for. Nothing is heard before the first chunk."""
        if self._parts.scheduler.waiting:
            return
        wanted = self._parts.output.wanted()
        self._widen()
        while wanted >= BLOCK and self._left != 0:
            wanted -= self._write_block(BLOCK if self._left is None else min(BLOCK, self._left))

    def _widen(self) -> None:
        """Commit more after each underrun: a gesture a little later is better than a gap."""
        output = self._parts.output
        if output.underruns > self._underruns:
            self._underruns = output.underruns
            output.ahead = min(2 * output.ahead, round(MOST_OUTPUT_SECONDS * SAMPLE_RATE))

    def _write_block(self, n: int) -> int:
        self.conductor.heard.mark(self._parts.output.next_heard(), self._written)
        self.conductor.steer(self._written)
        self._written += n
        block = self._parts.player.block(n)
        self._parts.output.write(self._parts.layout.arrange(block))
        self.on_block(block)
        if self._left is not None:
            self._left -= n
        return BLOCK

    def publish(self) -> None:
        """Tell the subscribers how things stand, ten times a second."""
        now = self._parts.clock.now()
        if self.router and now >= self._next_status:
            self._next_status = now + STATUS_SECONDS
            self.router.publish_status()


def _ignore(block: Mixed) -> None:
    """Nobody records."""
