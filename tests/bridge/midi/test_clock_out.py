"""Our time as a MIDI clock: every tick where it is heard, every jump told."""

from pathlib import Path

import numpy as np
import pytest

from bridge.config import BLOCK, SAMPLE_RATE
from bridge.midi.clock_out import ClockOut, chosen
from bridge.scheduler.tempo import TempoMap
from bridge.sync.midi_clock import CLOCK, CONTINUE, SONG_POSITION, START, STOP, MidiClock
from bridge.sync.motion import Grip
from tests.bridge.gig import Gig, Script

Sent = list[tuple[float, bytes]]


def _play(tempo: TempoMap, begin: int, end: int, latency: float = 0.0) -> Sent:
    """Return what leaves for the samples of a map, in blocks, heard ``latency`` later."""
    sent: Sent = []
    clock = ClockOut(lambda time, data: sent.append((time, data)))
    for at in range(begin, end, BLOCK):
        segment = tempo.segment(at)
        times = tuple(sample / SAMPLE_RATE + latency for sample in (at, at + BLOCK))
        clock.pass_by(segment.beat_at(at), segment.beat_at(at + BLOCK), times)
    return sent


def _ticks(sent: Sent) -> list[float]:
    return [time for time, data in sent if data == bytes([CLOCK])]


def test_the_first_beat_is_the_first_tick_after_start() -> None:
    """Start comes a millisecond before the sample of beat 0 is heard, a tick with it."""
    sent = _play(TempoMap.constant(120, 4), 0, SAMPLE_RATE, latency=0.03)
    assert sent[0] == (pytest.approx(0.029), bytes([START]))
    assert _ticks(sent)[:48] == pytest.approx(0.03 + np.arange(48) / 48, abs=1e-9)


def test_a_clock_that_follows_is_on_our_beats_through_a_ramp() -> None:
    """Our own follower, fed with our clock, knows our beat to a millisecond, ramps included."""
    tempo = TempoMap.constant(100, 4).changed(4 * SAMPLE_RATE, 140, 4, glide=16)
    follower, worst = MidiClock(), 0.0
    for time, data in _play(tempo, 0, 16 * SAMPLE_RATE):
        follower.message(data, time)
        motion = follower.motion(time)
        if time > 2 and motion and data == bytes([CLOCK]):
            assert motion.grip is Grip.PLACE
            off = motion.beat_at(time) - tempo.beat(time * SAMPLE_RATE)
            worst = max(worst, abs(off) * 60 / tempo.bpm(time * SAMPLE_RATE))
    assert worst < 1e-3


def test_a_clock_that_begins_in_the_middle_says_where_on_the_next_sixteenth() -> None:
    """Ticks tell the tempo at once, song position and Continue come before the sixteenth."""
    sent = _play(TempoMap.constant(120, 4), 5 * SAMPLE_RATE + 1000, 6 * SAMPLE_RATE)
    words = [data for _, data in sent]
    go = words.index(bytes([CONTINUE]))
    assert words[:go] == [bytes([CLOCK])] * 5 + [bytes([SONG_POSITION, 41, 0])]
    beat = 2 * sent[go + 1][0]
    assert beat == pytest.approx(41 / 4)


def test_a_locate_is_stop_position_continue() -> None:
    """Where time jumps the follower is stopped and told the new place."""
    tempo = TempoMap.constant(120, 4).located(SAMPLE_RATE, 64.0)
    words = [data for _, data in _play(tempo, 0, 2 * SAMPLE_RATE) if data != bytes([CLOCK])]
    position = bytes([SONG_POSITION, 64 * 4 % 128, 64 * 4 // 128])
    assert words[:2] == [bytes([START]), bytes([STOP])]
    assert words[2][0] == SONG_POSITION and words[3] == bytes([CONTINUE])
    told = words[2][1] | words[2][2] << 7
    assert 0 <= told - (position[1] | position[2] << 7) <= 1


def test_what_is_told_of_a_jump_keeps_its_order() -> None:
    """Onto a sixteenth, and a little behind one: Stop comes before the position, that before go."""
    for beat in (16.0, 16.01):
        tempo = TempoMap.constant(120, 4).located(SAMPLE_RATE, beat)
        sent = sorted(_play(tempo, 0, 2 * SAMPLE_RATE), key=lambda message: message[0])
        words = [data for _, data in sent if data != bytes([CLOCK])]
        assert [word[0] for word in words] == [START, STOP, SONG_POSITION, CONTINUE]
        assert words[2] == bytes([SONG_POSITION, 64, 0])


def test_after_stop_and_locate_0_play_is_start(tmp_path: Path) -> None:
    """The gesture by which a piece begins again starts a follower at its top."""
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/transport/stop"),
        2.5: lambda gig: gig.say("/mcm/transport/locate", 0.0),
        3.5: lambda gig: gig.say("/mcm/transport/play"),
    }
    gig = Gig(6, script, bpm=120.0, folder=tmp_path, midi_clock="all")
    gig.play()
    others = [data[0] for _, data in gig.midi.sent if data[0] >= 0xF0 and data[0] != CLOCK]
    assert others == [START, STOP, START, STOP]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("", []), ("all", ["A synth", "Box"]), ("box", ["Box"]), ("syn, BOX", ["A synth", "Box"])],
)
def test_devices_are_chosen_by_parts_of_their_names(wanted: str, found: list[str]) -> None:
    """Commas separate, case does not count, nothing chooses nobody."""
    assert chosen(wanted, ["A synth", "Box"]) == found


def test_a_gig_starts_stops_and_goes_on(tmp_path: Path) -> None:
    """Stop, play and a clock that is switched on and off again leave the device as it should be."""
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/midi/clock", "knob"),
        3.0: lambda gig: gig.say("/mcm/transport/stop"),
        4.0: lambda gig: gig.say("/mcm/transport/play"),
        6.0: lambda gig: gig.say("/mcm/midi/clock", ""),
    }
    gig = Gig(8, script, bpm=120.0, folder=tmp_path)
    gig.play()
    words = [data for _, data in gig.midi.sent if data[0] >= 0xF0]
    others = [data[0] for data in words if data != bytes([CLOCK])]
    assert others == [SONG_POSITION, CONTINUE, STOP, SONG_POSITION, CONTINUE, STOP]
    assert words.count(bytes([CLOCK])) == pytest.approx(48 * 4.5, abs=6)


def test_a_run_that_begins_with_a_clock_begins_with_start(tmp_path: Path) -> None:
    """--midi-clock: Start with the first sample; Stop when the daemon ends."""
    gig = Gig(2, bpm=120.0, folder=tmp_path, midi_clock="all")
    gig.play()
    others = [data[0] for _, data in gig.midi.sent if data[0] >= 0xF0 and data[0] != CLOCK]
    assert others == [START, STOP]
