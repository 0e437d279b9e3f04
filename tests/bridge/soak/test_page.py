"""The page of soaks says what their figures say."""

from pathlib import Path

from bridge.soak.fuzz import fuzz
from bridge.soak.goals import judge
from bridge.soak.machine import memory_after_rest
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
    calm = {**figures, "machine": {**machine, "load_before": 0.1, "memory": memory_after_rest()}}
    assert "otherwise idle" in page([calm]) and "ms after a second of rest" in page([calm])


def test_a_fuzz_and_a_flood_have_their_parts(tmp_path: Path) -> None:
    """What they have found stands there, in bold where it is not what it should be."""
    fuzzed = fuzz(30, 30, seed=0, out=tmp_path / "fuzz.json")
    text = page([fuzzed])
    assert "## A fuzz of 30 datagrams and 3" in text and "**" not in text.partition("## A fuzz")[2]
    assert "(of 90 that were asked)" in page([{**fuzzed, "asked": [90, 90]}])
    assert "**raised 2**" in page([{**fuzzed, "wrong": {"raised": 2}}])
    flood = {
        "machine": fuzzed["machine"], "rate": 1000, "seconds": 5.0, "engine": "tone",
        "sent": 5000, "sent_per_second": 999.9, "drawn": 60, "drawn_per_second": 12.5,
        "engine_p50_ms": 60.1, "drawn_after_the_last": 2, "last_heard_ms": 131.2,
        "newest_wins": True, "zero_filled": 0,
    }  # fmt: skip
    text = page([fuzzed, flood])
    assert "## A flood of 1,000 changes a second for 5 s, engine tone" in text
    assert "| 131.2 ms |" in text
    assert "never" in page([{**flood, "last_heard_ms": None}])
