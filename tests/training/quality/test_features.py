"""What is heard of sounds whose onsets, brightness and loudness are known."""

import numpy as np
import pytest

from tests.training.evaluate.synthetic import RATE, chord, clicks
from training.quality.features import centroid, loudness, onset_rate

TEN_SECONDS = 10 * RATE


@pytest.mark.parametrize("tempo", [60, 120, 240])
def test_onsets_are_counted(tempo: float) -> None:
    """Clicks at 60, 120 and 240 a minute are 1, 2 and 4 onsets a second."""
    assert onset_rate(clicks(tempo, TEN_SECONDS)) == pytest.approx(tempo / 60, rel=0.11)


def test_the_centroid_of_a_tone_is_its_frequency() -> None:
    """An A of 440 Hz has its centroid near there, the one three octaves up near 3,520 Hz."""
    assert centroid(chord((69,), TEN_SECONDS)) == pytest.approx(440, rel=0.15)
    assert centroid(chord((105,), TEN_SECONDS)) == pytest.approx(3520, rel=0.05)


def test_loudness_is_the_level() -> None:
    """A sine of amplitude 0.1 is at -23 dBFS RMS."""
    assert loudness(chord((69,), TEN_SECONDS)) == pytest.approx(-23.0, abs=0.05)


def test_silence_has_figures() -> None:
    """Silence has no onset, no brightness and the lowest loudness."""
    silence = np.zeros(RATE, np.float32)
    assert (onset_rate(silence), centroid(silence), loudness(silence)) == (0.0, 0.0, -120.0)
