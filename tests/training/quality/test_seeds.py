"""Spreads that are known."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.quality.rigs import rig
from training.quality.seeds import N_SEEDS, N_TAKES, STYLES, goals, summarise, tasks, text


def clip(style: str, centre: list[float], draw: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    """Return a clip of two crops that lie 2 apart around ``centre``, and one between them."""
    away = np.array([0.0, 0.0, 1.0])
    crops = [(np.array(centre) + step * away).tolist() for step in (-1, 0, 1)]
    return {"style": style, "draw": list(draw), "embeddings": crops}


def rows(apart: float) -> dict[str, list[dict[str, Any]]]:
    """Return two styles 100 apart whose seeds are ``apart``; takes of a seed are all alike."""
    spread = []
    for style, x in (("house", 0.0), ("waltz", 100.0)):
        spread += [clip(style, [x, apart * seed, 0.0], (seed, 0)) for seed in range(2)]
        spread += [clip(style, [x, 0.0, 0.0], (0, take)) for take in (1, 2)]
    return {"spread": spread, "recording": [clip("house", [0, 0, 0]), clip("waltz", [7, 0, 0])]}


@pytest.mark.parametrize(("apart", "reached"), [(10.0, True), (0.0, False)])
def test_seeds_that_differ_reach_the_goal(apart: float, reached: bool) -> None:
    """Seeds further from each other than a clip from itself differ; copies do not."""
    found = summarise(rows(apart))
    assert found["seeds"]["within"] == pytest.approx(2.0)
    assert found["seeds"]["styles"] == pytest.approx(100.0, rel=0.02)
    assert found["takes"]["between"] == pytest.approx(1.0)
    assert found["seeds"]["between"] == pytest.approx(np.hypot(apart, 1.0), abs=0.2)
    assert goals(found)[0].reached is reached


def test_a_style_of_one_clip_has_no_spread() -> None:
    """A single recording of each style has distances within and between styles only."""
    found = summarise(rows(1.0))["recordings"]
    assert found["between"] is None
    assert found["styles"] == pytest.approx(7.1, abs=0.1)
    assert "–" in text(summarise(rows(1.0)))


def test_seeds_and_takes_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every prompt has its seeds, and takes of the first of them."""
    draws = [t.ask for t in tasks(rig(tmp_path, monkeypatch)) if t.kind.name == "spread"]
    assert len(draws) == STYLES * (N_SEEDS + N_TAKES - 1)
    assert {draw.seed for draw in draws if draw.take} == {0}
