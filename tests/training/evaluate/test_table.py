"""From records to the table, the goals and the card."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.evaluate.ledger import Ledger
from training.evaluate.players import ROWS
from training.evaluate.report import effort, goals
from training.evaluate.table import bootstrap, markdown, summarise

F1 = {
    "truth": 0.9,
    "vocoder": 0.88,
    "teacher_50": 0.85,
    "student_4": 0.8,
    "shuffled": 0.4,
    "noise": 0.3,
}


def record(row: str, seed: int, f1: float, **changes: Any) -> dict[str, Any]:
    rng = np.random.default_rng([seed, ROWS.index(row)])
    centre = 0.0 if row in ("truth", "shuffled") else 0.5
    return {
        "row": row, "seed": seed, "fingerprint": "x", "f1": f1, "cmlt": f1, "amlt": f1, "key": f1,
        "key_exact": f1, "activity": [f1], "rest_db": 25.0, "style": 0.5, "drums": True,
        "unseen_tempo": seed % 2 == 0, "embeddings": (centre + rng.normal(size=(4, 3))).tolist(),
        **changes,
    }  # fmt: skip


@pytest.fixture
def records() -> dict[str, list[dict[str, Any]]]:
    return {row: [record(row, seed, f1) for seed in range(20)] for row, f1 in F1.items()}


def test_normalised_scores_lie_between_floor_and_ceiling(records: dict[str, Any]) -> None:
    """Truth is 1, the higher floor is 0, (0.8 - 0.4) / (0.9 - 0.4) is 0.8."""
    rows = summarise(records)
    assert rows["truth"]["normalised"] == pytest.approx(1.0)
    assert rows["shuffled"]["normalised"] == pytest.approx(0.0)
    assert rows["student_4"]["normalised"] == pytest.approx(0.8)
    assert rows["student_4"]["normalised_unseen"] == pytest.approx(0.8)


def test_beats_are_of_pieces_with_drums(records: dict[str, Any]) -> None:
    """A piece without drums counts for keys, not for beats."""
    records["student_4"][0] |= {"drums": False, "f1": 0.0, "key": 0.0}
    row = summarise(records)["student_4"]
    assert row["beat_f1"] == pytest.approx(0.8)
    assert row["beat_f1_all"] == pytest.approx(0.76)
    assert row["key"] == pytest.approx(0.76)
    assert row["beat_pieces"]["beat_f1"] == 19


def test_frechet_is_nothing_for_truth_and_grows_with_distance(records: dict[str, Any]) -> None:
    """Truth is 0 from itself; a shifted cloud is further than another draw of the same."""
    rows = summarise(records)
    assert rows["truth"]["frechet"] == pytest.approx(0.0, abs=1e-6)
    assert rows["shuffled"]["frechet"] < rows["student_4"]["frechet"]


def test_without_truth_there_is_no_scale(records: dict[str, Any]) -> None:
    """Rows that lack ceiling or floor have dashes, not figures."""
    rows = summarise({"student_4": records["student_4"]})
    assert rows["student_4"]["normalised"] is None
    assert "–" in markdown(rows)


def test_the_interval_holds_the_mean() -> None:
    """The bootstrap interval is around the mean, and narrows with more pieces."""
    values = np.random.default_rng(0).random(100).tolist()
    low, high = bootstrap(values)
    assert low < np.mean(values) < high
    few = bootstrap(values[:10])
    assert few[1] - few[0] > high - low


def test_goals_are_judged_by_their_limits(records: dict[str, Any]) -> None:
    """0.8 of 0.85 is not reached, 25 dB is, what nobody measured is neither."""
    found = {goal.name: goal for goal in goals(summarise(records), {"silence_dbfs": -90.0}, None)}
    assert found["normalised beat F1, 4 steps"].reached is False
    assert found["stems asked to rest, under those that play"].reached is True
    assert found["vocoder: silence decodes to"].reached is True
    assert found["vocoder: tone at the frame rate"].reached is None
    assert "not reached" in found["normalised beat F1, 4 steps"].line


def test_the_ledger_goes_on_after_a_crash(tmp_path: Path) -> None:
    """Whole lines are kept, a cut one is not, a stale fingerprint counts for nothing."""
    path = tmp_path / "records.jsonl"
    Ledger(path).add([record("truth", 1, 0.9), record("truth", 21, 0.9)])
    with path.open("a") as file:
        file.write('{"row": "truth", "seed"')
    ledger = Ledger(path)
    assert ledger.find("truth", 21, "x")
    assert ledger.find("truth", 21, "y") is None
    assert ledger.find("truth", 41, "x") is None


def test_records_after_a_cut_line_are_kept(tmp_path: Path) -> None:
    """What is added after a crash does not join the cut line."""
    path = tmp_path / "records.jsonl"
    path.write_text('{"row": "tru')
    Ledger(path).add([record("truth", 1, 0.9)])
    assert Ledger(path).find("truth", 1, "x")


def test_effort_is_read_from_a_run(tmp_path: Path) -> None:
    """Steps and minutes are those of the last line of the log; what it began with is said."""
    (tmp_path / "log.jsonl").write_text('{"step": 1, "seconds": 6}\n{"step": 9, "seconds": 90}\n')
    found = {"steps": 9, "minutes": 1.5, "revision": "unknown"}
    assert effort(tmp_path) == {**found, "begun_with": None}
    (tmp_path / "config.json").write_text('{"init": "checkpoints/default"}')
    assert effort(tmp_path) == {**found, "begun_with": "default"}
    assert effort(tmp_path / "none") == {}
