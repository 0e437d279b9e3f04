"""From the file of a patch to a machine that runs it."""

import json
from collections.abc import Sequence

from bridge.osc.packets import build
from max_patches.check.maxmsp import boxes
from max_patches.generate.files import FOLDER
from max_patches.generate.maxmsp.amxd import unpack
from tests.max_patches.interpreter.controls import CONTROLS
from tests.max_patches.interpreter.edges import (
    EDGES,
    Inlet,
    Inner,
    Outlet,
    PatcherArguments,
    UdpReceive,
)
from tests.max_patches.interpreter.live_set import API, LiveSet, reaching
from tests.max_patches.interpreter.machine import (
    Atom,
    Json,
    Machine,
    Message,
    Object,
    Refused,
    wire,
)
from tests.max_patches.interpreter.messages import read
from tests.max_patches.interpreter.objects import OBJECTS, MessageBox, Still

_SHOWN = {"live.comment", "panel"}


def patcher_of(name: str) -> Json:
    """Return the patcher in a shipped file."""
    data = (FOLDER / name).read_bytes()
    content = unpack(data)[1] if name.endswith(".amxd") else json.loads(data)
    return dict(content["patcher"])


class Bench:
    """A patch on the bench: messages in, datagrams out, and the other way round."""

    def __init__(self, patcher: Json, arguments: Sequence[Atom] = (),
                 live: LiveSet | None = None) -> None:  # fmt: skip
        self.machine, self.live = Machine(), live or LiveSet()
        self._made = self._patch(patcher, tuple(arguments))
        self._ends = _ends(self._made)

    @classmethod
    def of(cls, name: str, *arguments: Atom, live: LiveSet | None = None) -> "Bench":
        """Return a shipped patch, opened and at rest."""
        bench = cls(patcher_of(name), arguments, live)
        bench.machine.open()
        return bench

    def _patch(self, patcher: Json, arguments: tuple[Atom, ...]) -> dict[str, Object]:
        made = {box["id"]: self._object(box) for box in boxes(patcher)}
        for thing in made.values():
            if isinstance(thing, PatcherArguments):
                thing.given = arguments
        wire(patcher, made)
        return made

    def _object(self, box: Json) -> Object:
        name, arguments = _parts(box)
        if "patcher" in box:
            made: Object = self._inner(box, box["patcher"], ())
        elif (FOLDER / f"{name}.maxpat").exists():
            made = self._inner(box, patcher_of(f"{name}.maxpat"), tuple(arguments))
        elif name in API:
            made = reaching(API[name], self.live, self.machine, box, arguments)
        elif kind := _KINDS.get(name):
            made = kind(self.machine, box, arguments)
        else:
            raise Refused(f"no such object here: {name}")
        self.machine.objects.append(made)
        return made

    def _inner(self, box: Json, patcher: Json, arguments: tuple[Atom, ...]) -> Inner:
        inner = Inner(self.machine, box, [])
        inside = self._patch(patcher, arguments)
        inner.inlets = _ends(inside)
        for thing in inside.values():
            if isinstance(thing, Outlet):
                thing.owner = inner
        return inner

    def say(self, inlet: int, text: str) -> None:
        """Send a message to an inlet of the patch."""
        self._ends[inlet].receive(0, read(text))
        self.machine.run()

    def hear(self, address: str, *arguments: Atom) -> None:
        """Let a datagram of the daemon come in."""
        for thing in self.machine.objects:
            if isinstance(thing, UdpReceive):
                thing.hear(build(address, arguments))
        self.machine.run()

    def taken(self) -> list[tuple[int, bytes]]:
        """Return what was sent since the last time."""
        self.machine.run()
        sent, self.machine.sent = self.machine.sent, []
        return sent

    def told(self, outlet: int) -> list[Message]:
        """Return what has left by an outlet since the last time."""
        return self.machine.outputs.pop(outlet, [])


def _ends(made: dict[str, Object]) -> dict[int, Inlet]:
    return {o.box["index"] - 1: o for o in made.values() if isinstance(o, Inlet)}


def _parts(box: Json) -> tuple[str, list[Atom]]:
    if box["maxclass"] != "newobj":
        return box["maxclass"], []
    name, *arguments = read(box["text"])
    if any(str(argument).startswith("@") for argument in arguments):
        raise Refused(f"attributes are not understood here: {box['text']}")
    return str(name), arguments


_KINDS: dict[str, type[Object]] = {
    **OBJECTS,
    **EDGES,
    **CONTROLS,
    **dict.fromkeys(_SHOWN, Still),
    "message": MessageBox,
}
