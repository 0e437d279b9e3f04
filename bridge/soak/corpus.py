"""What is thrown at the daemon over OSC: what means something, what nearly does, and noise.

Every datagram says what it must do where that is known without asking the daemon's own decoder:
which values hold from then on, or that nothing changes.
"""

import math
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pythonosc.osc_message_builder import ArgValue

from bridge.osc.packets import build
from bridge.protocol.parameters import (
    AUTO,
    BY_NAME,
    COMMANDS,
    PARAMETERS,
    QUANTIZE,
    ROOT,
    STEMS,
    Command,
    Parameter,
    Value,
)

# They would end the run, move answers to where nobody counts them, or start processes.
_LEFT_OUT = ("quit", "reply_port", "output/device", "midi/use")
# They write files, which a million of them would be too many of, or start processes.
_WRITES = ("capture", "record/start", "scene/export", "devices")
_PROCESSES = ("link",)  # values that start a process each time
_CHORDS = ("Am F C G", "C %", "Dm7 | G7", AUTO)
_WORDS = ("warm rhodes", "dark techno", "", "é中文", "x" * 400, "auto", "now", "8")
_TRICKS = (
    *("../x", "a/../../b", "/etc/passwd", "//x", "~root/x", "..", ".hidden", "a:b", "x/y", "%2e/x"),
    *("C:\\x", "..\\x", "con", "NUL.txt", "lpt1", "x.", "", "é/..", "a" * 300, "\x01\x02"),
)
_BROKEN = ("[", "[z-a]", "[!", "{", "{a", "*****", "{,}", "[]", "]x[", "}{", "{[}]", "[!]", "\\*")
_NUMBERS = tuple(p for p in PARAMETERS if p.kind in ("float", "int"))
_EXTREMES: tuple[tuple[str, float], ...] = (
    *(("f", x) for x in (math.nan, math.inf, -math.inf, 3e38, -3e38, 1e-45, -1e-45, -0.0)),
    *(("d", x) for x in (math.nan, math.inf, 1.7e308, -1.7e308, 5e-324, 0.1)),
    *(("i", x) for x in (2**31 - 1, -(2**31), 0)),
    *(("h", x) for x in (2**63 - 1, -(2**63), 1)),
)
_FORMATS = {"f": ">f", "d": ">d", "i": ">i", "h": ">q"}
LONGEST = 60_000  # bytes: as much as UDP carries, and a WebSocket is allowed


@dataclass(frozen=True)
class Sent:
    """A datagram; ``sets`` are values that hold then, ``inert`` is one that may change nothing."""

    data: bytes
    sets: tuple[tuple[str, Value], ...] = ()
    inert: bool = False


Kind = Callable[[random.Random, float], Sent]


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


def held(parameter: Parameter, given: ArgValue) -> Value:
    """Return what a parameter holds after a value that it takes, or that only its range changes."""
    if given == AUTO and (parameter.optional or parameter.kind == "chords"):
        return None
    if parameter.kind == "bool":
        return bool(given)
    if not isinstance(given, (int, float)):
        return str(given).strip()
    number = struct.unpack(">f", struct.pack(">f", given))[0] if isinstance(given, float) else given
    return clamped(parameter, number)


def clamped(parameter: Parameter, number: float) -> Value:
    """Return a number within the range of a numeric parameter, as its type."""
    assert parameter.low is not None and parameter.high is not None
    kept = min(max(number, parameter.low), parameter.high)
    return round(kept) if parameter.kind == "int" else float(kept)


def _value(rng: random.Random, now: float) -> Sent:
    """A value, a slow one perhaps with a word when."""
    parameter = rng.choice(PARAMETERS)
    given = value(parameter, rng)
    arguments = [given]
    if parameter.slow and rng.random() < 0.3:
        arguments.append(rng.choice(QUANTIZE))
    data = build(parameter.address, arguments)  # type: ignore[arg-type]
    return Sent(data, ((parameter.name, held(parameter, given)),))


