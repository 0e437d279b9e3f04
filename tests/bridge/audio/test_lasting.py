"""A device that is lost and found, and one at another rate; the test is the device."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pytest

from bridge.audio.device import DeviceError, Feed
from bridge.audio.lasting import REOPEN_SECONDS, STALL_SECONDS, LastingOutput
from bridge.clock import OfflineClock
from bridge.errors import StartupError

RATE = 48_000
AHEAD = 1_000
LATENCY = 0.02  # seconds


class AtOnce(Executor):
    """Does what it is given right away."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class FakeDevice:
    """One life of a device."""

    def __init__(self, sample_rate: int = RATE) -> None:
        self.name, self.sample_rate, self.feed = "fake", sample_rate, Feed(2)
        self.active, self.closed = True, False
        self.now = 100.0  # of its own clock

    def close(self) -> None:
        self.closed = True

    def time(self) -> float:
        return self.now

    def pull(self, frames: int) -> np.ndarray:
        """Do what the device's thread does."""
        out = np.ones((frames, 2), np.float32)
        self.feed.pull(out, self.now + LATENCY + frames / self.sample_rate)
        return out


class Shelf:
    """Opens the devices that it is given, one after the other."""

    def __init__(self, *devices: FakeDevice) -> None:
        self.devices = list(devices)

    def __call__(self) -> FakeDevice:
        if not self.devices:
            raise DeviceError("nothing there")
        return self.devices.pop(0)


def _output(shelf: Shelf, clock: OfflineClock | None = None) -> LastingOutput:
    output = LastingOutput(clock or OfflineClock(), shelf, RATE, 2, AHEAD, AtOnce())
    output.start()
    return output


def test_what_is_missing_is_wanted() -> None:
    """As much as was played is wanted again, and samples reach the device as they are."""
    device = FakeDevice()
    output = _output(Shelf(device))
    block = np.arange(1200, dtype=np.float32).reshape(2, 600)
    output.write(block)
    assert output.wanted() == AHEAD - 600
    assert np.array_equal(device.pull(500), block.T[:500])
    assert output.wanted() == AHEAD - 100
    assert not output.drained()
    device.pull(100)
    assert output.drained()
    output.stop()
    assert device.closed


@pytest.mark.parametrize(("rate", "close"), [(RATE, 1e-9), (44_100, 1e-3)])
def test_the_next_sample_is_heard_after_all_that_waits(rate: int, close: float) -> None:
    """The device's latency, the ring and the resampler are in the time of the next sample."""
    clock, device = OfflineClock(), FakeDevice(rate)
    clock.advance(7.0)
    output = _output(Shelf(device), clock)
    output.write(np.zeros((2, 4800), np.float32))
    device.pull(round(0.03 * rate))
    clock.advance(0.03)
    device.now += 0.03  # all that was pulled has left the device, the latency has not passed
    assert output.next_heard() == pytest.approx(7.0 + LATENCY + 0.1, abs=close)


def test_before_the_first_block_of_the_device_the_next_sample_is_after_the_ring() -> None:
    """A device that has not called yet has what waits before the next sample."""
    clock, device = OfflineClock(), FakeDevice()
    output = _output(Shelf(device), clock)
    output.write(np.zeros((2, 480), np.float32))
    assert output.next_heard() == pytest.approx(0.01)


@pytest.mark.parametrize("how", ["it says so", "it stalls"])
def test_a_lost_device_is_found_again(how: str) -> None:
    """When the device goes, time goes on; when it is back, it is fed again."""
    clock, lost, found = OfflineClock(), FakeDevice(), FakeDevice()
    shelf = Shelf(lost)
    output = _output(shelf, clock)
    output.write(np.zeros((2, AHEAD), np.float32))
    if how == "it stalls":
        clock.advance(STALL_SECONDS + 0.1)
    else:
        lost.active = False
    assert output.wanted() == AHEAD  # of null time
    assert lost.closed
    output.write(np.zeros((2, AHEAD), np.float32))
    clock.advance(0.01)
    assert output.wanted() == pytest.approx(480, abs=1)
    shelf.devices = [found]
    clock.advance(REOPEN_SECONDS)
    assert output.wanted() == AHEAD
    output.write(np.ones((2, 64), np.float32))
    assert found.pull(64).all()


def test_underruns_outlive_the_device() -> None:
    """What an earlier life of the device has missed stays counted."""
    clock, lost, found = OfflineClock(), FakeDevice(), FakeDevice()
    output = _output(Shelf(lost, found), clock)
    output.write(np.zeros((2, 10), np.float32))
    lost.pull(64)
    lost.active = False
    output.wanted()
    output.write(np.zeros((2, 10), np.float32))
    found.pull(64)
    assert output.underruns == 2
    assert output.zero_filled == 2 * 54


def test_a_device_that_plays_is_not_lost() -> None:
    """While its callback comes, however rarely, the device is kept."""
    clock, device = OfflineClock(), FakeDevice()
    output = _output(Shelf(device), clock)
    for _ in range(20):
        clock.advance(STALL_SECONDS - 0.1)
        device.pull(64)
        output.wanted()
    assert not device.closed


@pytest.mark.parametrize("rate", [44_100, 96_000, 22_050])
def test_another_rate_keeps_pitch_and_level(rate: int) -> None:
    """A tone of 1 kHz played at another rate is that tone, to 0.1 %, with nothing 90 dB below."""
    device = FakeDevice(rate)
    output = _output(Shelf(device))
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    heard, written = [], 0
    while written < RATE:
        n = min(output.wanted(), 300, RATE - written)
        output.write(np.stack([tone[written : written + n]] * 2).astype(np.float32))
        written += n
        heard.append(device.pull(device.feed.filled // 2)[:, 0])
    sound = np.concatenate(heard)[rate // 10 : rate // 10 + rate // 2]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) / len(sound) * 4
    top = int(np.argmax(spectrum))
    assert top * rate / len(sound) == pytest.approx(1000, rel=1e-3)
    assert spectrum[top] == pytest.approx(0.5, rel=0.01)
    rest = np.delete(spectrum, range(top - 5, top + 6))
    assert rest.max() < 0.5 * 10 ** (-90 / 20)
    assert str(rate) in output.name


def test_the_wanted_samples_are_the_musics() -> None:
    """At half the rate half as many frames wait; the resampler works in bursts of 15 ms."""
    device = FakeDevice(RATE // 2)
    output = _output(Shelf(device))
    for _ in range(40):
        output.write(np.zeros((2, output.wanted()), np.float32))
    assert AHEAD / 2 <= device.feed.filled <= AHEAD / 2 + 0.016 * RATE / 2 + 1


def test_a_device_that_is_not_there_at_first_is_a_start_up_error() -> None:
    """The line says what to do."""
    with pytest.raises(StartupError, match="--device null"):
        _output(Shelf())
