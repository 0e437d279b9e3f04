"""The tempo map: sample to beat and back."""

import numpy as np
import pytest

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.scheduler.tempo import Segment, TempoMap


def test_one_tempo_gives_the_renderers_numbers() -> None:
    """At one tempo, beats of centres are (i + 0.5) * bpm / (60 * 93.75), bit for bit."""
    for bpm in (120.0, 92.0, 127.3, 61.7):
        expected = (np.arange(5000) + 0.5) * (bpm / (60.0 * 93.75))
        assert np.array_equal(TempoMap.constant(bpm, 4).beats(0, 5000), expected)


def test_beats_are_continuous_over_a_change() -> None:
    """A tempo change bends the line and does not break it."""
    tempo = TempoMap.constant(120, 4).changed(48_000, 90, 4)
    assert tempo.beat(48_000) == pytest.approx(2.0)
    assert tempo.beat(96_000) == pytest.approx(3.5)
    assert tempo.segment(47_999).bpm == 120


@pytest.mark.parametrize("sample", [0, 1, 47_999, 48_000, 90_000, 10_000_000])
def test_there_and_back(sample: int) -> None:
    """sample(beat(x)) is x, in every segment."""
    tempo = TempoMap.constant(113, 4).changed(48_000, 90, 3).changed(80_000, 171, 3)
    assert tempo.sample(tempo.beat(sample)) == pytest.approx(sample, abs=1e-3)


def test_a_newer_change_drops_a_later_one() -> None:
    """What was to come after a change is forgotten with it."""
    tempo = TempoMap.constant(120, 4).changed(96_000, 90, 4).changed(48_000, 100, 4)
    assert tempo.segment(200_000).bpm == 100


def test_no_change_is_the_same_map() -> None:
    """Asking for the tempo that holds changes nothing."""
    tempo = TempoMap.constant(120, 4)
    assert tempo.changed(48_000, 120, 4) is tempo


def test_bars() -> None:
    """A bar of 4/4 at 120 takes two seconds, and a bar's first sample is its own next bar."""
    tempo = TempoMap.constant(120, 4)
    assert tempo.next_bar(1) == 96_000
    assert tempo.next_bar(96_000) == 96_000
    assert tempo.bar(95_999) == 0
    assert tempo.bar(96_000) == 1


def _ramp() -> TempoMap:
    """100 → 140 bpm over 64 beats, from sample 48,000 on."""
    return TempoMap.constant(100, 4).changed(48_000, 140, 4, glide=64)


def test_a_ramp_takes_its_beats_and_is_even_in_time() -> None:
    """The tempo is the goal after just the asked beats, and its mean half way."""
    tempo = _ramp()
    end = tempo.sample(100 / 60 + 64)
    assert tempo.bpm(end + 1) == 140
    assert tempo.bpm(end - 100) == pytest.approx(140, abs=0.01)
    assert end - 48_000 == pytest.approx(64 * 60 * SAMPLE_RATE / 120, abs=1)
    assert tempo.bpm((48_000 + end) / 2) == pytest.approx(120, abs=1e-3)
    assert tempo.goal == (140, 4)


def test_in_a_ramp_there_and_back() -> None:
    """Inside a ramp and after it sample(beat(x)) is x, and beats grow without a step."""
    tempo = _ramp()
    samples = np.linspace(0, 2_000_000, 500)
    beats = np.array([tempo.beat(x) for x in samples])
    assert np.allclose([tempo.sample(b) for b in beats], samples, atol=1e-3)
    assert 0 < np.diff(beats).min() < np.diff(beats).max() < 0.2


def test_the_beats_of_a_ramp_are_its_tempo_summed() -> None:
    """The beat position is the integral of the tempo."""
    tempo = _ramp()
    samples = np.arange(0, 2_000_000, 64) + 32
    total = sum(tempo.bpm(x) for x in samples) * 64 / (60 * SAMPLE_RATE)
    assert tempo.beat(2_000_000) == pytest.approx(total, rel=1e-5)


def test_located_time_goes_on_from_there() -> None:
    """After a move the beats count from the asked one, and its place is found again."""
    tempo = TempoMap.constant(120, 4).located(48_000, 64.0)
    assert tempo.beat(47_999) == pytest.approx(2.0, abs=1e-3)
    assert tempo.beat(48_000 + 24_000) == pytest.approx(65.0)
    assert tempo.sample(66.0) == pytest.approx(96_000)


def test_lines_after_a_move_are_those_of_the_moved_time() -> None:
    """A bar that would begin after a move is not the next bar: the first one after the move is."""
    tempo = TempoMap.constant(120, 4).located(60_000, 6.0)
    assert tempo.next_bar(50_000) == 60_000 + 48_000
    assert tempo.next_beat(59_000) == 60_000
    assert tempo.next_beat(60_001) == 84_000


def test_steady_since_is_where_the_tempo_last_changed() -> None:
    """Small corrections do not count; a change, a ramp, a metre and a move do."""
    tempo = TempoMap.constant(120, 4).changed(10_000, 90, 4)
    corrected = tempo.changed(50_000, 90.02, 4).changed(90_000, 89.99, 4)
    assert corrected.steady_since(100_000) == 10_000
    assert corrected.changed(95_000, 89.99, 3).steady_since(100_000) == 95_000
    assert corrected.located(95_000, 7.0).steady_since(100_000) == 95_000
    assert _ramp().steady_since(3_000_000) == 48_000 + 64 * 24_000
    assert TempoMap.constant(120, 4).steady_since(5) == 0


def test_a_map_that_never_rests_stays_small() -> None:
    """Of thousands of corrections the last ones are kept."""
    tempo = TempoMap.constant(120, 4)
    for n in range(1, 6000):
        tempo = tempo.then(Segment(n * 100, n * 0.01, 120 + n % 2, 4))
    assert len(tempo._segments) == 4096
    assert tempo.beat(599_900) == pytest.approx(59.99)


def test_beats_of_frames_are_those_of_their_centres() -> None:
    """Over tempo changes, ramps and moves, each frame has its own segment's beat, to the bit."""
    tempo = _ramp().located(2_500_000, 7.0).changed(2_600_000, 97.3, 3)
    for frame, n in ((0, 6000), (4882, 3), (90, 1), (6000, 0)):
        centres = (np.arange(frame, frame + n) + 0.5) * HOP_LENGTH
        assert tempo.beats(frame, n).tolist() == [tempo.beat(float(c)) for c in centres]
