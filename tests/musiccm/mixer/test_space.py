"""The parts of the stereo picture: a filter that equals its formula, however it is cut."""

import numpy as np
from scipy.signal import lfilter

from musiccm.mixer.space import SIDE_HIGHPASS_HZ, HighPass

RATE = 48_000


def _noise(n: int) -> np.ndarray:
    return np.random.default_rng(3).standard_normal(n).astype(np.float32)


def test_the_high_pass_is_the_recursion() -> None:
    """Ten seconds through the running sums equal the recursive filter in 64 bits to 24 bits."""
    x = _noise(10 * RATE)
    pole = np.exp(-2 * np.pi * SIDE_HIGHPASS_HZ / RATE)
    gain = (1 + pole) / 2
    truth = lfilter([gain, -gain], [1, -pole], x.astype(np.float64))
    assert np.abs(HighPass(SIDE_HIGHPASS_HZ, RATE).process(x) - truth).max() < 2**-21


def test_the_high_pass_does_not_depend_on_the_blocks() -> None:
    """Blocks of any length, over the ends of its stretches, give the same bits."""
    x = _noise(3 * HighPass.STRETCH + 5)
    whole, cut = HighPass(220.0, RATE), HighPass(220.0, RATE)
    edges = [0, 1, 2, 513, HighPass.STRETCH - 1, HighPass.STRETCH, 2 * HighPass.STRETCH + 7, len(x)]
    parts = [cut.process(x[a:b]) for a, b in zip(edges, edges[1:], strict=False)]
    assert np.array_equal(np.concatenate(parts), whole.process(x))
