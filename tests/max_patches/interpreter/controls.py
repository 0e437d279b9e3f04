"""User interface objects: a hand moves them, ``set`` moves them and says nothing."""

import struct

from max_patches.check.panel import value_of
from tests.max_patches.interpreter.machine import BANG, Atom, Json, Machine, Message, Object
from tests.max_patches.interpreter.messages import number, read

_FLOAT, _ENUM = 0, 2  # parameter_type


class Control(Object):
    """A ``live.*`` number: float, int or one of several items, which is kept as its index."""

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        known = value_of(box)
        self.items: list[str] = known.get("parameter_enum", [])
        self._begins = bool(known["parameter_initial_enable"])
        self._float = known["parameter_type"] == _FLOAT
        self._low = known.get("parameter_mmin", 0.0)
        self._high = known["parameter_mmax"]
        self.value: float | int = self._kept(known["parameter_initial"][0])

    def _kept(self, value: float) -> float | int:
        """Return a value within the range, as Live keeps it: 32 bits of a float."""
        inside = min(max(value, self._low), self._high)
        return (
            float(struct.unpack("f", struct.pack("f", inside))[0]) if self._float else int(inside)
        )

    def load(self) -> None:
        if self._begins and self.box.get("mode", 1):  # a button has no value
            self.tell()

    def hand(self, value: float) -> None:
        """Move it as a hand, an automation or a mapping does."""
        self.value = self._kept(value)
        self.tell()

    def tell(self) -> None:
        """Send the value; the raw one would leave by the last outlet, which nobody needs."""
        self.out(0, (self.value,))

    def receive(self, inlet: int, message: Message) -> None:
        if message in (("outputvalue",), BANG):
            self.tell()
        elif (value := number(message)) is not None:
            self.hand(value)
        elif message[0] == "set" and (value := number(message[1:])) is not None:
            self.value = self._kept(value)
        elif message[0] == "setsymbol" and self.items:
            self.value = self._item(message)
        else:
            raise self.refuse(message)

    def _item(self, message: Message) -> int:
        text = " ".join(str(word) for word in message[1:])
        if text not in self.items:
            raise self.refuse(message)
        return self.items.index(text)


class Choice(Control):
    """``live.menu`` and ``live.tab``: index, and the item's text as a message."""

    def tell(self) -> None:
        self.out(1, read(self.items[int(self.value)]))
        super().tell()


class Text(Control):
    """``live.text``: a switch, or a button that bangs."""

    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG or not self.box["mode"]:
            raise self.refuse(message)  # a bang would toggle a switch
        super().receive(inlet, message)

    def tell(self) -> None:
        self.out(1, (self.box["texton"],))
        super().tell()

    def click(self) -> None:
        """Press the button."""
        if self.box["mode"]:
            self.hand(1 - self.value)
        else:
            self.out(1, (self.box["text"],))
            self.out(0, BANG)


class Words(Object):
    """``textedit`` that sends one symbol on Return."""

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        if (box["keymode"], box["outputmode"]) != (1, 1):
            raise self.refuse(("keymode", box["keymode"], "outputmode", box["outputmode"]))
        self.value = str(box["text"])

    def hand(self, text: str) -> None:
        """Type words, then Return."""
        self.value = text
        self.out(0, ("text", self.value))

    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG:
            self.out(0, ("text", self.value) if self.value else ("text",))
        elif message[0] == "set":
            self.value = " ".join(str(word) for word in message[1:])
        else:
            raise self.refuse(message)


class Plane(Object):
    """``pictslider``: two whole numbers, 0 to 127."""

    value: tuple[int, int] = (0, 0)

    def hand(self, x: int, y: int) -> None:
        """Move the knob."""
        self.value = (x, y)
        self.out(1, (y,))
        self.out(0, (x,))

    def receive(self, inlet: int, message: Message) -> None:
        if inlet or message[0] != "set" or not all(isinstance(v, int) for v in message[1:]):
            raise self.refuse(message)
        x, y = message[1:]
        self.value = (int(x), int(y))


class Shown(Object):
    """``comment`` and ``flonum``: shows what it is told."""

    value: Message = ()

    def receive(self, inlet: int, message: Message) -> None:
        if self.box["maxclass"] == "flonum" and number(message) is not None:
            self.value = message
        elif self.box["maxclass"] == "comment" and message[0] == "set":
            self.value = message[1:]
        else:
            raise self.refuse(message)


CONTROLS: dict[str, type[Object]] = {
    "live.dial": Control,
    "live.numbox": Control,
    "live.slider": Control,
    "live.menu": Choice,
    "live.tab": Choice,
    "live.text": Text,
    "textedit": Words,
    "pictslider": Plane,
    "comment": Shown,
    "flonum": Shown,
}
