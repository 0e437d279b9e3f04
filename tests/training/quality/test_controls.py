"""Levels that are followed, and levels that are not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.quality.rigs import rig
from training.quality import controls
from training.quality.controls import (
    LEVELS,
    Level,
    goals,
    rank_correlation,
    spaced,
    summarise,
    tasks,
    text,
)


def rows(follow: float) -> list[dict[str, Any]]:
    """Return records of all controls that rise with the level by ``follow``, over noise of 1."""
    rng = np.random.default_rng(0)
    return [
        {"control": name, "piece": seed, "level": level,
         "heard": follow * level + rng.normal()}
        for name in controls.FEATURES for seed in range(20) for level in LEVELS
    ]  # fmt: skip


def labels() -> list[dict[str, Any]]:
    return [{part: dict.fromkeys(controls.FEATURES, float(i)) for part in ("labels", "heard")}
            for i in range(5)]  # fmt: skip


@pytest.mark.parametrize(("follow", "reached"), [(10.0, True), (0.0, False), (-10.0, False)])
def test_a_control_that_is_followed_reaches_its_goal(follow: float, reached: bool) -> None:
    """What rises with the level is above 0.8; noise and what falls are not."""
    found = summarise({"level": rows(follow), "labels": labels()})
    assert [goal.reached for goal in goals(found)] == [reached] * 3
    assert found["controls"]["density"]["recordings"] == pytest.approx(1.0)
    assert "20 seeds" in text(found)


def test_a_seed_s_own_level_does_not_hide_in_its_mean() -> None:
    """Seeds that differ more than levels do follow within a seed and not over all."""
    found = [{**row, "heard": row["level"] + 10 * (row["piece"] * 7 % 20)} for row in rows(0.0)]
    part = summarise({"level": found, "labels": labels()})["controls"]["intensity"]
    assert part["within_seed"] == pytest.approx(1.0)
    assert part["spearman"] < 0.2


def test_what_never_changes_follows_nothing() -> None:
    """A constant has correlation 0, no warning."""
    assert rank_correlation([0.1, 0.5, 0.9], [3.0, 3.0, 3.0]) == 0.0


def test_every_control_is_asked_at_every_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """3 controls × 5 levels × 20 seeds, over ten styles; names are unique."""
    asked = [t for t in tasks(rig(tmp_path, monkeypatch)) if isinstance(t.ask, Level)]
    assert len(asked) == len({task.case for task in asked}) == 300
    assert len({task.ask.prompt for task in asked}) == 10


def test_styles_are_spread() -> None:
    """Ten of thirty are every third; of two there are two."""
    assert spaced([f"{i:02d}" for i in range(30)], 10) == [f"{i:02d}" for i in range(0, 30, 3)]
    assert spaced(["b", "a"], 10) == ["a", "b"]
