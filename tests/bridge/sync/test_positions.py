"""The OSC leader: a line through positions, a new one when it was moved."""

import numpy as np
import pytest

from bridge.rehearsal.course import Course
from bridge.sync.positions import Positions


def _told(positions: Positions, course: Course, start: float, end: float) -> None:
    times = np.cumsum(np.random.default_rng(0).uniform(0.09, 0.11, 10_000)) + start
    for time in times[times < end]:
        positions.tell(float(time), float(course.beat(time)))


def test_a_steady_leader_is_known_after_half_a_second() -> None:
    """Five positions give the tempo to a thousandth."""
    positions = Positions()
    _told(positions, Course(117, first=12.0), 0.0, 0.6)
    motion = positions.motion(0.6)
    assert motion is not None
    assert motion.rate * 60 == pytest.approx(117, rel=1e-3)
    assert motion.beat_at(3.0) == pytest.approx(12 + 3 * 117 / 60, abs=5e-3)


def test_a_leader_that_jumps_is_followed_there() -> None:
    """After a move forward or back the new place counts, and until it is sure the old line does."""
    positions = Positions()
    _told(positions, Course(120, first=0.0), 0.0, 4.0)
    _told(positions, Course(120, first=100.0), 4.0, 5.0)
    motion = positions.motion(5.0)
    assert motion is not None and motion.beat_at(5.0) == pytest.approx(110, abs=1e-3)
    _told(positions, Course(120, first=-10.0), 5.0, 6.0)
    motion = positions.motion(6.0)
    assert motion is not None and motion.beat_at(6.0) == pytest.approx(2, abs=1e-3)


def test_a_leader_that_stands_still_or_falls_silent_does_no_harm() -> None:
    """The last motion holds while nothing new makes a line."""
    positions = Positions()
    _told(positions, Course(120), 0.0, 4.0)
    for n in range(20):
        positions.tell(4.0 + n / 10, 8.0)
    motion = positions.motion(60.0)
    assert motion is not None and motion.rate == pytest.approx(2.0, rel=1e-3)


def test_nothing_told_is_no_motion() -> None:
    """Before the first line there is no motion, and never a word of start or stop."""
    positions = Positions()
    assert positions.motion(1.0) is None
    positions.tell(1.0, 0.0)
    assert positions.motion(1.0) is None and positions.playing() is None
