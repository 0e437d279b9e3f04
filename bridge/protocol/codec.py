"""From an OSC address and its arguments to messages, and back to arguments.

Clients mix types freely: numbers come as int or float, booleans as T, F, 0 or 1.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from bridge.protocol.chords import held_chord, read_chords
from bridge.protocol.messages import Call, Message, ProtocolError, Read, Write
from bridge.protocol.parameters import (
    AUTO,
    COMMANDS,
    PARAMETERS,
    QUANTIZE,
    Argument,
    Parameter,
    Value,
    sharp,
)
from bridge.protocol.patterns import matches

MAX_TEXT = 400  # characters of a prompt
_PARAMETERS = {p.address: p for p in PARAMETERS}
_READS = {p.address + "/get": p for p in PARAMETERS}
_COMMANDS = {c.address: c for c in COMMANDS}
_PATHS = frozenset("/\\:~")


def decode(address: str, arguments: Sequence[object]) -> list[Message]:
    """Return the messages that one OSC message stands for (several for a wildcard).

    Raises
    ------
    ProtocolError
        Unknown address or wrong arguments; the text says what would be right.
    """
    return [_decode_one(found, arguments) for found in matches(address)]


def _decode_one(address: str, arguments: Sequence[object]) -> Message:
    if address in _PARAMETERS:
        return _write(_PARAMETERS[address], arguments)
    if address in _READS:
        return Read(_READS[address])
    return _call(address, arguments)


def _call(address: str, arguments: Sequence[object]) -> Call:
    command = _COMMANDS[address]
    wanted = command.signature
    if not wanted:
        return Call(command.name)
    needed = sum(not argument.optional for argument in wanted)
    if not needed <= len(arguments) <= len(wanted):
        raise ProtocolError(f"takes {command.usage}, got {len(arguments)} arguments")
    values = [_argument(w, given) for w, given in zip(wanted, arguments, strict=False)]
    if values and not wanted[0].text:
        return Call(command.name, float(values[0]), tuple(values[1:]))
    return Call(command.name, rest=tuple(values))


def _argument(wanted: Argument, given: object) -> float | str:
    if not wanted.text:
        return _number(given)
    if isinstance(given, (int, float)):  # such as the 4 of "in 4 bars"
        return f"{_number(given):g}"
    if not isinstance(given, str) or len(given) > MAX_TEXT:
        raise ProtocolError(f"takes text for {wanted.name}, got {_shown(given)}")
    return given.strip()


def _write(parameter: Parameter, arguments: Sequence[object]) -> Write:
    if parameter.kind == "chords":
        return _write_chords(parameter, arguments)
    arguments = _together(parameter, arguments)
    if len(arguments) == 2 and parameter.slow:
        return replace(_write_value(parameter, arguments[0]), when=_when(arguments[1]))
    if len(arguments) != 1:
        raise ProtocolError(f"takes one value ({parameter.kind}), got {len(arguments)}")
    return _write_value(parameter, arguments[0])


def _together(parameter: Parameter, arguments: Sequence[object]) -> Sequence[object]:
    """Join the words of a choice such as `harmonic minor`: Max and Pd send them one by one."""
    for choice in parameter.choices:
        words = choice.split()
        if len(words) > 1 and list(arguments[: len(words)]) == words:
            return [choice, *arguments[len(words) :]]
    return arguments


def _write_chords(parameter: Parameter, arguments: Sequence[object]) -> Write:
    """Take a text or MIDI note numbers; a text after them says when."""
    when = _when(arguments[-1]) if len(arguments) > 1 and arguments[-1] in QUANTIZE else None
    given = arguments[:-1] if when else arguments
    if given and not isinstance(given[0], str):
        value: Value = held_chord(_note(note) for note in given)
    elif len(given) == 1:
        value = None if given[0] in (AUTO, "") else _chords(_text(parameter, given[0]))
    else:
        raise ProtocolError('takes one text, such as "Am F C G", or MIDI note numbers')
    return Write(parameter, value, when=when)


def _chords(text: Value) -> Value:
    read_chords(str(text))
    return text


def _note(argument: object) -> int:
    number = _number(argument)
    if not 0 <= number <= 127:
        raise ProtocolError(f"takes MIDI notes, 0 … 127; got {_shown(argument)}")
    return int(number)


def _when(argument: object) -> str:
    name = f"{argument:g}" if isinstance(argument, (int, float)) else argument
    if name not in QUANTIZE:
        choices = ", ".join(QUANTIZE)
        raise ProtocolError(f"takes one of {choices} after the value; got {_shown(argument)}")
    return str(name)


def _write_value(parameter: Parameter, argument: object) -> Write:
    if parameter.optional and argument == AUTO:
        return Write(parameter, None)
    if parameter.kind in ("float", "int"):
        return _write_number(parameter, _number(argument))
    return Write(parameter, _CHECKS[parameter.kind](parameter, argument))


def _write_number(parameter: Parameter, number: float) -> Write:
    low, high = parameter.low, parameter.high
    assert low is not None and high is not None
    kept = min(max(number, low), high)
    value: Value = round(kept) if parameter.kind == "int" else float(kept)
    return Write(parameter, value, clamped=kept != number)


def _number(argument: object) -> float:
    if not isinstance(argument, (int, float)) or not math.isfinite(argument):
        raise ProtocolError(f"takes a number, got {_shown(argument)}")
    return float(argument) if isinstance(argument, float) else int(argument)


def _bool(parameter: Parameter, argument: object) -> Value:
    if argument in (0, 1):  # also True, False, 0.0 and 1.0
        return bool(argument)
    raise ProtocolError(f"takes T, F, 0 or 1, got {_shown(argument)}")


def _text(parameter: Parameter, argument: object) -> Value:
    if not isinstance(argument, str):
        raise ProtocolError(f"takes text, got {_shown(argument)}")
    if len(argument) > MAX_TEXT:
        raise ProtocolError(f"takes at most {MAX_TEXT} characters, got {len(argument)}")
    if argument.strip().startswith("@") and _PATHS.intersection(argument):
        # Nobody may name this machine's files over the network.
        raise ProtocolError("takes a sound of the session folder by its name, such as @loop.wav")
    return argument.strip()


def _enum(parameter: Parameter, argument: object) -> Value:
    if parameter.name == "quantize":
        return _when(argument)
    if isinstance(argument, str) and parameter.name == "key":
        argument = sharp(argument)
    if argument not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise ProtocolError(f"takes one of {choices}; got {_shown(argument)}")
    return str(argument)


_CHECKS = {"bool": _bool, "text": _text, "enum": _enum}


def _shown(argument: object) -> str:
    text = repr(argument)
    return text if len(text) <= 40 else text[:37] + "..."


def encode(parameter: Parameter, value: Value) -> float | int | str:
    """Return the OSC argument that tells ``value``; a client may send it back as it is.

    A boolean is told as 0 or 1: Pd and older clients read no T and F.
    """
    if value is None:
        return AUTO
    if parameter.kind == "bool":
        return int(bool(value))
    return float(value) if parameter.kind == "float" else value
