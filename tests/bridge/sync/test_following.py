"""The daemon follows a leader: heard, under the offline clock, with the fake engine's clicks."""

import numpy as np
import pytest

from bridge.app import App
from bridge.config import RunConfig
from bridge.engine.tone import ToneEngine
from bridge.rehearsal import leaders
from bridge.rehearsal.course import Course
from bridge.rehearsal.ears import ClickEar
from bridge.rehearsal.judge import Verdict, judge
from bridge.rehearsal.leaders import Sent
from bridge.rehearsal.offline import Device, Rehearsal

MAKERS = {"osc": leaders.osc, "midi": leaders.midi}


def _rehearse(
    leader: str,
    course: Course,
    seconds: float,
    device: Device | None = None,
    sent: list[Sent] | None = None,
    **config: object,
) -> tuple[np.ndarray, Rehearsal]:
    """Return when clicks were heard, (n,) seconds, and the rehearsal."""
    sent = MAKERS[leader](course, seconds) if sent is None else sent
    ear, device = ClickEar(), device or Device()
    options = RunConfig(("anything",), seconds=seconds, **config)  # type: ignore[arg-type]
    rehearsal = Rehearsal(sent, leader, ear, device, options)
    rehearsal.play(ToneEngine())
    return device.seconds(ear.onsets()), rehearsal


def _judged(heard: np.ndarray, course: Course, begin: float, end: float) -> Verdict:
    beats = np.arange(np.ceil(course.beat(begin)), np.floor(course.beat(end)))
    return judge(heard, course.times(beats, end + 1))


@pytest.mark.parametrize(("leader", "ppm"), [("osc", -200.0), ("midi", 200.0)])
def test_clicks_lie_on_the_leader_s_beats(leader: str, ppm: float) -> None:
    """With a drifting device of 30 ms latency, after two bars P95 is under 3 ms, nothing looped."""
    course, device = Course(126, first=0.37), Device(ppm, 0.03)
    heard, rehearsal = _rehearse(leader, course, 13, device)
    verdict = _judged(heard, course, 5.0, 12.5)
    assert verdict.p95_ms <= 3 and verdict.missed == 0
    assert rehearsal.app is not None and rehearsal.app.session is not None
    assert rehearsal.app.session._parts.scheduler.fallbacks == 0


@pytest.mark.parametrize("ppm", [-200.0, 200.0])
def test_a_drifting_device_takes_no_splice(ppm: float) -> None:
    """Once it has joined, drift is bent away: nothing that is planned is drawn anew."""
    redrawn: dict[float, int] = {}
    course, device = Course(120, first=0.37), Device(ppm, 0.03)
    sent = leaders.osc(course, 24)
    rehearsal = Rehearsal(sent, "osc", ClickEar(), device, RunConfig(("anything",), seconds=24))

    def count(app: App) -> None:
        assert app.session is not None
        redrawn[app.session._parts.clock.now()] = app.session.redrawn

    rehearsal.on_tick = count
    rehearsal.play(ToneEngine())
    joined = max(n for time, n in redrawn.items() if time < 5.0)
    assert joined <= 1
    assert max(redrawn.values()) == joined


def test_a_tempo_that_jumps_is_drawn_anew() -> None:
    """What cannot be bent away is a splice, and counted."""
    course = Course(120, goal=140, begin=5.0, beats=1)
    _, rehearsal = _rehearse("osc", course, 10)
    assert rehearsal.app is not None and rehearsal.app.session is not None
    assert rehearsal.app.session.redrawn > 0


@pytest.mark.parametrize("leader", ["osc", "midi"])
def test_a_ramp_is_followed_without_a_stop(leader: str) -> None:
    """From 100 to 140 in 4 bars every beat has its click within 70 ms, two bars later in 15 ms."""
    course = Course(100, goal=140, begin=5.0, beats=16)
    heard, _ = _rehearse(leader, course, 20)
    assert _judged(heard, course, 4.0, 19.5).missed == 0
    assert _judged(heard, course, course.end + 8 * 60 / 140, 19.5).p95_ms <= 15
    assert np.diff(heard[heard > 4.0]).max() < 0.65


def test_a_sudden_tempo_is_followed_within_two_bars() -> None:
    """Two bars after a leap from 100 to 132 the clicks lie on the new beats."""
    course = Course(100, goal=132, begin=8.0, beats=0.01)
    heard, _ = _rehearse("osc", course, 18)
    assert _judged(heard, course, course.end + 8 * 60 / 132, 17.5).p95_ms <= 3


