"""Verdicts: what is missed, what is met, and what could not be judged."""

from typing import Any

import pytest

from bridge.soak.goals import judge, table
from bridge.soak.performer import Fault, Gesture, Performer, faults_for, percentiles
from bridge.soak.soak import CALM, WARM, growth

GOOD: dict[str, Any] = {
    "engine": "tone",
    "zero_filled": 0,
    "gaps": {"gaps": 0, "longest_ms": 0.0},
    "underruns": 2,
    "plain_missed": 2,
    "faults": [Fault("kill", 1.0, 2.0).__dict__, Fault("hang", 5.0, 3.0).__dict__],
    "faults_planned": 2,
    "interrupted": False,
    "alive": True,
    "growth_mb": 1.0,
    "rss_mb": 150.0,
    "idle_cpu": 2.0,
    "gestures_idle": {"p95": 150.0},
    "gestures_load": {"p95": 400.0},
}


def test_all_is_met_when_it_is() -> None:
    """Figures within their goals are met, one and all."""
    assert all(verdict.met for verdict in judge(GOOD))


@pytest.mark.parametrize(
    ("name", "value", "goal"),
    [
        ("zero_filled", 1, "frames without music"),
        ("gaps", {"gaps": 1, "longest_ms": 12.0}, "longest gap"),
        ("underruns", 3, "underruns"),
        ("faults", [Fault("kill", 1.0, None).__dict__], "engine killed"),
        ("alive", False, "engine killed"),
        ("growth_mb", 5.1, "growth"),
        ("rss_mb", 201.0, "memory without"),
        ("idle_cpu", 3.1, "processor time"),
        ("gestures_idle", {"p95": 201.0}, "gesture to sound, idle"),
        ("gestures_load", {"p95": 501.0}, "gesture to sound, load"),
    ],
)
def test_each_goal_can_be_missed(name: str, value: object, goal: str) -> None:
    """A figure beyond its goal misses that one and no other."""
    missed = [v.name for v in judge({**GOOD, name: value}) if v.met is False]
    assert len(missed) == 1 and missed[0].startswith(goal)


@pytest.mark.parametrize("name", ["gaps", "plain_missed", "growth_mb", "rss_mb", "idle_cpu"])
def test_what_was_not_measured_is_not_judged(name: str) -> None:
    """A figure that is not there is neither met nor missed, and the table says why."""
    verdicts = judge({**GOOD, name: None})
    [open_one] = [v for v in verdicts if v.met is None]
    assert open_one.note and open_one.note in table(verdicts)


def test_thirty_minutes_kill_ten_times_and_hang_three_times() -> None:
    """The faults scale with the time; in a short soak there is one of each."""
    kinds = faults_for(30.0)
    assert (kinds.count("kill"), kinds.count("hang")) == (10, 3)
    assert kinds[:3] == ["kill", "kill", "kill"] and kinds[3] == "hang"
    assert sorted(faults_for(0.5)) == ["hang", "kill"]


def test_a_gesture_that_was_never_heard_counts_as_the_longest() -> None:
    """Percentiles are those of one part, and lost gestures are in them."""
    gestures = [Gesture(n, 100.0 + n, "load") for n in range(98)] + [Gesture(99, 50.0, "idle")]
    told = percentiles([*gestures, Gesture(98, None, "load")], "load")
    assert (told["n"], told["never"], told["longest"]) == (99, 1, 8000.0)
    assert told["p50"] == pytest.approx(149.0)
    assert Performer.nothing()["gestures_load"] == percentiles(gestures, "nowhere")


def test_memory_grows_from_after_the_warm_up() -> None:
    """What fills while it warms up is no growth; what is added later is."""
    samples = [(float(t), min(t, 100.0) + (3.0 if t > 400 else 0.0)) for t in range(600)]
    assert growth(samples, 0.0) == 3.0
    assert growth(samples[: int(WARM)], 0.0) is not None
    assert growth(samples[: int(2 * CALM)], 0.0) is None
    assert growth([], None) is None
