"""Where a patch meets the world: its own inlets and outlets, UDP, opening and closing."""

from bridge.osc.packets import build, parse
from tests.max_patches.interpreter.machine import BANG, Atom, Json, Machine, Message, Object
from tests.max_patches.interpreter.messages import number


class Inlet(Object):
    """Lets in what comes to its patcher."""

    def receive(self, inlet: int, message: Message) -> None:
        self.out(0, message)


class Outlet(Object):
    """Lets out what leaves its patcher; on the outermost one it is noted down."""

    owner: "Inner | None" = None

    def receive(self, inlet: int, message: Message) -> None:
        place = self.box["index"] - 1
        if self.owner:
            self.owner.out(place, message)
        else:
            self.machine.outputs.setdefault(place, []).append(message)


class Inner(Object):
    """A patcher in a box: a subpatcher or an abstraction."""

    inlets: dict[int, Inlet]

    def receive(self, inlet: int, message: Message) -> None:
        self.inlets[inlet].receive(0, message)


class UdpSend(Object):
    """Makes a datagram of a message; ``port`` and ``host`` say where it goes."""

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        self.port = int(arguments[1])

    def receive(self, inlet: int, message: Message) -> None:
        first, *rest = message
        if first == "port" and isinstance(number(tuple(rest)), int):
            self.port = int(rest[0])
        elif isinstance(first, str) and first.startswith("/"):
            self.machine.sent.append((self.port, build(first, rest)))
        else:
            raise self.refuse(message)


class UdpReceive(Object):
    """Makes messages of datagrams."""

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        self.port = int(arguments[0])

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] != "port" or not isinstance(number(message[1:]), int):
            raise self.refuse(message)
        self.port = int(message[1])

    def hear(self, datagram: bytes) -> None:
        """Take a datagram in; booleans come as 1 and 0."""
        for heard in parse(datagram):
            rest = [int(a) if isinstance(a, bool) else a for a in heard.arguments]
            if not all(isinstance(value, (int, float, str)) for value in rest):
                raise self.refuse((heard.address,))
            self.out(0, (heard.address, *rest))  # type: ignore[arg-type]


class PatcherArguments(Object):
    """Tells the arguments of its patcher, or its own where there are none."""

    given: tuple[Atom, ...] = ()

    def load(self) -> None:
        own = self.arguments[len(self.given) :]
        self.out(0, (*self.given, *own))


class CloseBang(Object):
    def close(self) -> None:
        """Bang: the patch is closed."""
        self.out(0, BANG)


class ThisDevice(Object):
    """``live.thisdevice``: bangs when the device and its parameters are there."""

    def load(self) -> None:
        self.machine.later(0.0, lambda: self.out(0, BANG))


EDGES: dict[str, type[Object]] = {
    "inlet": Inlet,
    "outlet": Outlet,
    "udpsend": UdpSend,
    "udpreceive": UdpReceive,
    "patcherargs": PatcherArguments,
    "closebang": CloseBang,
    "live.thisdevice": ThisDevice,
}
