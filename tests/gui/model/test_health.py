"""Will it hold here: verdicts on statuses."""

import pytest

from gui.model.health import Verdict, bars_ahead, judge

FINE = {"state": "playing", "engine": "ready", "engine_p95": 500.0, "budget": 2000.0}


def test_bars_ahead_follow_tempo_and_metre() -> None:
    """Six seconds at 120 bpm are three bars of four, four bars of three."""
    status = {"ahead": 6.0, "tempo": 120.0, "beats_per_bar": 4}
    assert bars_ahead(status) == 3.0
    assert bars_ahead({**status, "beats_per_bar": 3}) == 4.0


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.GOOD),
        ({"engine_p95": 1900.0}, Verdict.TIGHT),
        ({"engine_p95": 2100.0}, Verdict.BAD),
        ({"state": "looping"}, Verdict.BAD),
        ({"engine": "down"}, Verdict.BAD),
        ({"budget": 0.0}, Verdict.UNKNOWN),
    ],
)
def test_the_verdict_is_the_share_of_time_and_what_has_happened(
    change: dict[str, float | str], verdict: Verdict
) -> None:
    """Late answers are bad, nearly late ones tight; a loop is bad whatever the figures say."""
    assert judge({**FINE, **change}).verdict is verdict


def test_nothing_is_known_without_a_daemon() -> None:
    """An empty status is no verdict."""
    assert judge({}).verdict is Verdict.UNKNOWN


def test_every_verdict_has_its_own_sign() -> None:
    """Nobody needs colours to tell them apart."""
    assert len({v.value for v in Verdict}) == len(Verdict)
