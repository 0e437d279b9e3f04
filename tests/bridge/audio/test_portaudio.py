"""The sound card behind a fake library: names, channels, rates, errors."""

import threading
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bridge.audio import portaudio
from bridge.audio.device import DeviceError
from bridge.audio.portaudio import PortAudioOpener, find_device
from bridge.errors import StartupError


class FakeSounddevice:
    """The part of sounddevice that the daemon uses; the test is the device."""

    class PortAudioError(Exception):
        """What the library raises."""

    def __init__(self, **channels: int) -> None:
        self.channels = channels or {"HDMI": 2, "Scarlett 18i20": 20}
        self.plugged = dict(self.channels)
        self.rates = {48_000, 44_100}
        self.broken = False
        self.latency, self.time, self.dac = 0.05, 5.0, 5.012
        self.may_close = threading.Event()
        self.may_close.set()

    def query_devices(self, index: int | None = None, kind: str | None = None) -> Any:
        rows = [
            {"name": n, "index": i, "max_output_channels": c, "default_samplerate": 44_100.0}
            for i, (n, c) in enumerate(self.channels.items())
        ]
        return rows[index or 0] if kind else rows

    def check_output_settings(self, index: Any, channels: int, *format_and_rate: Any) -> None:
        if format_and_rate[-1] not in self.rates:
            raise self.PortAudioError("Invalid sample rate")

    def OutputStream(self, **options: Any) -> "FakeSounddevice":  # noqa: N802
        if self.broken:
            raise self.PortAudioError("gone")
        self.options, self.active = options, True
        return self

    def start(self) -> None:
        pass

    def close(self, ignore_errors: bool = False) -> None:
        self.may_close.wait()
        self.active = False

    def _exit_handler(self) -> None:
        """What the library calls when the program ends."""

    def _terminate(self) -> None:
        self.channels = {}

    def _initialize(self) -> None:
        self.channels = dict(self.plugged)

    def pull(self, frames: int) -> np.ndarray:
        """Do what the device's thread does."""
        out = np.ones((frames, self.options["channels"]), np.float32)
        moment = SimpleNamespace(currentTime=5.0, outputBufferDacTime=self.dac)
        self.options["callback"](out, frames, moment, None)
        return out


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeSounddevice:
    fake = FakeSounddevice()
    monkeypatch.setattr(portaudio, "import_sounddevice", lambda: fake)
    return fake


def test_the_card_gets_what_was_written(card: FakeSounddevice) -> None:
    """The callback hands out the written frames, then silence, and counts what it missed."""
    device = PortAudioOpener("scarlett", 6, None)()
    card.pull(64)
    assert device.feed.underruns == 0  # nothing was promised yet
    frames = np.arange(600, dtype=np.float32).reshape(100, 6)
    device.feed.write(frames)
    assert np.array_equal(card.pull(100), frames)
    assert not card.pull(10).any()
    assert device.feed.underruns == 1
    assert device.feed.zero_filled == 10
    assert card.options["channels"] == 6


def test_the_card_tells_when_its_blocks_are_heard(card: FakeSounddevice) -> None:
    """A block is heard when the host says, or after the stream's latency where it does not know."""
    device = PortAudioOpener("scarlett", 6, None)()
    card.pull(480)
    assert device.feed.heard(48_000) == pytest.approx(5.022)
    card.dac = 0.0
    card.pull(480)
    assert device.feed.heard(48_000) == pytest.approx(5.06)
    assert device.time() == 5.0


def test_the_rate_is_48_kilohertz_where_the_card_has_it(card: FakeSounddevice) -> None:
    """Asked for none, 48 kHz is taken, or else the card's own rate; an asked one is taken."""
    assert PortAudioOpener(None, 2, None)().sample_rate == 48_000
    card.rates.remove(48_000)
    assert PortAudioOpener(None, 2, None)().sample_rate == 44_100
    assert PortAudioOpener(None, 2, 96_000)().sample_rate == 96_000


def test_devices_are_found_by_a_part_of_their_name() -> None:
    """Name, part of the name in any case, or number; None is the default; else a clear line."""
    fake = FakeSounddevice()
    assert find_device(fake, "scarlett") == 1
    assert find_device(fake, "1") == 1
    assert find_device(fake, None) is None
    with pytest.raises(StartupError, match="musiccm devices"):
        find_device(fake, "Apollo")
    fake.channels = {}
    with pytest.raises(StartupError, match="--device null"):
        find_device(fake, None)


def test_too_few_channels_are_a_clear_line() -> None:
    """Of two devices that match, the one with enough channels is taken; else the line counts."""
    fake = FakeSounddevice(**{"Scarlett front": 2, "Scarlett rear": 8})
    assert find_device(fake, "scarlett", 6) == 1
    with pytest.raises(StartupError, match="2 output channels and 10 are wanted"):
        find_device(FakeSounddevice(HDMI=2), "hdmi", 10)


def test_a_card_that_was_plugged_in_again_is_found_by_its_name(card: FakeSounddevice) -> None:
    """Opening again looks anew: the card is found under another number, or is said to be away."""
    opener = PortAudioOpener("scarlett", 2, None)
    opener()
    card.plugged = {"HDMI": 2}
    with pytest.raises(DeviceError, match="scarlett"):
        opener()
    card.plugged = {"HDMI": 2, "webcam": 2, "Scarlett 18i20": 20}
    opener()
    assert card.options["device"] == 2


def test_a_card_that_does_not_open_says_why(card: FakeSounddevice) -> None:
    """What the library says of a busy device is in the error."""
    card.broken = True
    with pytest.raises(DeviceError, match="gone"):
        PortAudioOpener(None, 2, None)()


def test_a_stream_that_does_not_close_is_left(
    card: FakeSounddevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing ends though the library waits for ever; the next opening says what helps."""
    monkeypatch.setattr(portaudio, "CLOSE_SECONDS", 0.01)
    opener = PortAudioOpener(None, 2, None)
    device = opener()
    card.may_close.clear()
    device.close()
    assert device.stuck
    with pytest.raises(DeviceError, match="--device jack"):
        opener()
    card.may_close.set()
