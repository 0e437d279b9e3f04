"""Ramps out of tempi that are set step by step."""

import numpy as np
import pytest

from bridge.sync.steps import Steps


def _told(steps: Steps, rates: np.ndarray, begin: float = 0.0) -> float:
    """Tell a rate every 50 ms and return the time of the last one."""
    times = begin + 0.05 * np.arange(len(rates))
    for time, rate in zip(times.tolist(), rates.tolist(), strict=True):
        steps.add(time, rate)
    return float(times[-1])


def test_a_staircase_is_a_ramp() -> None:
    """The bend is the slope of the steps, up and down, from the fifth of them on."""
    steps = Steps()
    end = _told(steps, 2.0 - 0.001 * np.arange(40))
    assert steps.bend(end) == pytest.approx(-0.02)
    few = Steps()
    assert few.bend(_told(few, 2.0 + 0.001 * np.arange(4))) == 0.0


def test_a_tempo_that_rests_bends_no_more() -> None:
    """A quarter of a second after the last step the ramp is over; a single leap never was one."""
    steps = Steps()
    end = _told(steps, 2.0 + 0.001 * np.arange(40))
    steps.add(end + 0.3, 2.039)
    assert steps.bend(end + 0.3) == 0.0
    assert steps.bend(_told(steps, np.array([2.039, 2.5, 2.5, 2.5]), end + 2.0)) == 0.0