def _command(rng: random.Random, now: float) -> Sent:
    command = rng.choice([c for c in COMMANDS if c.name not in (*_LEFT_OUT, *_WRITES)])
    return Sent(build(command.address, _arguments(command, rng)))


def _arguments(command: Command, rng: random.Random) -> list[float | str]:
    wanted = [a for a in command.signature if not a.optional or rng.random() < 0.5]
    return [rng.choice(_WORDS) if a.text else rng.choice((0, 1, 2, 8, 0.5, 500.0)) for a in wanted]


def _question(rng: random.Random, now: float) -> Sent:
    """A value asked for."""
    return Sent(build(rng.choice(PARAMETERS).address + "/get", ()), inert=True)


def _extreme(rng: random.Random, now: float) -> Sent:
    """Not a number, infinite, denormal, the ends of the integers, in each of OSC's types."""
    parameter, (tag, number) = rng.choice(_NUMBERS), rng.choice(_EXTREMES)
    body = struct.pack(_FORMATS[tag], number)
    data = build(parameter.address, ())[:-4] + f",{tag}\0\0".encode() + body
    if not math.isfinite(number):
        return Sent(data, inert=True)
    [seen] = struct.unpack(_FORMATS[tag], body)
    return Sent(data, ((parameter.name, clamped(parameter, seen)),))


def _pattern(rng: random.Random, now: float) -> Sent:
    """A pattern that means four stems, or two slots, or none at all."""
    kind = rng.random()
    if kind < 0.4:
        return Sent(
            build(f"{ROOT}/{rng.choice(_BROKEN)}/{rng.choice(_BROKEN)}", (0.5,)), inert=True
        )
    if kind < 0.7:
        address, names = f"{ROOT}/st?m/*/gain", [f"stem/{stem}/gain" for stem in STEMS]
    else:
        first = rng.randint(1, 7)
        address = f"{ROOT}/prompt/[{first}-{first + 1}]/{{weight,none}}"
        names = [f"prompt/{first}/weight", f"prompt/{first + 1}/weight"]
    given = rng.uniform(0.0, 1.0)
    return Sent(build(address, (given,)), tuple((n, held(BY_NAME[n], given)) for n in names))


def _wrong(rng: random.Random, now: float) -> Sent:
    """A known address with arguments of any kind: wrong types, too many, not finite."""
    numbers = (math.nan, math.inf, -math.inf, 1e30, -1e30, 2**31 - 1, -1, 0, 0.5)
    some = [rng.choice((*numbers, *_WORDS, True, "../x", "\x01")) for _ in range(rng.randrange(5))]
    known = rng.choice(PARAMETERS).address if rng.random() < 0.6 else _address(rng)
    return Sent(build(known + rng.choice(("", "", "/get", "/x", "*")), some))


def _address(rng: random.Random) -> str:
    return rng.choice([c.address for c in COMMANDS if c.name not in (*_LEFT_OUT, *_WRITES)])


def _mutated(rng: random.Random, now: float) -> Sent:
    """Change, cut, double or insert a few bytes."""
    original = _value(rng, now) if rng.random() < 0.6 else _command(rng, now)
    return Sent(mutated(original.data, rng))


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return bytes of which some have been changed, cut, doubled or inserted."""
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


def _bundle(rng: random.Random, now: float, depth: int = 0) -> Sent:
    """A bundle of some of these, now, late, soon or never, perhaps in another one."""
    kinds = (_value, _value, _wrong, _command)
    parts = [rng.choice(kinds)(rng, now).data for _ in range(rng.randrange(4))]
    if depth < 3 and rng.random() < 0.3:
        parts.append(_bundle(rng, now, depth + 1).data)
    return Sent(_packed(parts, _tag(rng, now)))


def _tag(rng: random.Random, now: float) -> int:
    """An OSC time tag: at once, zero, soon, late, or anything; the Unix time is ``now``."""
    near = int((now + 2_208_988_800 + rng.uniform(-0.05, 0.3)) * 2**32)
    return rng.choice((1, 0, 1 << 32, near, near, near, near, rng.getrandbits(64)))


def _packed(parts: list[bytes], tag: int) -> bytes:
    body = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    return b"#bundle\0" + struct.pack(">Q", tag) + body


def _deep(rng: random.Random, now: float) -> Sent:
    """Bundles in bundles, more than any parser's stack holds."""
    data = _value(rng, now).data
    for _ in range(rng.choice((10, 100, 500, 2000))):
        data = _packed([data], 1)
    return Sent(data)


