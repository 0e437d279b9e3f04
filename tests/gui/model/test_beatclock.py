"""Where the music is between two words of the daemon."""

import pytest

from gui.model.beatclock import LONGEST, BeatClock, place

PLAYING = {"state": "playing", "tempo": 120.0}


def test_it_goes_on_at_the_tempo() -> None:
    """A tenth of a second at 120 bpm is a fifth of a beat."""
    clock = BeatClock()
    clock.hear({"beat": 8.0}, 1.0)
    assert clock.beat(PLAYING, 1.1) == pytest.approx(8.2)


def test_it_stands_while_nothing_plays_or_nobody_speaks() -> None:
    """Stopped music stands; without news it goes on for a quarter of a second only."""
    clock = BeatClock()
    clock.hear({"beat": 8.0}, 1.0)
    assert clock.beat({"state": "stopped", "tempo": 120.0}, 1.1) == 8.0
    assert clock.beat(PLAYING, 99.0) == pytest.approx(8.0 + 2 * LONGEST)


def test_bars_and_beats_count_from_one() -> None:
    """Beat 0 is bar 1, beat 1; beat 7.5 of a waltz is bar 3, beat 2, half way."""
    assert place(0.0, 4) == (1, 1, 0.0)
    assert place(7.5, 3) == (3, 2, 0.5)
