"""The pulse: tempo, beats and bars of strokes whose places are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from musiccm.onsets import SAMPLE_RATE
from musiccm.pulse import Pulse, feel

T = np.arange(SAMPLE_RATE // 5) / SAMPLE_RATE
KICK = (np.sin(2 * np.pi * 60 * T) * np.exp(-25 * T)).astype(np.float32)
HAT = 0.5 * np.random.default_rng(1).standard_normal(len(T)) * np.exp(-80 * T)


def _groove(bpm: float, per_bar: int, begin: float, seconds: float = 16.0) -> NDArray[np.float32]:
    """Return a hat on every beat and between, and a kick where bars begin, from ``begin`` on."""
    audio = np.zeros(round((seconds + 1) * SAMPLE_RATE), np.float32)
    for n in range(int((seconds - begin) * bpm / 30)):
        at = round((begin + n * 30 / bpm) * SAMPLE_RATE)
        audio[at : at + len(T)] += (1.0 if n % 2 == 0 else 0.5) * HAT
        if n % (2 * per_bar) == 0:
            audio[at : at + len(T)] += KICK
    return audio[: round(seconds * SAMPLE_RATE)]


@pytest.mark.parametrize(("bpm", "per_bar", "begin"), [(97, 4, 0.0), (128, 4, 0.9), (150, 3, 0.3)])
def test_tempo_and_bars_are_those_that_were_played(bpm: float, per_bar: int, begin: float) -> None:
    """To a hundredth of a beat at the end of the sound, the beginning silent or not."""
    pulse = feel(_groove(bpm, per_bar, begin), per_bar, usual=(90, 160))
    assert pulse.bpm == pytest.approx(bpm, rel=1e-3)
    bar = per_bar * 60 / bpm
    away = (pulse.downbeat - begin + bar / 2) % bar - bar / 2
    assert abs(away) < 0.02


def test_a_given_tempo_wins() -> None:
    """Where half of the beats are meant, only their place is looked for."""
    pulse = feel(_groove(120, 4, 0.0), 4, bpm=60)
    assert pulse.bpm == 60
    assert abs((pulse.downbeat + 0.5) % 1.0 - 0.5) < 0.02


def test_usual_tempi_tell_a_beat_from_two() -> None:
    """The same strokes are 75 where that is usual, and 150 where this is."""
    groove = _groove(150, 4, 0.0)
    assert feel(groove, 4, usual=(60, 90)).bpm == pytest.approx(75, rel=2e-3)
    assert feel(groove, 4, usual=(130, 170)).bpm == pytest.approx(150, rel=2e-3)


def test_a_piece_of_music_need_not_begin_on_a_beat() -> None:
    """A third of a beat cut off the front moves the bar by as much, if no beginning is claimed."""
    groove = _groove(120, 4, 0.0)[round(0.17 * SAMPLE_RATE) :]
    pulse = feel(groove, 4, bpm=120, whole=False)
    assert abs((pulse.downbeat + 0.17 + 1.0) % 2.0 - 1.0) < 0.02


def test_bars_that_are_over_are_counted() -> None:
    """A last bar that lacks a few milliseconds counts as whole, one that lacks a beat does not."""
    pulse = Pulse(120.0, 1.0)
    assert [pulse.bars(seconds, 4) for seconds in (0.5, 2.9, 2.97, 4.9, 5.0)] == [0, 0, 1, 1, 2]


def test_silence_has_some_pulse() -> None:
    """Nothing is divided by nothing."""
    assert 50 <= feel(np.zeros(5 * SAMPLE_RATE, np.float32), 4).bpm <= 200