def _huge(rng: random.Random, now: float) -> Sent:
    """As much as UDP carries: a blob, a text, many arguments, many messages."""
    n, kind = rng.randint(1500, LONGEST), rng.randrange(4)
    address = rng.choice(PARAMETERS).address
    if kind == 0:
        blob = struct.pack(">i", n) + rng.randbytes(n + -n % 4)
        return Sent(build(address, ())[:-4] + b",b\0\0" + blob, inert=True)
    if kind == 1:
        return Sent(build(address, ("x" * n,)), inert=True)
    if kind == 2:
        return Sent(build(f"{ROOT}/tempo", ())[:-4] + b"," + b"T" * (n | 3), inert=True)
    return Sent(_packed([_value(rng, now).data for _ in range(n // 300)], 1))


def _lying(rng: random.Random, now: float) -> Sent:
    """Sizes, tags and ends that are not what they say."""
    data, kind = _value(rng, now).data, rng.randrange(4)
    if kind == 0:  # a bundle's element
        size = rng.choice((-1, -(2**31), 2**31 - 1, len(data) + 4, len(data) - 1, 0, 3))
        return Sent(b"#bundle\0" + struct.pack(">Qi", 1, size) + data)
    if kind == 1:  # arguments that are not there
        return Sent(data.replace(b",", b",fihsb[TN]", 1))
    if kind == 2:  # no end of a string
        return Sent(data.rstrip(b"\0") + b"\xff")
    return Sent(build(f"{ROOT}/tempo", ())[:-4] + b",b\0\0" + struct.pack(">i", -8), inert=True)


def _path(rng: random.Random, now: float) -> Sent:
    """A name that leads out of the folder, or is a device."""
    trick = rng.choice(_TRICKS)
    address, arguments = rng.choice(
        (
            ("scene/export", (0, trick)),
            ("scene/import", (trick,)),
            ("record/start", (trick,)),
            ("model/load", (trick or "/",)),
            ("continue", (trick,)),
            ("midi/unmap", (trick, "cc 1 21")),
            ("midi/learn", (trick or "/",)),
            (f"prompt/{rng.randint(1, 8)}/text", (f"@{trick}",)),
        )
    )
    return Sent(build(f"{ROOT}/{address}", arguments), inert=True)


def _noise(rng: random.Random, now: float) -> Sent:
    return Sent(rng.randbytes(rng.randint(0, 300)))


KINDS: dict[str, tuple[float, Kind]] = {
    "value": (0.24, _value),
    "command": (0.08, _command),
    "question": (0.03, _question),
    "extreme number": (0.08, _extreme),
    "pattern": (0.04, _pattern),
    "wrong arguments": (0.15, _wrong),
    "mutated": (0.16, _mutated),
    "bundle": (0.08, _bundle),
    "deep bundle": (0.002, _deep),
    "huge": (0.003, _huge),
    "lying": (0.035, _lying),
    "path": (0.04, _path),
    "noise": (0.06, _noise),
}


def datagrams(seed: object, now: Callable[[], float] = lambda: 0.0) -> Iterator[tuple[str, Sent]]:
    """Yield kinds and datagrams without end; the same seed yields the same.

    ``now`` tells the Unix time, around which the time tags are.
    """
    rng = random.Random(str(seed))
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    while True:
        for name in rng.choices(names, weights, k=100):
            yield name, KINDS[name][1](rng, now())
