"""When samples are heard: the device's clock, seen through coarse callbacks."""

import numpy as np
import pytest

from bridge.sync.heard import Heard


def test_before_any_line_the_last_mark_counts() -> None:
    """One mark gives the time of any sample at the nominal rate."""
    heard = Heard()
    heard.mark(3.0, 4800)
    assert heard.time(4800 + 48_000) == pytest.approx(4.0)
    assert heard.rate() == 48_000


@pytest.mark.parametrize("ppm", [-200.0, 0.0, 200.0])
def test_the_device_s_clock_is_found_through_the_blocks(ppm: float) -> None:
    """With marks that are up to a block of 5 ms off, the rate is known to 20 ppm."""
    heard, rng = Heard(), np.random.default_rng(2)
    rate = 48_000 * (1 + ppm * 1e-6)
    for sample in range(0, 30 * 48_000, 512):
        heard.mark(sample / rate + 0.01 + float(rng.uniform(-2.5e-3, 2.5e-3)), sample)
    assert heard.rate() == pytest.approx(rate, rel=7e-5)
    assert heard.time(30 * 48_000) == pytest.approx(30 * 48_000 / rate + 0.01, abs=1e-3)


def test_a_gap_in_the_device_is_seen() -> None:
    """After an underrun of 40 ms the line is the later one within a second."""
    heard = Heard()
    for sample in range(0, 10 * 48_000, 512):
        heard.mark(sample / 48_000, sample)
    for sample in range(10 * 48_000, 11 * 48_000, 512):
        heard.mark(sample / 48_000 + 0.04, sample)
    assert heard.time(11 * 48_000) == pytest.approx(11.04, abs=1e-3)
