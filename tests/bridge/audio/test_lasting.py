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


def test_another_device_is_opened_while_the_present_one_plays() -> None:
    """Until it is taken over nothing changes; then it is fed, kept, and found again when lost."""
    clock, one, two, again = OfflineClock(), FakeDevice(), FakeDevice(44_100), FakeDevice()
    output, shelf = _output(Shelf(one), clock), Shelf(two)
    opened = output.change(lambda: shelf).result()
    output.write(np.ones((2, 64), np.float32))
    assert one.pull(64).all() and not one.closed
    output.take_over(opened)
    assert one.closed and output.name == "fake at 44100 Hz"
    output.write(np.ones((2, 4800), np.float32))
    assert two.feed.filled and not one.feed.filled
    two.active, shelf.devices = False, [again]
    output.wanted()
    output.wanted()
    assert two.closed and output.name == "fake"


def test_what_an_earlier_device_has_missed_stays_counted_after_a_change() -> None:
    """Underruns are those of the evening, not of the device."""
    one, two = FakeDevice(), FakeDevice()
    output = _output(Shelf(one))
    output.write(np.zeros((2, 10), np.float32))
    one.pull(64)
    output.take_over(output.change(lambda: Shelf(two)).result())
    assert (output.underruns, output.zero_filled) == (1, 54)


@pytest.mark.parametrize("error", [DeviceError("busy"), StartupError("not there")])
def test_a_device_that_does_not_open_changes_nothing(error: Exception) -> None:
    """The one so far plays on."""

    def find() -> Shelf:
        raise error

    device = FakeDevice()
    output = _output(Shelf(device))
    with pytest.raises(type(error), match=str(error)):
        output.change(find).result()
    output.write(np.ones((2, 64), np.float32))
    assert device.pull(64).all() and not device.closed


def test_it_plays_to_nobody_and_comes_back() -> None:
    """Nobody is a choice: nothing is opened until another choice, and time goes on."""
    clock, one, two = OfflineClock(), FakeDevice(), FakeDevice()
    output, shelf = _output(Shelf(one), clock), Shelf(two)
    output.take_over(output.change(lambda: None).result())
    assert one.closed and output.name == "null"
    output.write(np.zeros((2, output.wanted()), np.float32))
    clock.advance(STALL_SECONDS)
    assert output.wanted() and shelf.devices
    assert output.underruns == 1
    output.take_over(output.change(lambda: shelf).result())
    assert output.name == "fake" and output.underruns == 1


def test_what_was_opened_for_nothing_is_closed() -> None:
    """A change that nobody waits for any more leaves no device open."""
    device, late = FakeDevice(), FakeDevice()
    output = _output(Shelf(device))
    output.change(lambda: Shelf(late))
    output.stop()
    assert device.closed and late.closed


def test_a_device_that_was_let_go_of_comes_back_when_told() -> None:
    """At rest nothing is opened; told to go on, the same device is."""
    clock, device, again = OfflineClock(), FakeDevice(), FakeDevice()
    output = _output(Shelf(device, again), clock)
    output.rest()
    assert device.closed
    clock.advance(2 * REOPEN_SECONDS)
    output.write(np.zeros((2, output.wanted()), np.float32))
    assert not again.feed.filled
    output.go_on()
    output.wanted()
    output.write(np.ones((2, 64), np.float32))
    assert again.pull(64).all()
