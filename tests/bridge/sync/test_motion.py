"""Motion: a leader's beats ahead, with a ramp that is not trusted for ever."""

import numpy as np
import pytest

from bridge.sync.fit import Curve
from bridge.sync.motion import TRUST, Grip, Motion, along


def test_a_ramp_goes_on_for_a_while_and_then_holds() -> None:
    """Beats are the integral of the tempo, which is steady TRUST seconds after the last mark."""
    motion = Motion(10.0, 20.0, 2.0, 0.1)
    times = np.linspace(10.0, 20.0, 10_001)
    rates = np.array([motion.rate_at(float(t)) for t in times])
    summed = 20.0 + np.sum((rates[1:] + rates[:-1]) / 2) * 1e-3
    assert motion.beat_at(20.0) == pytest.approx(summed, abs=1e-6)
    assert motion.rate_at(15.0) == 2.0 + 0.1 * TRUST
    assert motion.beat_at(9.0) == pytest.approx(20.0 - 2.0 + 0.05)


def test_a_curve_becomes_a_motion() -> None:
    """Place, rate and bend of the motion are those of the curve, per beat."""
    curve = Curve(origin=96.0, at=5.0, period=0.02, bend=-1e-6)
    motion = along(curve, 96.0, 24.0, Grip.BAR)
    assert motion is not None
    assert (motion.time, motion.beat, motion.grip) == (5.0, 4.0, Grip.BAR)
    ahead = np.array([curve.time(96.0 + n) for n in range(25)])
    beats = np.array([motion.beat_at(float(t)) for t in ahead])
    assert np.allclose(beats, 4.0 + np.arange(25) / 24, atol=2e-4)


def test_time_that_runs_backwards_is_no_motion() -> None:
    """A curve without a positive period gives none."""
    assert along(Curve(0.0, 0.0, -0.02), 0.0, 24.0, Grip.PLACE) is None


def test_quarters_become_felt_beats() -> None:
    """In 6/8 a felt beat is a quarter and a half."""
    motion = Motion(0.0, 3.0, 3.0, 0.3).in_beats(1.5)
    assert (motion.beat, motion.rate, motion.bend) == (2.0, 2.0, pytest.approx(0.2))
