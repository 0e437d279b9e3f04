"""A past of another maker: where its frames lie before a place of the music."""

import numpy as np
import pytest

from musiccm.past import Past

RATE = 93.75


def _past(bpm: float, frames: int = 1024) -> Past:
    """Return a past whose only value is the frame's number, from its end: -1 is the last."""
    mel = np.arange(-frames, 0, dtype=np.float16)[:, None, None]
    return Past(mel, bpm, "Am", 8, 4)


def _before(place: float, bpm: float, n: int = 256) -> np.ndarray:
    """Return the beats of ``n`` frames that end at the beat ``place``."""
    return place - (np.arange(n, 0, -1) - 0.5) * bpm / 60 / RATE


def test_on_a_bar_line_the_past_is_its_end() -> None:
    """Frame for frame at its own tempo."""
    mel, beats = _past(120).context(_before(16.0, 120), RATE)
    assert mel[:, 0, 0].tolist() == list(range(-256, 0))
    assert np.array_equal(beats, _before(16.0, 120))


@pytest.mark.parametrize("part", [1.0, 2.5])
def test_within_a_bar_it_ends_at_the_same_part_of_a_bar(part: float) -> None:
    """So the last bar of the sound is left out from there on."""
    mel, _ = _past(120).context(_before(16.0 + part, 120), RATE)
    missing = (4 - part) * 60 / 120 * RATE
    assert mel[-1, 0, 0] == pytest.approx(-missing - 1, abs=1)


@pytest.mark.parametrize("bpm", [60.0, 97.0, 150.0])
def test_at_another_tempo_beats_stay_beats(bpm: float) -> None:
    """A beat before the line lies a beat of the sound before its end, to a frame."""
    mel, beats = _past(120).context(_before(16.0, bpm), RATE)
    wanted = (beats - 16.0) * 60 / 120 * RATE
    assert np.abs(mel[:, 0, 0] - np.floor(wanted)).max() <= 1


def test_a_short_past_gives_what_it_has() -> None:
    """Whole tokens of it, ending where the music begins."""
    mel, beats = _past(120, 100).context(_before(16.0, 120), RATE)
    assert len(mel) == len(beats) == 96
    assert (mel[-1, 0, 0], beats[-1]) == (-1, _before(16.0, 120)[-1])
    assert len(_past(120, 100).context(_before(17.0, 120), RATE)[0]) == 0
