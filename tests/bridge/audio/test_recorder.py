"""Recordings: whole while the disk is, and never in the way of the music."""

import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from bridge.audio import recorder
from bridge.audio.recorder import Recorder
from bridge.errors import RecordError

RATE = 48_000


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
        patch.setattr(file._scribe._queue, "put", _raise_full)
        file.write(np.zeros((2, 64), np.float32))
    assert file.error is not None
    file.close()


def _raise_full(*args: Any, **kwargs: Any) -> None:
    raise queue.Full


def test_an_unwritable_path_is_refused_at_the_start(tmp_path: Path) -> None:
    """A folder that is not there gives a line that says what to do."""
    with pytest.raises(RecordError, match="choose a folder"):
        recorder.Recorder(tmp_path / "nowhere" / "take.wav", RATE, 2)
