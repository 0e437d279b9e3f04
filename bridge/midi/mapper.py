"""From moved controls to gestures, and from values back to the lights of a controller."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.midi.controls import Control, Decoder, Move
from bridge.midi.maps import CALLS, CHORD, Map, Row
from bridge.protocol.chords import held_chord
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import BY_NAME, Parameter, Value

NEAR = 2 / 127  # a control that is no further off than that has picked the value up
_STEP = 1 / 127  # of a relative encoder's click
_FINE = 1 / 16383  # of an NRPN's increment

Perform = Callable[[Write | Call], None]
Read = Callable[[Parameter], Value]


@dataclass
class _Grip:
    """What an absolute control has moved so far: its place, and the value that it has set."""

    place: float
    value: float | None = None


class Mapper:
    """One device's controls. Owned by the loop thread.

    ``perform`` is given writes and calls, ``read`` tells a parameter's value, ``send`` takes bytes
    for the device's lights.
    """

    def __init__(
        self, table: Map, perform: Perform, read: Read, send: Callable[[bytes], None]
    ) -> None:
        self.map = table
        self._perform, self._read, self._send = perform, read, send
        self._decoder = Decoder()
        self._grips: dict[Control, _Grip] = {}
        self._held: dict[int, set[int]] = {}
        self._learning: str | None = None
        self._learn_mode = "absolute"

    def learn(self, target: str | None, mode: str = "absolute") -> None:
        """Give the next control that moves to ``target``; None ends the learning."""
        self._learning, self._learn_mode = target, mode

    def receive(self, data: bytes) -> tuple[Row, tuple[Row, ...]] | None:
        """Do what a message means; return what was learned by it and what that replaced."""
        moves = self._decoder.decode(data)
        if self._learning and moves and _may_be_learned(moves[-1]):
            return self._take(moves[-1].control, self._learning)
        for move in moves:
            for row in self.map.rows:
                if _means(row, move):
                    self._do(row, move)
        return None

    def _take(self, control: Control, target: str) -> tuple[Row, tuple[Row, ...]]:
        self._learning = None
        button = control.kind == "note" and target in BY_NAME
        mode = "toggle" if button and BY_NAME[target].kind == "bool" else self._learn_mode
        row = Row(control, target, mode)
        self.map, gone = self.map.with_row(row)
        return row, gone

    def _do(self, row: Row, move: Move) -> None:
        if row.target == CHORD:
            self._hold(row, move)
        elif row.target in CALLS:
            self._call(row, move)
        else:
            self._set(row, BY_NAME[row.target], move)

    def _hold(self, row: Row, move: Move) -> None:
        held = self._held.setdefault(move.control.channel, set())
        (held.add if move.raw else held.discard)(move.control.number)
        self._perform(Write(BY_NAME["chord"], held_chord(held) or None, when=row.when))

    def _call(self, row: Row, move: Move) -> None:
        """Call on a press; a Program Change is the number itself, from 1."""
        program = move.control.kind == "program"
        if not program and move.value == 0.0:
            return
        number = row.number if row.number is not None else (move.raw + 1 if program else None)
        wanted = CALLS[row.target].signature
        takes_when = bool(wanted) and wanted[-1].name == "when"
        rest = (row.when,) if row.when and takes_when else ()
        self._perform(Call(row.target, number, rest))

    def _set(self, row: Row, parameter: Parameter, move: Move) -> None:
        present = self._place(row, parameter)
        if row.mode == "toggle":
            if move.value > 0:
                self._write(row, parameter, 0.0 if present >= 0.5 else 1.0)
        elif move.step or row.mode != "absolute":
            step = move.step * _FINE if move.step else _clicks(row.mode, move.raw) * _STEP
            self._write(row, parameter, min(max(present + step, 0.0), 1.0))
        elif self._read(parameter) is None or self._picked_up(row, move, present):
            self._write(row, parameter, move.value)
            self._grips[row.control] = _Grip(move.value, self._place(row, parameter))

    def _picked_up(self, row: Row, move: Move, present: float) -> bool:
        """Whether an absolute control may move a value: when it is at it, or passes by it.

        What the planner decides has no value to wait for: there nobody asks.
        """
        grip = self._grips.get(row.control)
        if not row.pickup or move.control.kind == "note":
            return True
        if grip and grip.value is not None and abs(grip.value - present) < 1e-6:
            return True  # nobody else has moved it meanwhile
        before = grip.place if grip else move.value
        self._grips[row.control] = _Grip(move.value)
        passed = (before - present) * (move.value - present) <= 0 and grip is not None
        return passed or abs(move.value - present) <= NEAR

    def _place(self, row: Row, parameter: Parameter) -> float:
        """Return where the present value lies between the control's ends, 0 … 1."""
        value = self._read(parameter)
        if parameter.choices:
            known = str(value) in parameter.choices
            index = parameter.choices.index(str(value)) if known else 0
            return index / max(1, len(parameter.choices) - 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return float(bool(value)) if isinstance(value, bool) else 0.5
        low, high = _ends(row, parameter)
        return min(max((value - low) / (high - low), 0.0), 1.0)

    def _write(self, row: Row, parameter: Parameter, place: float) -> None:
        value: Value
        if parameter.choices:
            value = parameter.choices[round(place * (len(parameter.choices) - 1))]
        elif parameter.kind == "bool":
            value = place >= 0.5
        else:
            low, high = _ends(row, parameter)
            number = low + place * (high - low)
            value = round(number) if parameter.kind == "int" else number
        self._perform(Write(parameter, value, when=row.when if parameter.slow else None))

    def show(self, parameter: Parameter) -> None:
        """Light what shows a parameter; a prompt's weight lights the pad that selects it."""
        for row in self.map.rows:
            if row.light and row.target == parameter.name:
                self._light(row.control, self._place(row, parameter))
            elif row.light and _selects(row) == parameter.name:
                self._light(row.control, float(bool(self._read(parameter))))

    def _light(self, control: Control, place: float) -> None:
        channel, value = control.channel - 1, round(127 * place)
        if control.kind == "note":
            self._send(bytes([0x90 | channel, control.number, value]))
        elif control.kind == "cc":
            self._send(bytes([0xB0 | channel, control.number, value]))
        elif control.kind == "cc14":
            whole = round(16383 * place)
            self._send(bytes([0xB0 | channel, control.number, whole >> 7]))
            self._send(bytes([0xB0 | channel, control.number + 32, whole & 0x7F]))


def _means(row: Row, move: Move) -> bool:
    if row.target == CHORD:
        return move.control.kind == "note" and move.control.channel == row.control.channel
    return row.control == move.control


def _selects(row: Row) -> str | None:
    """Return the weight that a pad for a prompt is lit by."""
    chosen = row.target == "prompt/select" and row.number is not None
    return f"prompt/{row.number:.0f}/weight" if chosen else None


def _may_be_learned(move: Move) -> bool:
    return move.control.kind not in ("note", "program") or move.raw > 0 or move.value > 0


def _ends(row: Row, parameter: Parameter) -> tuple[float, float]:
    low = parameter.low if row.low is None else row.low
    high = parameter.high if row.high is None else row.high
    return float(low or 0.0), float(1.0 if high is None else high)


def _clicks(mode: str, raw: int) -> int:
    """Return the signed clicks of a relative encoder's 7 bits."""
    if mode == "twos":
        return raw if raw < 64 else raw - 128
    if mode == "offset":
        return raw - 64
    return raw if raw < 64 else -(raw - 64)
