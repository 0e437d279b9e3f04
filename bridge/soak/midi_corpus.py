"""What is thrown at the daemon as MIDI: moves of known effect, whole messages, cut ones, noise."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bridge.midi.controls import Control
from bridge.midi.maps import Map, Row, default_map
from bridge.protocol.parameters import BY_NAME
from bridge.soak.corpus import mutated

Message = bytes
_CC, _BEND, _PRESSURE = 0xB0, 0xE0, 0xD0
_SEVEN = {20: "density", 21: "brightness", 22: "stem/drums/gain", 23: "master/gain"}
_FOURTEEN = {5: "stem/bass/gain", 6: "guidance"}
_NRPN = {1000: "tempo", 16382: "variation"}
_BENT, _PRESSED, _TURNED, _TOGGLED = (
    "stem/lead/pan",
    "intensity",
    "stem/harmony/pan",
    "stem/lead/mute",
)


def device_map(device: str) -> Map:
    """Return the usual map and, on top, a control of every kind that moves a parameter."""

    def row(control: Control, target: str, mode: str = "absolute") -> Row:
        return Row(control, target, mode, pickup=False)

    rows = [
        *(row(Control("cc", 1, number), target) for number, target in _SEVEN.items()),
        *(row(Control("cc14", 2, number), target) for number, target in _FOURTEEN.items()),
        *(row(Control("nrpn", 3, number), target) for number, target in _NRPN.items()),
        row(Control("bend", 4), _BENT),
        row(Control("pressure", 5), _PRESSED),
        row(Control("cc", 6, 30), _TURNED, "twos"),
        row(Control("note", 7, 40), _TOGGLED, "toggle"),
    ]
    return Map(device, (*default_map(device).rows, *rows))


@dataclass(frozen=True)
class Played:
    """Messages in a row; ``sets`` is where between its ends a parameter is then (0 … 1).

    ``inert`` ones may change nothing.
    """

    messages: tuple[Message, ...]
    sets: tuple[str, float] | None = None
    inert: bool = False


def place(name: str, held: float) -> float:
    """Return where between its ends a parameter's value is."""
    low, high = BY_NAME[name].low, BY_NAME[name].high
    assert low is not None and high is not None
    return (held - low) / (high - low)


def _seven(rng: random.Random) -> Played:
    number, raw = rng.choice(list(_SEVEN)), rng.randrange(128)
    return Played((bytes([_CC, number, raw]),), (_SEVEN[number], raw / 127))


def _halves(raw: int) -> tuple[int, int]:
    return raw >> 7, raw & 0x7F


def _fourteen(rng: random.Random) -> Played:
    """The coarse half, then the fine one."""
    number, raw = rng.choice(list(_FOURTEEN)), rng.randrange(1 << 14)
    coarse, fine = _halves(raw)
    messages = bytes([_CC | 1, number, coarse]), bytes([_CC | 1, number + 32, fine])
    return Played(messages, (_FOURTEEN[number], raw / 16383))


def _nrpn(rng: random.Random) -> Played:
    """Choose a number, tell it a value, choose none."""
    number, raw = rng.choice(list(_NRPN)), rng.randrange(1 << 14)
    (high, low), (coarse, fine) = _halves(number), _halves(raw)
    pairs = (99, high), (98, low), (6, coarse), (38, fine), (99, 127), (98, 127)
    return Played(tuple(bytes([_CC | 2, *pair]) for pair in pairs), (_NRPN[number], raw / 16383))


def _bend(rng: random.Random) -> Played:
    raw = rng.randrange(1 << 14)
    coarse, fine = _halves(raw)
    return Played((bytes([_BEND | 3, fine, coarse]),), (_BENT, raw / 16383))


def _pressure(rng: random.Random) -> Played:
    raw = rng.randrange(128)
    return Played((bytes([_PRESSURE | 4, raw]),), (_PRESSED, raw / 127))


def _whole(rng: random.Random) -> Played:
    """Any message of a channel."""
    return Played((_any(rng),))


def _any(rng: random.Random) -> bytes:
    status = rng.choice((0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0)) | rng.randrange(16)
    whole = bytes([status, rng.randrange(128), rng.randrange(128)])
    return whole[: 2 if status & 0xF0 in (0xC0, 0xD0) else 3]


def _cut(rng: random.Random) -> Played:
    """A message that lacks its end, or has too much of it."""
    whole = _any(rng)
    data = whole[: rng.randrange(len(whole))] if rng.random() < 0.7 else whole + whole[1:]
    return Played((data,), inert=len(whole) == 3)


def _running(rng: random.Random) -> Played:
    """Running status: data without the status, which no port delivers."""
    return Played((bytes(rng.randrange(128) for _ in range(rng.randint(1, 3))),), inert=True)


def _sysex(rng: random.Random) -> Played:
    """Exclusive: whole, without its end, or with a clock tick in the middle."""
    body = bytes(rng.randrange(128) for _ in range(rng.choice((0, 1, 6, 200, 5000))))
    end = rng.choice((b"\xf7", b"", b"\xf8\x00\xf7"))
    return Played((b"\xf0" + body + end,), inert=True)


def _clock(rng: random.Random) -> Played:
    """Ticks, start, continue, stop, a song position: whole, or too short."""
    kind = rng.random()
    if kind < 0.7:
        return Played((b"\xf8",) * rng.randint(1, 24))
    if kind < 0.85:
        return Played((bytes([0xF2, rng.randrange(128), rng.randrange(128)][: rng.randint(1, 3)]),))
    return Played((bytes([rng.choice((0xF1, 0xF3, 0xF6, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF))]),))


def _mutated(rng: random.Random) -> Played:
    return Played((mutated(_any(rng), rng),))


def _noise(rng: random.Random) -> Played:
    return Played((rng.randbytes(rng.randrange(12)),))


KINDS: dict[str, tuple[float, Callable[[random.Random], Played]]] = {
    "7 bits": (0.12, _seven),
    "14 bits": (0.06, _fourteen),
    "NRPN": (0.03, _nrpn),
    "bend": (0.05, _bend),
    "pressure": (0.05, _pressure),
    "any message": (0.3, _whole),
    "cut": (0.1, _cut),
    "running status": (0.05, _running),
    "exclusive": (0.02, _sysex),
    "clock": (0.02, _clock),
    "mutated": (0.1, _mutated),
    "noise": (0.1, _noise),
}


def midi(seed: object) -> Iterator[tuple[str, Played]]:
    """Yield kinds and messages without end; the same seed yields the same."""
    rng = random.Random(f"{seed} midi")
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    while True:
        for name in rng.choices(names, weights, k=100):
            yield name, KINDS[name][1](rng)
