"""Objects that only pass messages on: what each does with what comes in."""

import ast
import re

from tests.max_patches.interpreter.machine import (
    BANG,
    Atom,
    Json,
    Machine,
    Message,
    Object,
    Refused,
)
from tests.max_patches.interpreter.messages import fitted, number, read, written


class MessageBox(Object):
    """Sends its text, with what came in instead of ``$1`` and so on."""

    def receive(self, inlet: int, message: Message) -> None:
        text = self.box["text"]
        if inlet or re.search(r"[,;]", text) or message[0] in ("set", "append", "prepend"):
            raise self.refuse(message)
        wanted = {int(n) for n in re.findall(r"\$(\d)", text)}
        if wanted and (message == BANG or max(wanted) > len(message)):
            raise self.refuse(message)
        filled = re.sub(r"\$(\d)", lambda m: written(message[int(m[1]) - 1]), text)
        self.out(0, read(filled))


class Prepend(Object):
    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG or message[0] == "set":
            raise self.refuse(message)  # a bang would leave as the word
        self.out(0, (*self.arguments, *message))


class Route(Object):
    def receive(self, inlet: int, message: Message) -> None:
        if inlet:
            raise self.refuse(message)
        first, *rest = message
        if first in self.arguments:
            self.out(self.arguments.index(first), tuple(rest) or BANG)
        else:
            self.out(len(self.arguments), message)


class Select(Object):
    def receive(self, inlet: int, message: Message) -> None:
        if inlet or len(message) > 1 or isinstance(message[0], float):
            raise self.refuse(message)
        if message[0] in self.arguments:
            self.out(self.arguments.index(message[0]), BANG)
        else:
            self.out(len(self.arguments), message)


class Trigger(Object):
    def receive(self, inlet: int, message: Message) -> None:
        for outlet in reversed(range(len(self.arguments))):
            self.out(outlet, self._as(self.arguments[outlet], message))

    def _as(self, letter: Atom, message: Message) -> Message:
        if letter == "b":
            return BANG
        if isinstance(letter, int):
            return (letter,)
        if letter == "i" and (value := number(message)) is not None:
            return (int(value),)
        if letter == "f" and (value := number(message)) is not None:
            return (float(value),)
        if letter == "l" and message != BANG:
            return message
        raise self.refuse(message)


class Pack(Object):
    """A list of what came into each inlet; the left one sends it."""

    hot = frozenset({0})

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        self._kept = list(arguments)

    def receive(self, inlet: int, message: Message) -> None:
        if message != BANG:
            for place, value in enumerate(message, inlet):
                self._kept[place] = fitted(value, self.arguments[place])
        elif inlet:
            raise self.refuse(message)
        if inlet in self.hot:
            self.out(0, tuple(self._kept))


class Pak(Pack):
    """The same; every inlet sends it."""

    hot = frozenset(range(256))


class Unpack(Object):
    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG:
            raise self.refuse(message)
        for outlet in reversed(range(min(len(message), len(self.arguments)))):
            like = "" if self.arguments[outlet] == "s" else self.arguments[outlet]
            self.out(outlet, (fitted(message[outlet], like),))


class Number(Object):
    """``int`` and ``float``: keeps a number."""

    kind: type[int] | type[float] = int

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        self._kept = self.kind(arguments[0] if arguments else 0)

    def receive(self, inlet: int, message: Message) -> None:
        if (value := number(message)) is not None:
            self._kept = self.kind(value)
        elif message != BANG or inlet:
            raise self.refuse(message)
        if inlet == 0:
            self.out(0, (self._kept,))


class Float(Number):
    kind = float


class Change(Object):
    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        self._like = arguments[0] if arguments else 0
        self._kept = self._like

    def receive(self, inlet: int, message: Message) -> None:
        quiet = message[0] == "set"
        value = number(message[1:] if quiet else message)
        if value is None:
            raise self.refuse(message)
        before, self._kept = self._kept, fitted(value, self._like)
        if not quiet and self._kept != before:
            self.out(0, (self._kept,))


class Gate(Object):
    _open = 0

    def receive(self, inlet: int, message: Message) -> None:
        if inlet == 0:
            if number(message) not in (0, 1):
                raise self.refuse(message)
            self._open = int(message[0])
        elif self._open:
            self.out(0, message)


class ToSymbol(Object):
    def receive(self, inlet: int, message: Message) -> None:
        self.out(0, (" ".join(written(value) for value in message),))


class FromSymbol(Object):
    def receive(self, inlet: int, message: Message) -> None:
        if len(message) != 1:
            raise self.refuse(message)
        self.out(0, read(str(message[0])))


