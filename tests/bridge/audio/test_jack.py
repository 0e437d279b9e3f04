"""The JACK client against a server that a test drives: what is played, what was left out."""

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bridge.audio import jack_worker
from bridge.audio.device import Feed
from bridge.audio.jack_worker import JackClient

PERIOD = 256


class FakePort:
    """A port whose buffer a test can see."""

    def __init__(self, name: str) -> None:
        self.shortname, self.buffer = name, np.zeros(PERIOD, np.float32)

    def get_array(self) -> NDArray[np.float32]:
        return self.buffer


class FakeClient:
    """One client; a test calls :meth:`period`."""

    samplerate, blocksize, name = 48_000, PERIOD, "musiccm"

    def __init__(self, name: str, no_start_server: bool) -> None:
        self.outports = SimpleNamespace(register=FakePort)
        self.last_frame_time = self.frame_time = 0
        self._process: Any = None

    def set_process_callback(self, process: Any) -> None:
        self._process = process

    def set_shutdown_callback(self, callback: Any) -> None:
        pass

    def set_graph_order_callback(self, callback: Any) -> None:
        pass

    def activate(self) -> None:
        pass

    def get_ports(self, **kinds: bool) -> list[FakePort]:
        return []

    def period(self, frame_time: int) -> None:
        self.last_frame_time = self.frame_time = frame_time
        self._process(PERIOD)


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> JackClient:
    monkeypatch.setattr(jack_worker, "playback_latency", lambda port: None)
    fake = SimpleNamespace(Client=FakeClient, JackError=OSError)
    return JackClient(fake, ("left", "right"), Feed(2))


def test_what_is_written_is_in_the_next_period(device: JackClient) -> None:
    """Each port gets its channel of the frames, in their order."""
    frames = np.arange(2 * PERIOD, dtype=np.float32).reshape(PERIOD, 2)
    device.feed.write(frames)
    device._client.period(0)
    assert [port.buffer[1] for port in device._ports] == [2, 3]


def test_periods_that_jack_left_out_are_underruns(device: JackClient) -> None:
    """A frame time that leaps counts its periods, also where JACK's counter begins anew."""
    for frame_time in (0, PERIOD, 4 * PERIOD, 5 * PERIOD):
        device._client.period(frame_time)
    assert device.feed.underruns == 2
    device._expected = (1 << 32) - PERIOD
    device._client.period(PERIOD)
    assert device.feed.underruns == 4
    assert device.feed.zero_filled == 0


def test_a_period_that_comes_late_is_heard_late_and_not_in_a_day(device: JackClient) -> None:
    """Frame times beyond the period's end, and a count that begins anew, keep their sign."""
    device._client.period(0)
    device._client.frame_time = 10 * PERIOD
    device._process(PERIOD)
    heard = device.feed.heard(48_000)
    assert heard is not None and abs(heard - time.monotonic()) < 60
    device._client.last_frame_time = (1 << 32) - PERIOD
    device._client.frame_time = PERIOD
    device._process(PERIOD)
    heard = device.feed.heard(48_000)
    assert heard is not None and abs(heard - time.monotonic()) < 60


def test_a_feed_in_shared_memory_is_one_feed() -> None:
    """What one end writes the other plays, and both know of what was missing and when."""
    memory = memoryview(bytearray(Feed.size(2)))
    loop, callback = Feed(2, memory), Feed(2, memory)
    frames = np.arange(2 * PERIOD, dtype=np.float32).reshape(PERIOD, 2)
    loop.write(frames)
    out = np.ones((2 * PERIOD, 2), np.float32)
    callback.pull(out, until=7.0)
    assert np.array_equal(out[:PERIOD], frames) and not out[PERIOD:].any()
    assert (loop.underruns, loop.zero_filled, loop.blocks) == (1, PERIOD, 1)
    loop.write(frames)
    assert loop.heard(PERIOD) == callback.heard(PERIOD) == 8.0
