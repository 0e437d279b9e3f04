"""Taps: a tempo from a performer's hand."""

import numpy as np
import pytest

from bridge.sync.taps import MOST_TAPS, Taps


def _tap(times: list[float]) -> list[float | None]:
    taps = Taps()
    return [taps.tap(t) for t in times]


def test_the_second_tap_gives_a_tempo() -> None:
    """One tap says nothing, two half a second apart say 120 bpm."""
    assert _tap([7.0, 7.5]) == [None, pytest.approx(120.0)]


def test_an_uneven_hand_is_evened_out() -> None:
    """With 15 ms of unevenness eight taps give the tempo within 2 %."""
    rng = np.random.default_rng(1)
    times = np.arange(MOST_TAPS) * 0.6 + rng.uniform(-0.015, 0.015, MOST_TAPS)
    assert _tap(times.tolist())[-1] == pytest.approx(100.0, rel=0.02)


def test_a_pause_begins_anew() -> None:
    """After more than two seconds the old taps do not count."""
    assert _tap([0.0, 0.5, 5.0, 5.4])[-2:] == [None, pytest.approx(150.0)]


def test_two_taps_at_one_moment_are_no_tempo() -> None:
    """Taps without time between them are not a tempo."""
    assert _tap([1.0, 1.0]) == [None, None]
