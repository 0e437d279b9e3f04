"""A small interpreter of Max messages: boxes, cords, time and the order in which things happen.

What the objects do is taken from Max's reference pages (docs.cycling74.com). Whatever these do not
say, or no patch of ours should need, is refused, so that a patch which runs here uses nothing else.
"""

import heapq
import itertools
from collections.abc import Callable
from typing import Any

from max_patches.check.maxmsp import boxes, lines

Atom = int | float | str
Message = tuple[Atom, ...]
Json = dict[str, Any]
BANG: Message = ("bang",)
MOST_DEEP = 200  # messages that cause each other; Max's stack ends at some place as well


class Refused(AssertionError):
    """An object or a message that is not understood here."""


class Object:
    """A box that runs. ``place`` orders it among the receivers of an outlet."""

    def __init__(self, machine: "Machine", box: Json, arguments: list[Atom]) -> None:
        self.machine, self.box, self.arguments = machine, box, arguments
        x, y = box["patching_rect"][:2]
        self.place = (-x, -y)  # the right one first; of two above each other the lower one
        self.cords: dict[int, list[tuple[Object, int]]] = {}

    def out(self, outlet: int, message: Message) -> None:
        """Send a message from an outlet to all that is connected with it."""
        for receiver, inlet in self.cords.get(outlet, []):
            self.machine.hand(receiver, inlet, message)

    def receive(self, inlet: int, message: Message) -> None:
        """Take a message in at an inlet."""
        raise self.refuse(message)

    def load(self) -> None:
        """Do what happens when the patch has been opened."""

    def refuse(self, message: Message) -> Refused:
        """Return the error that such a message is."""
        return Refused(f"{self.named()} takes no {message!r}")

    def named(self) -> str:
        """Return what stands in the box."""
        return str(self.box.get("text") or self.box.get("varname") or self.box["maxclass"])


class Machine:
    """Runs a patch. Time stands still but in :meth:`run`; ``now`` is in milliseconds.

    ``outputs`` holds what has left by each outlet of the patch itself, ``printed`` what a `print`
    has written, ``sent`` each datagram with the port that it went to.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.outputs: dict[int, list[Message]] = {}
        self.printed: list[tuple[str, Message]] = []
        self.sent: list[tuple[int, bytes]] = []
        self.objects: list[Object] = []
        self.buses: dict[str, list[Object]] = {}
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._deep = 0

    def hand(self, receiver: Object, inlet: int, message: Message) -> None:
        """Give a message to an object, at once as Max does."""
        if self._deep > MOST_DEEP:
            raise Refused(f"stack overflow at {receiver.named()}")
        self._deep += 1
        try:
            receiver.receive(inlet, message)
        finally:
            self._deep -= 1

    def later(self, milliseconds: float, event: Callable[[], None]) -> None:
        """Let something happen after so long; 0 is after all that happens now."""
        heapq.heappush(self._events, (self.now + milliseconds, next(self._numbers), event))

    def run(self, milliseconds: float = 0.0) -> None:
        """Let time pass."""
        end = self.now + milliseconds
        while self._events and self._events[0][0] <= end:
            self.now, _, event = heapq.heappop(self._events)
            event()
        self.now = end

    def open(self) -> None:
        """Do what happens when the patch opens."""
        for thing in self.objects:
            thing.load()
        self.run()

    def find(self, name: str) -> Object:
        """Return the box of that scripting name, or else with that text."""
        found = [o for o in self.objects if name == o.box.get("varname")]
        found = found or [o for o in self.objects if name == o.box.get("text")]
        if len(found) != 1:
            raise Refused(f"{len(found)} boxes are {name}")
        return found[0]


Factory = Callable[[Machine, Json], Object]


def wire(patcher: Json, made: dict[str, Object]) -> None:
    """Connect the boxes of one patcher, receivers in Max's order."""
    for source, outlet, destination, inlet in lines(patcher):
        made[source].cords.setdefault(outlet, []).append((made[destination], inlet))
    for box in boxes(patcher):
        for receivers in made[box["id"]].cords.values():
            receivers.sort(key=lambda receiver: receiver[0].place)
