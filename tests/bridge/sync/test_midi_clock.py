"""MIDI clock: numbers, tempo and phase out of ticks that jitter, get lost, stop and jump."""

import numpy as np
import pytest

from bridge.rehearsal import leaders
from bridge.rehearsal.course import Course
from bridge.sync.midi_clock import CLOCK, CONTINUE, SONG_POSITION, START, STOP, MidiClock
from bridge.sync.motion import Grip, Motion


def _ticks(clock: MidiClock, start: float, n: int, period: float, jitter: float = 0.0) -> float:
    """Send ``n`` ticks and return when the next one would come."""
    noise = np.random.default_rng(n).uniform(-jitter, jitter, n)
    for k in range(n):
        clock.message(bytes([CLOCK]), start + k * period + float(noise[k]))
    return start + n * period


def _motion(clock: MidiClock, now: float) -> Motion:
    motion = clock.motion(now)
    assert motion is not None
    return motion


@pytest.mark.parametrize("bpm", [50, 97, 128, 180])
@pytest.mark.parametrize("lost", [0.0, 0.03])
def test_after_two_bars_tempo_and_phase_are_known(bpm: float, lost: float) -> None:
    """With ±3 ms, and with lost ticks too: tempo within 0.1 %, beat within 3 ms after two bars."""
    course, clock = Course(bpm, first=0.3), MidiClock()
    end = (1 + 8) * 60 / bpm
    for sent in leaders.midi(course, end, seed=bpm, lost=lost):
        clock.message(sent.data, sent.time)
    motion = _motion(clock, end)
    assert motion.rate * 60 == pytest.approx(bpm, rel=1e-3)
    assert (motion.beat_at(end) - float(course.beat(end))) * 60 / bpm == pytest.approx(0, abs=3e-3)
    assert motion.grip is Grip.PLACE


def test_ticks_without_a_number_are_a_tempo_only() -> None:
    """Until Start or a song position comes, nobody knows which tick is a beat."""
    clock = MidiClock()
    now = _ticks(clock, 0.0, 96, 0.02)
    assert _motion(clock, now).grip is Grip.TEMPO
    assert clock.playing() is None


def test_start_numbers_the_next_tick_zero() -> None:
    """The first tick after Start is beat 0; the tempo is kept from before."""
    clock = MidiClock()
    now = _ticks(clock, 0.0, 100, 0.02)
    clock.message(bytes([START]), now - 0.001)
    _ticks(clock, now, 7, 0.02)
    motion = _motion(clock, now + 0.14)
    assert motion.beat_at(now) == pytest.approx(0.0, abs=1e-6)
    assert motion.rate == pytest.approx(50 / 24)
    assert clock.playing() is True


def test_song_position_then_continue() -> None:
    """Continue goes on at the told sixteenth, or where Stop came when nothing was told."""
    clock = MidiClock()
    clock.message(bytes([START]), 0.0)
    now = _ticks(clock, 0.0, 48, 0.02)  # beats 0 and 1
    clock.message(bytes([STOP]), now - 0.01)
    assert clock.playing() is False
    now = _ticks(clock, now, 31, 0.02)
    clock.message(bytes([CONTINUE]), now - 0.01)
    now = _ticks(clock, now, 12, 0.02)
    assert _motion(clock, now).beat_at(now) == pytest.approx(2.5, abs=1e-3)
    clock.message(bytes([SONG_POSITION, 0x10, 0x02]), now - 0.01)  # 272 sixteenths
    clock.message(bytes([CONTINUE]), now - 0.005)
    now = _ticks(clock, now, 12, 0.02)
    assert _motion(clock, now).beat_at(now) == pytest.approx(68.5, abs=1e-3)


def test_a_clock_that_stops_goes_on_in_our_minds() -> None:
    """Without ticks for a minute the tempo holds; when they come back they count on at once."""
    clock = MidiClock()
    clock.message(bytes([START]), 0.0)
    now = _ticks(clock, 0.0, 192, 0.02, 3e-3)
    assert _motion(clock, now + 60).rate == pytest.approx(50 / 24, rel=1e-3)
    later = _ticks(clock, now + 60.007, 48, 0.025, 3e-3)
    motion = _motion(clock, later)
    assert motion.rate == pytest.approx(40 / 24, rel=5e-3)
    assert motion.beat_at(later) == pytest.approx(10.0, abs=0.01)


@pytest.mark.parametrize("factor", [0.5, 0.7, 1.4, 2.0])
def test_a_sudden_tempo_is_no_row_of_lost_ticks(factor: float) -> None:
    """After a sudden change every tick still counts one, and the new tempo is there in a beat."""
    clock = MidiClock()
    clock.message(bytes([START]), 0.0)
    now = _ticks(clock, 0.0, 240, 0.02, 2e-3)
    now = _ticks(clock, now, 48, 0.02 * factor, 2e-3)
    motion = _motion(clock, now)
    assert motion.rate == pytest.approx(50 / 24 / factor, rel=0.02)
    assert motion.beat_at(now) == pytest.approx(12.0, abs=0.1)


def test_other_messages_are_left_alone() -> None:
    """Notes, a cut song position and an empty message change nothing."""
    clock = MidiClock()
    for data in (b"", bytes([SONG_POSITION, 1]), bytes([0x90, 60, 100]), bytes([0xFE])):
        clock.message(data, 1.0)
    assert clock.motion(2.0) is None and clock.playing() is None


def test_ticks_that_come_all_at_once_are_no_clock() -> None:
    """A flood of ticks at one moment raises nothing and tells no tempo; a true clock is heard."""
    clock = MidiClock()
    for _ in range(60):
        clock.message(bytes([CLOCK]), 1.0)
    assert clock.motion(1.0) is None
    _ticks(clock, 2.0, 200, 60 / 120 / 24)
    assert _motion(clock, 6.0).rate * 60 == pytest.approx(120, rel=1e-3)
