"""Link sessions on tape: recorded from real peers, followed under the offline clock."""

import importlib.util
from collections.abc import Iterator

import numpy as np
import pytest

from bridge.config import RunConfig
from bridge.engine.tone import ToneEngine
from bridge.errors import SyncError
from bridge.rehearsal.course import Course
from bridge.rehearsal.ears import ClickEar
from bridge.rehearsal.judge import Verdict, judge
from bridge.rehearsal.offline import Device
from bridge.rehearsal.peer import lone_peer, state_of
from bridge.rehearsal.taped import OTHER_BPM, TapedRehearsal, record
from bridge.scheduler.director import BEATS_PER_BAR
from bridge.sync.link import LinkPeer, LinkState
from bridge.sync.motion import quarters_per_beat
from tests.bridge.alone import alone_with_link, until

EVERY, STEP = 0.02, 0.05  # seconds between two words of a peer, and between two of its tempi


@pytest.fixture
def alone() -> Iterator[None]:
    if importlib.util.find_spec("link") is None:
        pytest.skip("LinkPython-extern is not installed")
    with alone_with_link():
        yield


def _states(course: Course, seconds: float, quarters: float = 1.0) -> list[LinkState]:
    """Return what a peer tells of a course; a ramp is a staircase."""
    times = np.arange(0.0, seconds, EVERY)
    beats, bpm = quarters * course.beat(times), quarters * course.bpm_at(times // STEP * STEP)
    rows = zip(times.tolist(), beats.tolist(), bpm.tolist(), strict=True)
    return [LinkState(time, beat, tempo, False, 1) for time, beat, tempo in rows]


def _played(course: Course, seconds: float, metre: str = "4/4") -> tuple[TapedRehearsal, Verdict]:
    """Return a rehearsal, and how its clicks lie on the course's beats after five seconds."""
    config = RunConfig(("anything",), seconds=seconds, metre=metre)
    states = _states(course, seconds, quarters_per_beat(BEATS_PER_BAR[metre]))
    ear = ClickEar()
    rehearsal = TapedRehearsal(states, ear, Device(), config)
    rehearsal.play(ToneEngine())
    beats = np.arange(np.ceil(course.beat(5.0)), np.floor(course.beat(seconds - 0.5)))
    return rehearsal, judge(Device().seconds(ear.onsets()), course.times(beats, seconds + 1))


@pytest.mark.parametrize("metre", list(BEATS_PER_BAR))
def test_a_session_s_bars_are_ours(metre: str) -> None:
    """In each metre the clicks lie on the session's felt beats, and our bar begins with its bar."""
    course, per_bar = Course(90, first=7.2), BEATS_PER_BAR[metre]
    rehearsal, verdict = _played(course, 10, metre)
    assert verdict.p95_ms <= 3 and verdict.missed == 0
    assert rehearsal.app is not None and rehearsal.app.session is not None
    parts = rehearsal.app.session._parts
    off = parts.scheduler.tempo.beat(parts.player.place) - float(course.beat(10.0))
    assert abs((off + per_bar / 2) % per_bar - per_bar / 2) < 0.01


def test_a_ramp_in_steps_is_followed_without_a_stop() -> None:
    """From 100 to 140 in 4 bars, a step each 50 ms: every beat has its click, within 15 ms."""
    _, verdict = _played(Course(100, goal=140, begin=5.0, beats=16), 18)
    assert verdict.missed == 0
    assert verdict.p95_ms <= 15


@pytest.mark.real_client
def test_a_peer_that_joins_hears_the_ramp_and_leaves_the_tempo_alone(alone: None) -> None:
    """What is on the tape is the leading peer's tempo and bar, and never our own tempo."""
    course = Course(100, goal=140, begin=0.5, beats=4)
    states, truth = record(course, 3.5, beats_per_bar=4)
    tempi = np.array([state.bpm for state in states])
    assert tempi[0] == pytest.approx(100, abs=0.01) and tempi[-1] == pytest.approx(140, abs=0.01)
    assert np.abs(tempi - OTHER_BPM).min() > 10
    off = np.array([s.beat - truth.beat(s.time) for s in states if s.time > 0.1])
    assert np.median(np.abs((off + 2) % 4 - 2)) < 0.01


@pytest.mark.real_client
def test_a_session_of_others_is_left_alone(alone: None) -> None:
    """Where somebody plays already no rehearsal begins, and the tempo stays."""
    other = LinkPeer(97.0)
    try:
        begun = state_of(other).time  # of two sessions that are half a second apart the older stays
        until(lambda: state_of(other).time > begun + 1.0)
        with pytest.raises(SyncError, match="others"), lone_peer(120.0, 4):
            pass
        assert other.state is not None and other.state.bpm == pytest.approx(97.0, abs=1e-3)
    finally:
        other.close()
