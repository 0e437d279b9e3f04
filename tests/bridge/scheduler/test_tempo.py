"""The tempo map: sample to beat and back."""

import numpy as np
import pytest

from bridge.scheduler.tempo import TempoMap


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
