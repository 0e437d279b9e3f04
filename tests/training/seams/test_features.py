"""Features against sounds whose breaks are known."""

import numpy as np
import pytest

from training.data.production import MEL
from training.seams.features import HOP, REACH, around, high_level, listen

RATE = MEL.sample_rate
TIME = np.arange(4 * REACH * HOP) / RATE
TONE = np.sin(2 * np.pi * 220 * TIME).astype(np.float32)
PLACES = np.array([2 * REACH])
BREAK = 2 * REACH * HOP


def _features(mono: np.ndarray) -> np.ndarray:
    """Return the features (5, per signal) of the one place of four equal stems and their sum."""
    return listen(np.stack([mono] * 4) / 4, PLACES)[0].reshape(5, -1)


def test_the_place_is_in_the_middle() -> None:
    """A cut-out has as much before the place as after it."""
    audio = np.arange(4 * REACH * HOP, dtype=np.float32)
    part = around(audio, PLACES)
    assert part.shape == (1, 2 * REACH * HOP)
    assert part[0, REACH * HOP] == BREAK


def test_a_steady_tone_has_no_place_that_stands_out() -> None:
    """No curve of a steady tone is higher in the middle than its other peaks."""
    steady = _features(TONE)
    assert (steady[:, 1:12:2] <= 1e-3).all()


@pytest.mark.parametrize("kind", ["phase", "pitch", "level", "noise"])
def test_a_break_stands_out(kind: str) -> None:
    """Whatever breaks off at the place is over the other peaks of some curve, unlike a tone."""
    noise = np.random.default_rng(0).standard_normal(len(TONE)).astype(np.float32)
    after = {
        "phase": -TONE,
        "pitch": np.sin(2 * np.pi * 330 * TIME).astype(np.float32),
        "level": TONE / 4,
        "noise": TONE + 0.05 * noise,
    }[kind]
    broken = np.where(np.arange(len(TONE)) < BREAK, TONE, after)
    assert (_features(broken) - _features(TONE)).max() > 0.3
    assert _features(broken)[:, 1:12:2].max() > 0.1


def test_the_high_level_is_that_over_8_khz_near_the_place() -> None:
    """A hiss at the place is heard in dB, one elsewhere and a low tone are not."""
    hiss = np.random.default_rng(0).standard_normal(len(TONE)).astype(np.float32)
    here = np.abs(np.arange(len(TONE)) - BREAK) < 1500

    def level(mono: np.ndarray) -> float:
        return float(high_level(around(mono, PLACES))[0])

    quiet = level(TONE)
    assert level(TONE + hiss * ~here) == pytest.approx(quiet, abs=1.0)
    assert level(TONE + hiss * here) > quiet + 40
    assert level(hiss) - level(hiss / 10) == pytest.approx(20, abs=0.1)