class Sprintf(Object):
    """Formats a list; numbers as ``%i``."""

    def receive(self, inlet: int, message: Message) -> None:
        text = str(self.arguments[0])
        if inlet or text.replace("%i", "").count("%") or len(message) != text.count("%i"):
            raise self.refuse(message)
        if any(isinstance(value, str) for value in message):
            raise self.refuse(message)
        self.out(0, read(text.replace("%i", "%d") % tuple(int(value) for value in message)))


class Plus(Object):
    def receive(self, inlet: int, message: Message) -> None:
        value = number(message)
        if value is None:
            raise self.refuse(message)
        if inlet:
            self.arguments = [int(value)]
        else:
            self.out(0, (int(value) + int(self.arguments[0]),))


_EXPRESSION = (ast.Expression, ast.BinOp, ast.Constant, ast.Name, ast.Load, ast.Call, ast.operator)


class Expression(Object):
    """``expr``: numbers in ``$f1``, ``$i1``; the left inlet works it out."""

    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        text = box["text"].removeprefix("expr ").replace("$", "x_")
        tree = ast.parse(text, mode="eval")
        if any(not isinstance(node, _EXPRESSION) for node in ast.walk(tree)):
            raise Refused(box["text"])
        self._code = compile(tree, box["text"], "eval")
        self._values = dict.fromkeys(range(box["numinlets"]), 0.0)

    def receive(self, inlet: int, message: Message) -> None:
        if message != BANG:
            for place, value in enumerate(message, inlet):
                self._values[place] = float(value)
        if inlet:
            return
        names: dict[str, object] = {"__builtins__": {}, "int": int}
        for place, value in self._values.items():
            names |= {f"x_f{place + 1}": value, f"x_i{place + 1}": int(value)}
        try:
            self.out(0, (eval(self._code, names),))
        except ZeroDivisionError as error:
            raise Refused(f"{self.named()}: division by zero") from error


class Nth(Object):
    def receive(self, inlet: int, message: Message) -> None:
        place = int(self.arguments[0])
        if inlet or message == BANG:
            raise self.refuse(message)
        if len(message) >= place:
            self.out(1, (*message[: place - 1], *message[place:]) or BANG)
            self.out(0, (message[place - 1],))


class Register(Object):
    """``zl.reg``: keeps a list; a bang sends it."""

    _kept: Message = ()

    def receive(self, inlet: int, message: Message) -> None:
        if inlet == 0 and message != BANG:
            raise self.refuse(message)
        if inlet == 1:
            self._kept = message
        elif self._kept:
            self.out(0, self._kept)


class Metro(Object):
    """Bangs at once and then every so many milliseconds while it is on."""

    _turn = 0

    def receive(self, inlet: int, message: Message) -> None:
        value = number(message)
        if inlet or value is None:
            raise self.refuse(message)
        self._turn += 1
        if value:
            self._tick(self._turn)

    def _tick(self, turn: int) -> None:
        if turn == self._turn:
            self.machine.later(float(self.arguments[0]), lambda: self._tick(turn))
            self.out(0, BANG)


class Delay(Object):
    """Bangs after so many milliseconds; a new bang begins anew."""

    _turn = 0

    def receive(self, inlet: int, message: Message) -> None:
        if inlet or message != BANG:
            raise self.refuse(message)
        self._turn += 1
        turn = self._turn
        self.machine.later(float(self.arguments[0]), lambda: self._end(turn))

    def _end(self, turn: int) -> None:
        if turn == self._turn:
            self.out(0, BANG)


class DeferLow(Object):
    def receive(self, inlet: int, message: Message) -> None:
        self.machine.later(0.0, lambda: self.out(0, message))


class Send(Object):
    def receive(self, inlet: int, message: Message) -> None:
        for receiver in self.machine.buses.get(str(self.arguments[0]), []):
            receiver.out(0, message)


class Receive(Object):
    def __init__(self, machine: Machine, box: Json, arguments: list[Atom]) -> None:
        super().__init__(machine, box, arguments)
        machine.buses.setdefault(str(arguments[0]), []).append(self)


class Print(Object):
    def receive(self, inlet: int, message: Message) -> None:
        self.machine.printed.append((str(self.arguments[0]), message))


class Still(Object):
    """A box that takes no part in messages, such as sound."""


OBJECTS: dict[str, type[Object]] = {
    "prepend": Prepend,
    "route": Route,
    "sel": Select,
    "t": Trigger,
    "pack": Pack,
    "pak": Pak,
    "unpack": Unpack,
    "int": Number,
    "float": Float,
    "change": Change,
    "gate": Gate,
    "tosymbol": ToSymbol,
    "fromsymbol": FromSymbol,
    "sprintf": Sprintf,
    "+": Plus,
    "expr": Expression,
    "zl.nth": Nth,
    "zl.reg": Register,
    "metro": Metro,
    "delay": Delay,
    "deferlow": DeferLow,
    "s": Send,
    "r": Receive,
    "print": Print,
    "plugin~": Still,
    "plugout~": Still,
}
