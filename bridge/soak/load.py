"""Who plays too much: bursts of OSC, a flood of MIDI, a busy neighbour; each a process of its own.

``python -m bridge.soak.load osc PORT SEED`` and so on; they end with their standard input.
"""

import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from bridge.child import end, environment
from bridge.config import HOST
from bridge.osc.packets import build
from bridge.protocol.parameters import BY_NAME, ROOT, STEMS, Parameter

RATE = 1000  # messages a second in a burst
MIDI_RATE = 500
BURST, PAUSE = 2.0, 6.0  # seconds
_TICK = 0.01
PORT_NAME = "soak"
# What may be turned without silencing the music, slowing the engine or ending the gestures that are
# timed.
_TURNED = (
    *("density", "brightness", "intensity", "seed", "take", "variation", "key", "scale"),
    *(f"stem/{stem}/pan" for stem in STEMS),
    *(f"stem/{stem}/width" for stem in STEMS),
    *("prompt/2/morph", "prompt/3/weight"),
)
_FADERS = (*(f"stem/{stem}/gain" for stem in STEMS), "master/gain")


def _value(parameter: Parameter, rng: random.Random) -> float | int | str | bool:
    if parameter.choices:
        return rng.choice(parameter.choices)
    low, high = parameter.low or 0.0, parameter.high or 1.0
    return rng.randint(int(low), int(high)) if parameter.kind == "int" else rng.uniform(low, high)


def osc_messages(seed: int) -> Iterator[bytes]:
    """Yield datagrams without end: mostly values, some questions, some wildcards, some rubbish."""
    rng = random.Random(seed)
    while True:
        kind = rng.random()
        if kind < 0.6:
            parameter = BY_NAME[rng.choice(_TURNED)]
            yield build(parameter.address, (_value(parameter, rng),))
        elif kind < 0.8:
            yield build(BY_NAME[rng.choice(_FADERS)].address, (rng.uniform(0.4, 1.2),))
        elif kind < 0.9:
            yield build(BY_NAME[rng.choice(tuple(BY_NAME))].address + "/get", ())
        elif kind < 0.96:
            yield build(f"{ROOT}/stem/*/pan", (rng.uniform(-1, 1),))
        else:
            yield rng.randbytes(rng.randint(0, 200))


def midi_messages(seed: int) -> Iterator[bytes]:
    """Yield messages without end: the mapped knobs, others, bends, held notes."""
    rng = random.Random(seed)
    while True:
        kind = rng.random()
        if kind < 0.7:
            yield bytes([0xB0, rng.choice((20, 21, 22, 23, 24, 70, 71)), rng.randrange(128)])
        elif kind < 0.8:
            yield bytes([0xE0 | rng.randrange(16), rng.randrange(128), rng.randrange(128)])
        elif kind < 0.9:
            yield bytes([0xD0, rng.randrange(128)])
        else:
            yield bytes([0x90, rng.randrange(48, 72), rng.choice((0, 90))])


def in_bursts(send: Callable[[], None], rate: int, ended: threading.Event) -> None:
    """Call ``send`` so often a second for BURST seconds, pause, and so on."""
    begun, sent = time.monotonic(), 0
    while not ended.wait(_TICK):
        now = time.monotonic() - begun
        if now > BURST:
            ended.wait(PAUSE)
            begun, sent = time.monotonic(), 0
            continue
        while sent < now * rate:
            send()
            sent += 1


def _flood_osc(port: str, seed: str, ended: threading.Event) -> None:
    messages = osc_messages(int(seed))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        in_bursts(lambda: _post(sending, next(messages), int(port)), RATE, ended)


def _flood_udp_midi(port: str, seed: str, ended: threading.Event) -> None:
    messages = midi_messages(int(seed))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        in_bursts(lambda: _post(sending, next(messages), int(port)), MIDI_RATE, ended)


def _post(sending: socket.socket, datagram: bytes, port: int) -> None:
    sending.sendto(datagram, (HOST, port))


def _flood_jack_midi(seed: str, ended: threading.Event) -> None:
    import rtmidi

    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, PORT_NAME)
    out.open_virtual_port("out")
    messages = midi_messages(int(seed))
    in_bursts(lambda: out.send_message(next(messages)), MIDI_RATE, ended)
    out.delete()


def _burn(ended: threading.Event) -> None:
    while not ended.is_set():
        sum(range(10_000))


_KINDS: dict[str, Callable[..., None]] = {
    "osc": _flood_osc,
    "midi": _flood_udp_midi,
    "jack-midi": _flood_jack_midi,
    "burn": _burn,
}


class Load:
    """One of these as a process."""

    def __init__(self, *words: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bridge.soak.load", *map(str, words)],
            stdin=subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether it still plays."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it."""
        end(self._process)


def main() -> None:
    """Play until the standard input ends."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    _KINDS[sys.argv[1]](*sys.argv[2:], ended)


if __name__ == "__main__":
    main()
