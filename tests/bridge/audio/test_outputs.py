"""Outputs: the ring, null time, the sound card behind a fake library, files."""

import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from bridge.audio import portaudio, recorder
from bridge.audio.outputs import NullOutput
from bridge.audio.portaudio import PortAudioOutput, find_device
from bridge.audio.recorder import Recorder
from bridge.audio.ring import Ring
from bridge.clock import OfflineClock
from bridge.errors import RecordError, StartupError

RATE = 48_000


def test_what_goes_into_the_ring_comes_out() -> None:
    """Over many wraps with odd sizes, the frames leave in order, both channels together."""
    ring, rng, written, read = Ring(64), np.random.default_rng(0), 0, 0
    for _ in range(500):
        n = int(rng.integers(0, 65 - ring.filled))
        values = np.arange(written, written + n, dtype=np.float32)
        ring.write(np.stack([values, -values], axis=1))
        written += n
        out = np.ones((int(rng.integers(0, 64)), 2), np.float32)
        got = ring.read_into(out)
        assert out[:got, 0].tolist() == list(range(read, read + got))
        assert np.array_equal(out[:, 1], -out[:, 0])
        assert not out[got:].any()
        read += got


def test_a_full_ring_refuses() -> None:
    """Writing more than there is room for raises and changes nothing."""
    ring = Ring(8)
    with pytest.raises(BufferError):
        ring.write(np.zeros((9, 2), np.float32))
    assert ring.filled == 0


def test_null_time_wants_what_it_has_played() -> None:
    """The null device keeps its lead: it wants as much as the clock has taken."""
    clock = OfflineClock()
    null = NullOutput(clock, RATE, ahead=4800)
    null.start()
    null.write(np.zeros((2, null.wanted()), np.float32))
    clock.advance(0.05)
    assert null.wanted() == 2400
    assert null.underruns == 0
    clock.advance(1.0)
    assert null.wanted() == 4800
    assert null.underruns == 1
    assert null.drained()


class FakeSounddevice:
    """The part of sounddevice that the output uses; the test is the device."""

    class PortAudioError(Exception):
        """What the library raises."""

    def __init__(self, names: tuple[str, ...] = ("HDMI", "Scarlett 2i2")) -> None:
        self.names, self.broken = names, False
        self.stream: Any = None

    def query_devices(self, index: int | None = None, kind: str | None = None) -> Any:
        rows = [{"name": n, "index": i, "max_output_channels": 2} for i, n in enumerate(self.names)]
        return rows[index or 0] if kind else rows

    def OutputStream(self, **options: Any) -> "FakeSounddevice":  # noqa: N802
        if self.broken:
            raise self.PortAudioError("gone")
        self.options, self.active = options, True
        return self

    def start(self) -> None:
        pass

    def close(self, ignore_errors: bool = False) -> None:
        self.active = False

    def pull(self, frames: int) -> np.ndarray:
        """Do what the device's thread does."""
        out = np.ones((frames, 2), np.float32)
        self.options["callback"](out, frames, None, None)
        return out


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeSounddevice:
    fake = FakeSounddevice()
    monkeypatch.setattr(portaudio, "import_sounddevice", lambda: fake)
    return fake


def _output(clock: OfflineClock | None = None, name: str | None = None) -> PortAudioOutput:
    output = PortAudioOutput(clock or OfflineClock(), name, RATE, ahead=1000)
    output.start()
    return output


def test_the_card_gets_what_was_written(card: FakeSounddevice) -> None:
    """The callback hands out the written samples, then silence, and counts what it missed."""
    output = _output()
    card.pull(64)
    assert output.underruns == 0  # nothing was promised yet
    block = np.arange(200, dtype=np.float32).reshape(2, 100)
    output.write(block)
    assert output.wanted() == 900
    assert np.array_equal(card.pull(100), block.T)
    assert not card.pull(10).any()
    assert output.underruns == 1


def test_a_lost_card_is_opened_again(card: FakeSounddevice) -> None:
    """When the device goes, time goes on; when it is back, it is fed again."""
    clock = OfflineClock()
    output = _output(clock)
    card.active, card.broken = False, True
    assert output.wanted() == 1000
    output.write(np.zeros((2, 1000), np.float32))
    clock.advance(0.01)
    assert output.wanted() == 480
    card.broken = False
    clock.advance(portaudio.REOPEN_SECONDS)
    assert output.wanted() == 1000
    output.write(np.ones((2, 64), np.float32))
    assert card.pull(64).all()


def test_devices_are_found_by_a_part_of_their_name() -> None:
    """Name, part of the name in any case, or number; None is the default; else a clear line."""
    fake = FakeSounddevice()
    assert find_device(fake, "scarlett") == 1
    assert find_device(fake, "1") == 1
    assert find_device(fake, None) is None
    with pytest.raises(StartupError, match="musiccm devices"):
        find_device(fake, "Apollo")
    with pytest.raises(StartupError, match="--device null"):
        find_device(FakeSounddevice(()), None)


def test_a_card_that_does_not_open_is_a_start_up_error(card: FakeSounddevice) -> None:
    """A busy device gives one line that says what to do."""
    card.broken = True
    with pytest.raises(StartupError, match="--device null"):
        _output()


def test_a_recording_is_what_was_written(tmp_path: Path) -> None:
    """A 24-bit file holds the blocks in order, to half a step."""
    blocks = np.random.default_rng(0).uniform(-1, 1, (20, 2, 333)).astype(np.float32)
    file = Recorder(tmp_path / "take.wav", RATE, 2)
    for block in blocks:
        file.write(block)
    file.close()
    audio, rate = soundfile.read(tmp_path / "take.wav", always_2d=True)
    assert rate == RATE
    assert soundfile.info(tmp_path / "take.wav").subtype == "PCM_24"
    assert np.abs(audio.T - np.concatenate(blocks, axis=1)).max() < 2**-22


def test_a_full_disk_ends_the_recording_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails, the error is kept to be told, further blocks are dropped, close works."""
    file = Recorder(tmp_path / "take.wav", RATE, 2)

    def full(data: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file._file, "write", full)
    for _ in range(10):
        file.write(np.zeros((2, 64), np.float32))
    file.close()
    assert file.error is not None
    assert "No space left" in file.error


def test_a_disk_that_does_not_answer_does_not_hold_the_music(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In real time a full queue ends the recording and never makes the writer wait."""
    file = Recorder(tmp_path / "take.wav", RATE, 2)
    with monkeypatch.context() as patch:
        patch.setattr(file._queue, "put", _raise_full)
        file.write(np.zeros((2, 64), np.float32))
    assert file.error is not None
    file.close()


def _raise_full(*args: Any, **kwargs: Any) -> None:
    raise queue.Full


def test_an_unwritable_path_is_refused_at_the_start(tmp_path: Path) -> None:
    """A folder that is not there gives a line that says what to do."""
    with pytest.raises(RecordError, match="choose a folder"):
        recorder.Recorder(tmp_path / "nowhere" / "take.wav", RATE, 2)
