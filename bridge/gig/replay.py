"""A gig again, from its journal: no clock, no network, the same samples."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.control.picture import Picture
from bridge.engine import wire
from bridge.errors import LogError
from bridge.gig.journal import FORMAT, Event, checksum, unpack_array, unpack_tempo
from bridge.protocol.parameters import Value
from bridge.scheduler.plan import Plan
from bridge.scheduler.player import Player
from musiccm.mixer import Mixed
from musiccm.request import PlanChunk, PlanRequest

Draw = Callable[[PlanRequest], Sequence[PlanChunk]]  # all pieces of the answer


class Gig:
    """A journal that was read: its head and its events in order."""

    def __init__(self, events: list[Event]) -> None:
        self.head, self.events = events[0], events[1:]

    @classmethod
    def read(cls, path: Path) -> "Gig":
        """Read a log; a last line that was cut by a crash is left out.

        Raises
        ------
        LogError
            For a file that is no gig log, or of another format.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            events = [json.loads(line) for line in lines[:-1]]
        except (OSError, ValueError) as error:
            raise LogError(f"{path} cannot be read as a gig log: {error}") from error
        if lines:
            events += _last(lines[-1])
        head = events[0] if events and isinstance(events[0], dict) else {}
        if head.get("event") != "gig" or head.get("format") != FORMAT:
            raise LogError(f"{path} is no gig log of format {FORMAT}")
        return cls(events)

    @property
    def models(self) -> list[Event]:
        """The checkpoints that took over while it played."""
        return [event for event in self.events if event["event"] == "model"]

    @property
    def blocks(self) -> int:
        """How many blocks were played, as far as the log knows."""
        return max((event.get("block", 0) for event in self.events), default=0)


def _last(line: str) -> list[Event]:
    try:
        return [json.loads(line)]
    except ValueError:
        return []


class Source:
    """The plan as it was, in the scheduler's place: the player reads from it."""

    waiting = looping = False

    def __init__(
        self, events: list[Event], draw: Draw, go_over: Callable[[Event], None] = lambda event: None
    ) -> None:
        """``draw`` is the engine. ``events`` are those with ``read``.

        ``go_over`` is told when another checkpoint takes over: all later requests are for it.
        """
        self._events, self._draw, self._go_over = events, draw, go_over
        self._next = 0
        self._reads = 0
        self._requests: dict[int, PlanRequest] = {}
        self._drawn: tuple[int, Sequence[PlanChunk]] = (-1, ())
        self._plan: Plan | None = None
        self.playhead = 0
        self.parked = False
        self.different: list[int] = []  # samples of splices whose chunk is not what it was

    def read(self, n: int) -> NDArray[np.float32] | None:
        """Return the next ``n`` samples (stems, n), None where there was no plan yet."""
        self._catch_up()
        if self._plan is None:
            return None
        self._reads += 1
        block = self._plan.read(self.playhead, n)
        self.playhead += n
        self._plan.forget(self.playhead)
        return block

    def skip(self, n: int) -> None:
        """Leave out samples."""
        self.playhead += n

    def _catch_up(self) -> None:
        """Do what was done to the plan before this read."""
        while self._next < len(self._events) and self._events[self._next]["read"] <= self._reads:
            event = self._events[self._next]
            self._next += 1
            _DO[event["event"]](self, event)

    def _there(self) -> Plan:
        if self._plan is None:
            raise LogError("the log changes a plan that it has not begun")
        return self._plan

    def _new_plan(self, event: Event) -> None:
        self._plan = Plan(event["n_stems"], event["n_mels"])

    def _request(self, event: Event) -> None:
        arrays = [self._unpacked(a) for a in event["arrays"]]
        self._requests[event["number"]] = wire.unpack_request(event["header"], arrays)

    def _unpacked(self, packed: Event | None) -> NDArray[Any] | None:
        if packed is None:
            return None
        if "first" in packed:
            first = packed["first"]
            return self._there().mel.view(first, first + packed["frames"]).copy()
        return unpack_array(packed)

    def _splice(self, event: Event) -> None:
        chunk = self._chunk(event)
        if checksum(chunk.audio) != event["sum"]:
            self.different.append(event["at"])
        self._there().splice(chunk, event["at"], event["fade"], event.get("fresh", False))

    def _chunk(self, event: Event) -> PlanChunk:
        number = event["request"]
        if number is None:
            return wire.unpack_chunk(event["header"], [unpack_array(a) for a in event["arrays"]])
        self._requests = {n: r for n, r in self._requests.items() if n >= number}
        if self._drawn[0] != number:
            self._drawn = number, self._draw(self._requests[number])
        return reduce(PlanChunk.joined, [self._drawn[1][n] for n in event["pieces"]])

    def _loop(self, event: Event) -> None:
        plan = self._there()
        tempo = unpack_tempo(event["tempo"] or [[0, 0.0, 120.0, 4]])  # a loop keeps its own
        plan.loop_until(event["sample"], event["free"], tempo)

    def _hold(self, event: Event) -> None:
        tempo = unpack_tempo(event["tempo"])
        self._there().hold(event["line"], event["bars"], event["free"], tempo)

    def _model(self, event: Event) -> None:
        self._go_over(event)

    def _jump(self, event: Event) -> None:
        self.playhead = event["to"]

    def _forget(self, event: Event) -> None:
        self._there().forget(event["playhead"])


_DO: dict[str, Callable[[Source, Event], None]] = {
    "plan": Source._new_plan,
    "request": Source._request,
    "splice": Source._splice,
    "loop": Source._loop,
    "hold": Source._hold,
    "model": Source._model,
    "jump": Source._jump,
    "forget": Source._forget,
}


def replay(gig: Gig, source: Source) -> Iterator[Mixed]:
    """Yield the blocks of ``gig``; ``source`` was made of its events."""
    player = Player(source, gig.head["rate"])  # type: ignore[arg-type]
    faders: dict[str, Value] = {}
    events = iter([event for event in gig.events if "block" in event])
    coming = next(events, None)
    n = gig.head["samples"]
    for block in range(gig.blocks):
        while coming and coming["block"] <= block:
            if coming["event"] == "faders":
                faders = {**faders, **coming["values"]}
                player.apply(Picture(faders, {}))
            elif coming["event"] == "state":
                n, player.playing, player.rate = (coming[k] for k in ("n", "playing", "rate"))
            elif coming["event"] == "skip":
                player.skip(coming["n"])
            coming = next(events, None)
        yield player.block(n)
