"""MIDI out under JACK: each message in the frame in which it is due."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from bridge.midi import jack_out
from bridge.midi.jack_out import Out

RATE, FRAMES = 48_000, 256


class _Port:
    def __init__(self) -> None:
        self.events: list[tuple[int, bytes]] = []

    def clear_buffer(self) -> None:
        self.events.clear()

    def write_midi_event(self, offset: int, data: bytes) -> None:
        self.events.append((offset, data))


class _Client:
    """JACK with a clock that the test turns: frame 0 is at 0 s."""

    samplerate = RATE

    def __init__(self, name: str, no_start_server: bool) -> None:
        self.last_frame_time = self.frame_time = 0
        self.ports: list[_Port] = []
        self.connected: list[str] = []
        self.midi_outports = self

    def register(self, name: str) -> _Port:
        self.ports.append(_Port())
        return self.ports[-1]

    def connect(self, port: _Port, target: str) -> None:
        self.connected.append(target)

    def set_process_callback(self, callback: Any) -> None:
        self.process = callback

    def set_graph_order_callback(self, callback: Any) -> None:
        self.reordered = callback

    def set_shutdown_callback(self, callback: Any) -> None:
        pass

    def activate(self) -> None:
        pass


@pytest.fixture
def latency(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What JACK says of the way behind a port; the test changes it."""
    told = {"frames": 0}
    monkeypatch.setattr(jack_out, "playback_latency", lambda port: told["frames"])
    return told


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch, latency: dict[str, int]) -> Out:
    made = Out(SimpleNamespace(Client=_Client))
    client: Any = made._client
    monkeypatch.setattr(time, "monotonic", lambda: client.frame_time / RATE)
    made.open("box", "a2j:box")
    return made


def _period(out: Out, begin: int, late: int = 40) -> list[tuple[int, bytes]]:
    """Let JACK come for a period ``late`` frames after it has begun; return what leaves."""
    client: Any = out._client
    client.last_frame_time, client.frame_time = begin, begin + late
    client.process(FRAMES)
    return list(client.ports[0].events)


def test_a_message_leaves_in_its_frame(out: Out) -> None:
    """Early ones wait, however late JACK calls; what is over leaves first, at the first frame."""
    for at, data in ((300, b"b"), (10, b"a"), (700, b"c")):
        out.post("box", data, at / RATE)
    assert _period(out, 256, late=3) == [(0, b"a"), (44, b"b")]
    assert _period(out, 512, late=90) == [(188, b"c")]
    assert out.idle and _period(out, 768) == []


def test_a_message_without_a_time_leaves_at_once(out: Out) -> None:
    """In the next period, after what was due before it."""
    out.post("box", b"light", None)
    assert _period(out, 256) == [(0, b"light")]


def test_a_way_that_takes_time_is_made_up_for(out: Out, latency: dict[str, int]) -> None:
    """A synthesiser behind the port, heard 100 frames later, gets its ticks 100 frames sooner."""
    latency["frames"] = 100
    client: Any = out._client
    client.reordered()
    out.post("box", b"tick", 400 / RATE)
    assert _period(out, 256) == [(44, b"tick")]


def test_a_device_that_is_not_open_gets_nothing(out: Out) -> None:
    """And nobody else gets what was for it; ours is connected with the port that was named."""
    out.post("other", b"x", 0.0)
    assert _period(out, 0) == [] and out.idle
    client: Any = out._client
    assert client.connected == ["a2j:box"]
