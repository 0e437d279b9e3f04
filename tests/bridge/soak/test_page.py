"""The page of soaks says what their figures say."""

from bridge.soak.goals import judge
from bridge.soak.page import page
from tests.bridge.soak.test_goals import GOOD


def test_a_page_has_a_row_for_each_goal_and_says_how_busy_it_was() -> None:
    """Missed goals are called missed, and a machine that others used is not called idle."""
    gestures = {"n": 3, "never": 1, "p50": 100.0, "p95": 150.0, "p99": 160.0}
    machine = {"date": "2026-01-31", "cores": 2, "processor": "X", "system": "Linux",
               "python": "3.12", "load_before": 9.0, "load_under": 12.0}  # fmt: skip
    figures = {
        **GOOD, "minutes": 10.0, "output": "jack", "midi": "JACK MIDI", "machine": machine,
        "gestures_idle": gestures, "gestures_load": gestures, "underruns": 7, "loops": 1,
        "malformed": 5, "gaps": {"gaps": 0, "longest_ms": 0.0, "seconds": 600.0, "unheard_ms": 5.3},
    }  # fmt: skip
    figures["goals"] = [verdict.__dict__ for verdict in judge(figures)]
    text = page([figures])
    assert "## 10 minutes, engine tone, output jack" in text
    assert "| 7 (2) | ≤ plain | **missed** |" in text
    assert text.count("**missed**") == 1
    assert "otherwise idle" not in text and "1 never" in text
    calm = {**figures, "machine": {**machine, "load_before": 0.1}}
    assert "otherwise idle" in page([calm])
