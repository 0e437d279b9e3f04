"""The splice: power stays the same, whether what ends and what begins are alike or not."""

import numpy as np
import pytest

from bridge.scheduler.plan import crossfade


def _noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((20_000, 1)).astype(np.float32)


def test_a_crossfade_into_the_same_changes_nothing() -> None:
    """A stem that the new music leaves as it was has no bump at the splice."""
    same = _noise(0)
    assert np.allclose(crossfade(same, same), same, atol=1e-5)


@pytest.mark.parametrize("alike", [0.0, 0.5, 0.9])
def test_a_crossfade_keeps_the_power(alike: float) -> None:
    """At each point of the fade the power is that of both ends, however alike they are."""
    old = _noise(1)
    new = (alike * old + np.sqrt(1 - alike**2) * _noise(2)).astype(np.float32)
    power = (crossfade(old, new) ** 2).reshape(20, -1).mean(axis=1)
    assert np.abs(10 * np.log10(power)).max() < 0.7


def test_silence_fades_into_music() -> None:
    """A stem that rested comes in without a division by its silence."""
    new = _noise(3)
    faded = crossfade(np.zeros_like(new), new)
    assert np.isfinite(faded).all()
    assert np.abs(faded[-100:] - new[-100:]).max() < 0.01