@pytest.mark.parametrize("leader", ["osc", "midi"])
@pytest.mark.parametrize(("metre", "per_bar"), [("3/4", 3), ("6/8", 2)])
def test_bars_are_the_leader_s_too(leader: str, metre: str, per_bar: int) -> None:
    """In 3/4 and 6/8 our beat is the leader's, so its downbeats are ours."""
    course = Course(90, first=7.2)
    quarters = 1.5 if metre == "6/8" else 1.0
    midi = leaders.midi(course, 10, quarters_per_beat=quarters)
    sent = midi if leader == "midi" else leaders.osc(course, 10)
    heard, rehearsal = _rehearse(leader, course, 10, sent=sent, metre=metre)
    assert rehearsal.app is not None and rehearsal.app.session is not None
    parts = rehearsal.app.session._parts
    assert parts.scheduler.tempo.beat(parts.player.place) == pytest.approx(
        float(course.beat(10.0)), abs=0.01
    )
    assert parts.scheduler.tempo.segment(parts.player.place).beats_per_bar == per_bar
    assert _judged(heard, course, 6.0, 9.5).p95_ms <= 3


def test_the_offset_moves_the_music() -> None:
    """40 ms of offset are heard as 40 ms later than the beat."""
    course = Course(120)

    def late(app: App) -> None:
        assert app.session is not None
        app.session.conductor.offset = 0.04

    ear = ClickEar()
    config = RunConfig(("x",), seconds=10)
    rehearsal = Rehearsal(leaders.osc(course, 10), "osc", ear, Device(), config)
    rehearsal.on_tick = late
    rehearsal.play(ToneEngine())
    verdict = _judged(Device().seconds(ear.onsets()), course, 4.0, 9.5)
    assert verdict.median_ms == pytest.approx(40, abs=2)


def test_a_song_position_takes_the_music_there() -> None:
    """A host that stops, is moved to bar 18 and continues: our beat is its beat, clicks on it."""
    course, moved = Course(120), Course(120, first=72.0 - 16.0)
    sent = leaders.midi(course, 6.1)
    sent += [Sent(6.15, bytes([0xFC]), False)]
    sent += [Sent(s.time, s.data, False) for s in leaders.midi(moved, 16) if s.time > 8.0 - 1e-3]
    sent += [Sent(7.9, bytes([0xF2, 72 * 4 % 128, 72 * 4 // 128]), False)]
    sent += [Sent(7.95, bytes([0xFB]), False)]
    heard, rehearsal = _rehearse("midi", course, 16, sent=sorted(sent, key=lambda s: s.time))
    assert rehearsal.app is not None and rehearsal.app.session is not None
    parts = rehearsal.app.session._parts
    beat = parts.scheduler.tempo.beat(parts.player.place)
    assert beat == pytest.approx(float(moved.beat(16.0)), abs=0.02)
    assert _judged(heard, moved, 12.0, 15.5).p95_ms <= 3


def test_lost_ticks_do_no_harm() -> None:
    """One tick in twenty never comes: clicks stay within 3 ms of the beats."""
    course = Course(124, first=0.2)
    heard, _ = _rehearse("midi", course, 14, sent=leaders.midi(course, 14, lost=0.05))
    verdict = _judged(heard, course, 5.0, 13.5)
    assert verdict.p95_ms <= 3 and verdict.missed == 0


def test_a_leader_that_falls_silent_does_no_harm() -> None:
    """Ticks that end after six seconds leave the music on their beat."""
    course = Course(110, first=0.2)
    sent = [s for s in leaders.midi(course, 14) if s.time < 6]
    heard, _ = _rehearse("midi", course, 14, sent=sent)
    assert _judged(heard, course, 5.0, 13.5).p95_ms <= 6


def test_stop_and_start_are_the_transport_s() -> None:
    """MIDI Stop silences the music, Continue brings it back on the beat."""
    course = Course(120)
    sent = leaders.midi(course, 14)
    sent = sorted(
        [*sent, Sent(6.1, bytes([0xFC]), False), Sent(8.0, bytes([0xFB]), False)],
        key=lambda s: s.time,
    )
    heard, rehearsal = _rehearse("midi", course, 14, sent=sent)
    assert not np.any((heard > 6.2) & (heard < 7.9))
    # Continue goes on where Stop was: a tick that was counted 2 s before.
    behind = (heard[heard > 10.5] - 8.0 + 6.1) % 0.5
    assert np.abs((behind + 0.25) % 0.5 - 0.25).max() < 0.03
