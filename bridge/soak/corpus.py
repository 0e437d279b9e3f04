"""What is thrown at the daemon: valid messages from the parameter table, mutated ones, noise."""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pythonosc.osc_message_builder import ArgValue

from bridge.osc.packets import build
from bridge.protocol.parameters import AUTO, COMMANDS, PARAMETERS, QUANTIZE, Command, Parameter

# They would end the run, move answers to where nobody counts them, or start processes.
_LEFT_OUT = ("quit", "reply_port", "output/device", "midi/use")
# They write files, which a million of them would be too many of; names are tried by tests of paths.
_WRITES = ("capture", "record/start", "scene/export")
_PROCESSES = ("link",)  # values that start a process each time
_CHORDS = ("Am F C G", "C %", "Dm7 | G7", AUTO)
_WORDS = ("warm rhodes", "dark techno", "", "é中文", "x" * 400, "auto", "now", "8")


@dataclass(frozen=True)
class Sent:
    """A datagram; ``sure`` is one of which it is known that it means something."""

    data: bytes
    sure: bool


def value(parameter: Parameter, rng: random.Random) -> ArgValue:
    """Return a value that the parameter takes."""
    if parameter.optional and rng.random() < 0.1:
        return AUTO
    if parameter.kind == "chords":
        return rng.choice(_CHORDS)
    if parameter.kind == "text":
        return rng.choice(_WORDS)
    if parameter.kind == "bool":
        return rng.choice((True, False, 0, 1))
    if parameter.choices:
        return rng.choice([choice for choice in parameter.choices if choice not in _PROCESSES])
    low, high = parameter.low or 0.0, parameter.high or 1.0
    return rng.randint(int(low), int(high)) if parameter.kind == "int" else rng.uniform(low, high)


def _write(rng: random.Random) -> bytes:
    parameter = rng.choice(PARAMETERS)
    arguments = [value(parameter, rng)]
    if parameter.slow and rng.random() < 0.3:
        arguments.append(rng.choice(QUANTIZE))
    return build(parameter.address, arguments)  # type: ignore[arg-type]


def _call(rng: random.Random) -> bytes:
    command = rng.choice([c for c in COMMANDS if c.name not in (*_LEFT_OUT, *_WRITES)])
    return build(command.address, _arguments(command, rng))


def _arguments(command: Command, rng: random.Random) -> list[float | str]:
    wanted = [a for a in command.signature if not a.optional or rng.random() < 0.5]
    return [rng.choice(_WORDS) if a.text else rng.choice((0, 1, 2, 8, 0.5, 500.0)) for a in wanted]


def _strange(rng: random.Random) -> bytes:
    """A known address with arguments of any kind: wrong types, too many, not finite."""
    numbers = (float("nan"), float("inf"), -float("inf"), 1e30, -1e30, 2**31 - 1, -1, 0, 0.5)
    some = [rng.choice((*numbers, *_WORDS, True, "../x", "\x01")) for _ in range(rng.randrange(5))]
    known = rng.choice(PARAMETERS).address if rng.random() < 0.6 else _address(rng)
    return build(known + rng.choice(("", "", "/get", "/x", "*")), some)


def _address(rng: random.Random) -> str:
    return rng.choice([c.address for c in COMMANDS if c.name not in (*_LEFT_OUT, *_WRITES)])


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """Change, cut, double or insert a few bytes."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(4)
        if kind == 0 and at < len(changed):
            changed[at] = rng.randrange(256)
        elif kind == 1:
            del changed[at : at + rng.randint(1, 8)]
        elif kind == 2:
            changed[at:at] = rng.randbytes(rng.randint(1, 8))
        else:
            changed[at:at] = changed[at : at + 16]
    return bytes(changed)


def _bundle(rng: random.Random, depth: int = 0) -> bytes:
    """A bundle of some of these, now, late, soon or never, perhaps in another one."""
    parts = [_write(rng) if rng.random() < 0.7 else _strange(rng) for _ in range(rng.randrange(4))]
    if depth < 3 and rng.random() < 0.3:
        parts.append(_bundle(rng, depth + 1))
    tag = rng.choice((1, 0, 1 << 32, rng.getrandbits(64)))
    body = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    return b"#bundle\0" + struct.pack(">Q", tag) + body


def datagrams(seed: int) -> Iterator[Sent]:
    """Yield datagrams without end; the same seed yields the same."""
    rng = random.Random(seed)
    while True:
        kind = rng.random()
        if kind < 0.25:
            yield Sent(_write(rng), True)
        elif kind < 0.35:
            yield Sent(_call(rng), False)
        elif kind < 0.55:
            yield Sent(_strange(rng), False)
        elif kind < 0.75:
            yield Sent(_mutated(_write(rng) if rng.random() < 0.6 else _call(rng), rng), False)
        elif kind < 0.85:
            yield Sent(_bundle(rng), False)
        else:
            yield Sent(rng.randbytes(rng.randint(0, 300)), False)


def midi(seed: int) -> Iterator[bytes]:
    """Yield what a MIDI port could give: whole messages, cut ones, noise."""
    rng = random.Random(seed)
    while True:
        kind = rng.random()
        status = rng.choice((0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0)) | rng.randrange(16)
        whole = bytes([status, rng.randrange(128), rng.randrange(128)])
        if kind < 0.6:
            yield whole[: 2 if status & 0xF0 in (0xC0, 0xD0) else 3]
        elif kind < 0.7:
            yield bytes([rng.choice((0xF1, 0xF2, 0xF3, 0xF6, 0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF))])
        elif kind < 0.8:
            yield _mutated(whole, rng)
        else:
            yield rng.randbytes(rng.randrange(12))
