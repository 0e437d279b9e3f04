"""How the machine fares, in words."""

import pytest

from gui.model.facts import facts
from gui.model.health import Status

FINE: Status = {
    "state": "playing",
    "engine": "ready",
    "engine_p95": 390.0,
    "budget": 5461.0,
    "load": 7.0,
    "compute": "cpu",
    "steps": 4,
    "fallback": "none",
    "ahead": 6.0,
    "tempo": 120.0,
    "beats_per_bar": 4,
    "output": "Scarlett 2i2",
    "model": "default",
}


def _told(change: Status, now: float = 12.0) -> str:
    return "\n".join(f"{name}: {words}" for name, words in facts({**FINE, **change}, 4, 0.0, now))


def test_a_machine_that_keeps_up() -> None:
    """It holds, on what, by how much, and nothing is needed."""
    told = _told({})
    assert "it holds, with room" in told and "0.39 s, its music plays for 5.5 s" in told
    assert "it is there, on the CPU" in told and "nothing is needed" in told
    assert "4 steps are drawn" in told and "3.0 bars, 6.0 s" in told
    assert "Scarlett 2i2; no block was missed" in told and "never" in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fallback": "fewer steps", "steps": 2}, "2 of 4 steps are drawn"),
        ({"fallback": "looping", "engine": "down"}, "engine gone: loops for 12 s"),
        ({"fallback": "looping", "trouble": "it was killed"}, "for 12 s: it was killed"),
        ({"fallback": "planned", "engine": "away"}, "engine away: plan plays on for 12 s"),
        ({"engine": "down", "restarts": 2}, "started again by itself (restarted twice)"),
        ({"compute": "cuda:0"}, "the GPU (cuda:0)"),
        ({"underruns": 3}, "3 blocks were missed"),
        ({"fallbacks": 1}, "Has looped: once"),
    ],
)
def test_what_is_wrong_is_said(change: Status, words: str) -> None:
    """Steps drawn of those asked, the engine away or gone, since when it loops, and why."""
    assert words in _told(change)


def test_a_long_spell_is_told_in_minutes() -> None:
    """Nobody counts 192 seconds."""
    assert "for 3:12 min" in _told({"fallback": "looping"}, now=192.0)
