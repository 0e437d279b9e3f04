"""Onsets: drums found where they are struck, however the signal is cut."""

import numpy as np
import pytest

from musiccm.onsets import SAMPLE_RATE, Flux, nearest, peaks

STRUCK = np.array([4800, 28_800, 50_000, 76_543, 100_001])


def _drums(seed: int = 0) -> np.ndarray:
    """Decaying bursts of noise and a low tone over a little hiss, (3 s,)."""
    rng = np.random.default_rng(seed)
    x = 1e-4 * rng.standard_normal(3 * SAMPLE_RATE)
    t = np.arange(9600) / SAMPLE_RATE
    for n, at in enumerate(STRUCK):
        burst = rng.standard_normal(len(t)) * np.exp(-60 * t) if n % 2 else np.zeros(len(t))
        x[at : at + len(t)] += 0.3 * burst + 0.5 * np.sin(2 * np.pi * 60 * t) * np.exp(-20 * t)
    return x.astype(np.float32)


def test_drums_are_found_where_they_are_struck() -> None:
    """Each stroke is found within 8 ms, all at one distance to 3 ms, and hardly anything else."""
    flux = Flux()
    flux.hear(_drums())
    found = flux.onsets()
    assert len(found) <= len(STRUCK) + 1
    off = 1000 * nearest(found, STRUCK.astype(float)) / SAMPLE_RATE
    assert np.abs(off).max() < 8
    assert np.abs(off - np.median(off)).max() < 3


@pytest.mark.parametrize("block", [1, 100, 512, 4096])
def test_streaming_equals_the_whole(block: int) -> None:
    """Blocks of any size give the same onsets as the signal at once."""
    x = _drums()[: SAMPLE_RATE if block > 1 else 6000]
    whole, parts = Flux(), Flux()
    whole.hear(x)
    for start in range(0, len(x), block):
        parts.hear(x[start : start + block])
    assert np.array_equal(whole.onsets(), parts.onsets())


def test_silence_has_no_onsets() -> None:
    """Neither nothing nor zeros have peaks."""
    assert len(peaks(np.zeros(0, np.float32))) == 0
    assert len(peaks(np.zeros(500, np.float32))) == 0


def test_the_nearest_onset_is_early_or_late() -> None:
    """Distances are signed: late is positive; without onsets they are infinite."""
    beats = np.array([0.0, 1.0, 2.0])
    assert nearest(np.array([0.1, 0.9]), beats).tolist() == pytest.approx([0.1, -0.1, -1.1])
    assert np.isinf(nearest(np.zeros(0), beats)).all()
