"""Outputs without a device: the ring they share, and null time."""

import numpy as np
import pytest

from bridge.audio.outputs import NullOutput
from bridge.audio.ring import Ring
from bridge.clock import OfflineClock

RATE = 48_000


def test_what_goes_into_the_ring_comes_out() -> None:
    """Over many wraps with odd sizes, the frames leave in order, both channels together."""
    ring, rng, written, read = Ring(64), np.random.default_rng(0), 0, 0
    for _ in range(500):
        n = int(rng.integers(0, 65 - ring.filled))
        values = np.arange(written, written + n, dtype=np.float32)
        ring.write(np.stack([values, -values], axis=1))
        written += n
        out = np.ones((int(rng.integers(0, 64)), 2), np.float32)
        got = ring.read_into(out)
        assert out[:got, 0].tolist() == list(range(read, read + got))
        assert np.array_equal(out[:, 1], -out[:, 0])
        assert not out[got:].any()
        read += got


def test_a_full_ring_refuses() -> None:
    """Writing more than there is room for raises and changes nothing."""
    ring = Ring(8)
    with pytest.raises(BufferError):
        ring.write(np.zeros((9, 2), np.float32))
    assert ring.filled == 0


def test_null_time_wants_what_it_has_played() -> None:
    """The null device keeps its lead: it wants as much as the clock has taken."""
    clock = OfflineClock()
    null = NullOutput(clock, RATE, ahead=4800)
    null.start()
    null.write(np.zeros((2, null.wanted()), np.float32))
    clock.advance(0.05)
    assert null.wanted() == 2400
    assert null.underruns == 0
    clock.advance(1.0)
    assert null.wanted() == 4800
    assert null.underruns == 1
    assert null.zero_filled == round(1.0 * RATE) - 4800 + 2400
    assert null.drained()
