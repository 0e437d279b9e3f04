"""What a leader truly does: beats and times that invert each other, ramps that add up."""

import numpy as np
import pytest

from bridge.rehearsal import leaders
from bridge.rehearsal.course import Course
from bridge.rehearsal.judge import judge
from bridge.sync.midi_clock import CLOCK
from musiccm.onsets import nearest

RAMP = Course(100, first=2.5, goal=140, begin=5.0, beats=64)


@pytest.mark.parametrize("course", [Course(93.0, 1.0), RAMP, Course(140, goal=90, begin=2)])
def test_times_are_those_of_the_beats(course: Course) -> None:
    """The beat at the time of a beat is that beat."""
    beats = np.arange(3, 90) / 1.3
    assert np.allclose(course.beat(course.times(beats, 60.0)), beats, atol=1e-5)


def test_a_ramp_takes_its_beats() -> None:
    """Between begin and end lie the asked beats, and the tempi are those asked."""
    assert float(RAMP.beat(RAMP.end) - RAMP.beat(5.0)) == pytest.approx(64)
    assert RAMP.bpm_at([0.0, RAMP.end, 99.0]).tolist() == [100, 140, 140]


def test_positions_are_true_at_their_moment() -> None:
    """The OSC leader speaks ten times a second, unevenly."""
    sent = leaders.osc(RAMP, 20.0)
    gaps = np.diff([s.time for s in sent])
    assert 0.089 < gaps.min() < 0.095 < 0.105 < gaps.max() < 0.111


def test_the_midi_leader_counts_from_its_song_position() -> None:
    """The tick after Continue is the told sixteenth, and ticks jitter by 3 ms around the truth."""
    sent = leaders.midi(RAMP, 20.0)
    told = next(n for n, s in enumerate(sent) if s.data[0] == 0xF2)
    ticks = [s for s in sent[told:] if s.data[0] == CLOCK]
    sixteenth = sent[told].data[1] | sent[told].data[2] << 7
    off = np.array([t.time for t in ticks]) - RAMP.times(
        sixteenth / 4 + np.arange(len(ticks)) / 24, 21.0
    )
    assert 2.5e-3 < np.abs(off).max() < 3.1e-3
    assert abs(off.mean()) < 5e-4


def test_the_judge_counts_what_is_missing_and_what_is_late() -> None:
    """Onsets 5 ms late are 5 ms late, less the bias; a beat without an onset is missed."""
    beats = np.arange(10.0)
    verdict = judge(np.delete(beats + 0.005, 4), beats, bias=0.002)
    assert verdict.median_ms == pytest.approx(3.0)
    assert verdict.missed == pytest.approx(0.1)
    assert judge(np.zeros(0), beats).missed == 1.0
    assert nearest(np.array([0.0, 0.9, 1.2]), np.array([1.0])).tolist() == pytest.approx([-0.1])
