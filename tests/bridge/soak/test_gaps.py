"""The ear for gaps: silences that are too long, however the blocks fall."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE
from bridge.soak.gaps import GapEar, hear_file

MS = SAMPLE_RATE // 1000


def _tone(seconds: float, *silences: tuple[int, int]) -> NDArray[np.float32]:
    """Return a low tone (2, n) that is silent from a sample on for so many."""
    n = round(seconds * SAMPLE_RATE)
    tone = 0.05 * np.sin(np.arange(n) * (2 * np.pi * 65.4 / SAMPLE_RATE)).astype(np.float32)
    for start, length in silences:
        tone[start : start + length] = 0.0
    return np.stack([tone, tone])


@pytest.mark.parametrize("block", [64, 512, 48_000])
def test_a_gap_is_found_where_it_begins(block: int) -> None:
    """A silence of 12 ms is a gap with its place and length, one of 9 ms is none."""
    audio = _tone(1.0, (10_000, 12 * MS), (30_000, 9 * MS))
    ear = GapEar()
    for start in range(0, audio.shape[1], block):
        ear.hear(audio[:, start : start + block])
    ear.end()
    [(start, length)] = ear.gaps
    assert abs(start - 10_000) <= 2 and abs(length - 12 * MS) <= 4
    assert ear.figures()["longest_ms"] == pytest.approx(12.0, abs=0.1)


def test_before_the_first_sound_nothing_is_missing_but_at_the_end_it_is() -> None:
    """A recording may begin with silence; when the sound stays away that is a gap."""
    ear = GapEar()
    ear.hear(np.zeros((2, 20_000), np.float32))
    ear.hear(_tone(0.2))
    assert ear.gaps == []
    ear.hear(np.zeros((2, 20_000), np.float32))
    assert ear.gaps == []
    ear.end()
    assert [length for _, length in ear.gaps] == [20_000]


def test_a_recording_is_heard_from_its_file(tmp_path: Path) -> None:
    """What a file holds is judged as if it went by."""
    soundfile.write(tmp_path / "take.wav", _tone(2.0, (50_000, 2000)).T, SAMPLE_RATE, "PCM_24")
    ear = GapEar()
    hear_file(ear, str(tmp_path / "take.wav"))
    assert len(ear.gaps) == 1 and ear.heard == 2 * SAMPLE_RATE


def test_what_the_microphone_missed_is_told_apart() -> None:
    """Samples that nobody heard are counted, and are no gap."""
    audio = _tone(1.0)
    audio[:, 20_000:22_000] = np.nan
    ear = GapEar()
    ear.hear(audio)
    ear.end()
    assert ear.gaps == [] and ear.unheard == 2000
