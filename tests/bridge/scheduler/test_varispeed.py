"""Varispeed: nothing at rate 1, a clean sine at any rate near it, and no sample lost."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bridge.scheduler.varispeed import Varispeed


class _Sine:
    """A source of sines (2, n) that counts what it gave."""

    def __init__(self, hertz: float) -> None:
        self.hertz, self.given = hertz, 0

    def at(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.sin(2 * np.pi * self.hertz / 48_000 * samples)

    def __call__(self, n: int) -> NDArray[np.float32]:
        samples = np.arange(self.given, self.given + n, dtype=np.float64)
        self.given += n
        return np.tile(self.at(samples), (2, 1)).astype(np.float32)


def test_at_rate_one_samples_pass_as_they_are() -> None:
    """As long as every rate is 1, what comes out is what went in, and nothing is pulled ahead."""
    source, again = _Sine(440), _Sine(440)
    varispeed = Varispeed(source)
    for n in (512, 1, 300):
        block = varispeed.read(n, 1.0)
        assert block is not None and np.array_equal(block, again(n))
    assert varispeed.ahead == 0


@pytest.mark.parametrize(("hertz", "floor"), [(100, -95), (5000, -90), (15_000, -90)])
def test_a_sine_stays_a_sine(hertz: float, floor: float) -> None:
    """With a rate that wanders by ±0.5 % a sine is off by less than -90 dB, at its place."""
    source = _Sine(hertz)
    varispeed, out, places, at = Varispeed(source), [], [], 0.0
    for n, rate in enumerate(1 + 0.005 * np.sin(np.arange(60) / 5)):
        block = varispeed.read(256 + n, float(rate))
        assert block is not None
        out.append(block[1])
        places.append(at + rate * np.arange(256 + n))
        at += rate * (256 + n)
        assert source.given - varispeed.ahead == pytest.approx(at, abs=1e-6)
    wanted = source.at(np.concatenate(places))
    off = (np.concatenate(out) - wanted)[100:]
    assert 10 * np.log10(np.mean(off**2) / 0.5) < floor


def test_the_first_bend_does_not_click() -> None:
    """Where samples stop passing as they are, the sine goes on without a step."""
    varispeed = Varispeed(_Sine(300))
    blocks = [varispeed.read(512, 1.0), varispeed.read(512, 1.002), varispeed.read(512, 1.0)]
    y = np.concatenate([b[0] for b in blocks if b is not None])
    assert np.abs(np.diff(y)).max() < 1.01 * 2 * np.pi * 300 / 48_000


def test_without_music_there_is_none() -> None:
    """A source that has nothing yet gives nothing, bent or not."""
    varispeed = Varispeed(lambda n: None)
    assert varispeed.read(512, 1.0) is None
    assert varispeed.read(512, 1.01) is None
    assert varispeed.ahead == 0
