"""From MIDI bytes to moved controls: 7 and 14 bits, NRPN, pitch bend, notes, programs.

After the MIDI 1.0 Detailed Specification 4.2: controllers 0 … 31 and 32 … 63 are the two halves of
14 bits; 99 and 98 choose an NRPN, 101 and 100 an RPN, 6 and 38 are its value, 96 and 97 its steps.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

NOTE_OFF, NOTE_ON, CC, PROGRAM, PRESSURE, BEND = 0x80, 0x90, 0xB0, 0xC0, 0xD0, 0xE0
KINDS = ("cc", "cc14", "nrpn", "bend", "note", "program", "pressure")
_NUMBERED = ("cc", "cc14", "nrpn", "note")
_MOST = {"cc": 127, "cc14": 31, "nrpn": 16383, "note": 127}
_TOP = 16383
_DATA, _DATA_LSB, _UP, _DOWN = 6, 38, 96, 97
_NRPN_LSB, _NRPN, _RPN_LSB, _RPN = 98, 99, 100, 101


@dataclass(frozen=True, order=True)
class Control:
    """One thing to move on a controller; ``channel`` from 1. Written as ``cc 1 21``."""

    kind: str
    channel: int
    number: int = 0

    @classmethod
    def read(cls, text: str) -> "Control":
        """Return the control of its text.

        Raises
        ------
        ValueError
            For a text that is none.
        """
        match = re.fullmatch(r"(\w+) (\d+)(?: (\d+))?", text.strip())
        kind, channel, number = match.groups() if match else ("", "0", None)
        fine = kind in KINDS and 1 <= int(channel) <= 16 and (number is None) != (kind in _NUMBERED)
        if not fine or int(number or 0) > _MOST.get(kind, 0):
            raise ValueError(f"{text!r} is no control: write it like cc 1 21, note 10 36 or bend 1")
        return cls(kind, int(channel), int(number or 0))

    def __str__(self) -> str:
        number = f" {self.number}" if self.kind in _NUMBERED else ""
        return f"{self.kind} {self.channel}{number}"


@dataclass(frozen=True)
class Move:
    """A control has moved: to ``value`` (0 … 1), or by ``step`` where that is not 0.

    ``raw`` is the number as it came: a program, a velocity, the 7 bits of a relative encoder.
    """

    control: Control
    value: float
    raw: int
    step: int = 0


@dataclass
class _Channel:
    """What a channel's controllers have said so far."""

    halves: dict[int, int] = field(default_factory=dict)
    chosen: dict[int, int] = field(default_factory=dict)
    nrpn: bool = False


class Decoder:
    """Turns the messages of one device into moves. One thread at a time."""

    def __init__(self) -> None:
        self._channels = [_Channel() for _ in range(16)]

    def decode(self, data: bytes) -> list[Move]:
        """Return what a message moves: nothing for other messages, or broken ones.

        A controller that is a half of 14 bits moves two controls: itself and the whole.
        """
        if len(data) < 2 or data[0] < 0x80 or any(byte > 0x7F for byte in data[1:]):
            return []
        kind, channel = data[0] & 0xF0, (data[0] & 0x0F) + 1
        if kind in (PROGRAM, PRESSURE):
            name = "program" if kind == PROGRAM else "pressure"
            return [Move(Control(name, channel), data[1] / 127, data[1])]
        return list(self._long(kind, channel, data)) if len(data) == 3 else []

    def _long(self, kind: int, channel: int, data: bytes) -> Iterator[Move]:
        if kind == BEND:
            value = data[1] | data[2] << 7
            yield Move(Control("bend", channel), value / _TOP, value)
        elif kind in (NOTE_ON, NOTE_OFF):
            velocity = data[2] if kind == NOTE_ON else 0
            yield Move(Control("note", channel, data[1]), velocity / 127, velocity)
        elif kind == CC:
            yield Move(Control("cc", channel, data[1]), data[2] / 127, data[2])
            yield from self._halves(channel, data[1], data[2])
            yield from self._registered(channel, data[1], data[2])

    def _halves(self, channel: int, number: int, value: int) -> Iterator[Move]:
        """The second half completes a value: the first alone would be a step back."""
        halves = self._channels[channel - 1].halves
        if number < 32:
            halves[number] = value
        elif number < 64 and number - 32 in halves:
            whole = halves[number - 32] << 7 | value
            yield Move(Control("cc14", channel, number - 32), whole / _TOP, whole)

    def _registered(self, channel: int, number: int, value: int) -> Iterator[Move]:
        state = self._channels[channel - 1]
        if number in (_NRPN, _NRPN_LSB, _RPN, _RPN_LSB):
            state.chosen[number], state.nrpn = value, number in (_NRPN, _NRPN_LSB)
        elif state.nrpn and {_NRPN, _NRPN_LSB} <= state.chosen.keys():
            control = Control("nrpn", channel, state.chosen[_NRPN] << 7 | state.chosen[_NRPN_LSB])
            yield from self._entered(state, control, number, value)

    def _entered(
        self, state: _Channel, control: Control, number: int, value: int
    ) -> Iterator[Move]:
        if control.number == _TOP:  # the null that says that nothing is chosen
            return
        if number in (_DATA, _DATA_LSB):
            fine = value if number == _DATA_LSB else 0
            whole = state.halves.get(_DATA, 0) << 7 | fine
            yield Move(control, whole / _TOP, whole)
        elif number in (_UP, _DOWN):
            yield Move(control, 0.0, value, step=1 if number == _UP else -1)
