"""The fit: a tempo out of noisy marks, lost by neither outliers nor changes."""

import numpy as np
import pytest

from bridge.rehearsal.course import Course
from bridge.sync.fit import FEWEST, Fit


def _noise(n: int, width: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-width, width, n)


def _fitted(times: np.ndarray, places: np.ndarray, span: float = 6.0) -> Fit:
    fit = Fit(span)
    for time, place in zip(times.tolist(), places.tolist(), strict=True):
        fit.add(time, place)
    return fit


@pytest.mark.parametrize("bpm", [60, 90, 120, 150, 200])
@pytest.mark.parametrize("seed", range(4))
def test_two_bars_of_a_jittery_clock_give_tempo_and_phase(bpm: float, seed: int) -> None:
    """After two bars with ±3 ms the tempo is within 0.1 % and the phase within 3 ms."""
    ticks = np.arange(8 * 24)
    period = 60 / bpm / 24
    curve = _fitted(ticks * period + _noise(len(ticks), 3e-3, seed), ticks).curve()
    assert curve is not None
    assert curve.period_at(len(ticks)) == pytest.approx(period, rel=1e-3)
    assert curve.time(len(ticks)) == pytest.approx(len(ticks) * period, abs=3e-3)


def test_late_marks_do_not_pull_the_line() -> None:
    """One mark in twenty that is 30 ms late moves the line by less than half a millisecond."""
    ticks = np.arange(200)
    times = ticks * 0.02 + _noise(200, 5e-4)
    times[10::20] += 0.03
    curve = _fitted(np.sort(times), ticks).curve()
    assert curve is not None
    assert curve.time(200) == pytest.approx(4.0, abs=5e-4)


def test_a_sudden_change_forgets_what_was_before() -> None:
    """Half a second after a change from 120 to 90 the line is the new tempo's."""
    before, after = np.arange(0, 5, 0.1), 5 + np.arange(0, 0.6, 0.1)
    beats = np.concatenate([before * 2, 10 + (after - 5) * 1.5])
    fit = Fit(6.0)
    for time, beat in zip(np.concatenate([before, after]).tolist(), beats.tolist(), strict=True):
        fit.add(time, beat)
        curve = fit.curve()
    assert curve is not None
    assert 60 / curve.period_at(float(beats[-1])) == pytest.approx(90, rel=1e-3)
    assert len(fit) < 15


def test_a_ramp_is_followed_as_a_ramp() -> None:
    """In a ramp 100 → 140 with ±3 ms the newest mark is known to 3 ms and its tempo to 1 %."""
    course = Course(100, goal=140, begin=5.0)
    ticks = np.arange(1, int(course.beat(38.0) * 24))
    times = course.times(ticks / 24, 40.0)
    fit, off = Fit(6.0), []
    for time, jitter, tick in zip(times, _noise(len(ticks), 3e-3), ticks, strict=True):
        fit.add(float(time + jitter), float(tick))
        curve = fit.curve()
        if curve is not None and 8 < time < course.end:
            off.append(curve.time(float(tick)) - time)
            bpm = 60 / 24 / curve.period_at(float(tick))
            assert bpm == pytest.approx(float(course.bpm_at(time)), rel=0.01)
    assert np.percentile(np.abs(off), 95) < 3e-3


def test_too_few_marks_are_no_line() -> None:
    """Before FEWEST marks, and after clear, there is no curve."""
    fit = _fitted(np.arange(FEWEST - 1), np.arange(FEWEST - 1))
    assert fit.curve() is None
    fit.add(FEWEST, FEWEST)
    assert fit.curve() is not None
    fit.clear()
    assert fit.curve() is None and len(fit) == 0


def test_old_marks_leave() -> None:
    """Marks older than the span are forgotten."""
    times = np.arange(0, 30, 0.1)
    assert len(_fitted(times, times, span=2.0)) == 21
