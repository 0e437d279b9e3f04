"""The tape of the last minutes: what is on it, what it forgets, what it leaves behind."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.audio import keeper
from bridge.audio.keeper import LANES, Keeper
from bridge.errors import RecordError
from musiccm.mixer import Mixed

RATE = 48_000
BLOCK = 512


def _block(first: int) -> Mixed:
    """Return a block whose samples tell their place and lane."""
    lanes = np.arange(first, first + BLOCK)[None] * 1e-6 + np.arange(len(LANES))[:, None] * 1e-2
    lanes = lanes.astype(np.float32)
    return Mixed(lanes[:2], np.zeros((4, BLOCK), np.float32), lanes[2:])


def _fill(tape: Keeper, blocks: int, place: int = 0) -> None:
    for number in range(blocks):
        tape.write(_block(place + number * BLOCK), place + number * BLOCK)


def _read(tape: Keeper, start: int, n: int) -> np.ndarray:
    return tape.call(lambda: tape.read(start, n)).result(60)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reels of four blocks."""
    monkeypatch.setattr(keeper, "REEL", 4 * BLOCK)


def test_what_was_played_is_on_the_tape(tmp_path: Path, small: None) -> None:
    """Master and dry stems come back over the ends of reels, in 24 bits."""
    tape = Keeper(tmp_path / "tape", 60.0, RATE)
    _fill(tape, 20)
    audio = _read(tape, 700, 7000)
    expected = np.arange(700, 7700) * 1e-6 + np.arange(6)[:, None] * 1e-2
    assert np.abs(audio - expected).max() < 2**-23 + 1e-7
    assert tape.bytes == 20 * BLOCK * 6 * 3
    tape.close()


def test_the_tape_forgets(tmp_path: Path, small: None) -> None:
    """No more than the asked time and two reels are on disk, and what is gone is refused."""
    tape = Keeper(tmp_path / "tape", 10 * BLOCK / RATE, RATE)
    _fill(tape, 100)
    assert _read(tape, 90 * BLOCK, 10 * BLOCK).shape == (6, 10 * BLOCK)
    assert tape.bytes <= 18 * BLOCK * 18
    assert sum(f.stat().st_size for f in (tmp_path / "tape").iterdir()) == tape.bytes
    for start in (0, 95 * BLOCK):
        with pytest.raises(RecordError):
            _read(tape, start, 10 * BLOCK)
    tape.close()


def test_nothing_is_left(tmp_path: Path) -> None:
    """At the end the tape is removed."""
    tape = Keeper(tmp_path / "tape", 60.0, RATE)
    _fill(tape, 3)
    tape.close()
    assert not list(tmp_path.iterdir())


def test_places_are_found_where_they_were_last_played(tmp_path: Path) -> None:
    """While the transport rests the tape runs on; a place is found where it was played."""
    tape = Keeper(tmp_path / "tape", 60.0, RATE)
    _fill(tape, 4)
    for _ in range(3):
        tape.write(_block(0), 4 * BLOCK)
    _fill(tape, 4, place=4 * BLOCK)
    assert tape.find(100.0) == 100
    assert tape.find(4 * BLOCK - 1) == 4 * BLOCK - 1
    assert tape.find(4 * BLOCK + 7) == 7 * BLOCK + 7
    assert tape.find(-BLOCK) is None
    tape.close()


def test_a_full_disk_ends_the_keeping_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails the error is kept to be told, and blocks are taken as before."""

    class Full:
        def write(self, data: Any) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr(keeper, "_open", lambda *_: Full())
    tape = Keeper(tmp_path / "tape", 60.0, RATE)
    _fill(tape, 5)
    tape.call(lambda: None).result(60)
    _fill(tape, 5)
    tape.close()
    assert tape.error is not None
    assert "No space left" in tape.error


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in the way gives a RecordError."""
    (tmp_path / "file").touch()
    with pytest.raises(RecordError, match="cannot keep"):
        Keeper(tmp_path / "file" / "tape", 60.0, RATE)
