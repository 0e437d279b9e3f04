import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.data.folders import write_config, write_made_up_shard
from training.data.card import card_text
from training.data.judge import judged_seeds, summarise, true_beats
from training.data.plan import split_of
from training.data.reader import Dataset
from training.data.trackers import beat_scores, key_score


def row(seed: int, tempo: float, **heard: Any) -> dict[str, Any]:
    truth = true_beats(tempo, 80).tolist()
    key = f"{'CDEFGAB'[seed % 7]} major"
    usual = {"librosa": truth, "essentia": truth, "key": key}
    noise = {"librosa": [], "essentia": [], "key": "F# minor"}
    return {
        "seed": seed, "style": "house", "tempo": tempo, "metre": "4/4", "has_drums": True,
        "beats": truth, "key": key, "heard": usual | heard, "heard_noise": noise,
    }  # fmt: skip


def test_perfect_beats_score_one_and_none_score_zero() -> None:
    """The scores are those of mir_eval at their ends."""
    truth = true_beats(120, 60)
    assert beat_scores(truth, truth) == {"f1": 1.0, "cmlt": 1.0, "amlt": 1.0}
    assert beat_scores(truth, truth[:0]) == {"f1": 0.0, "cmlt": 0.0, "amlt": 0.0}


def test_double_tempo_is_forgiven_by_amlt_only() -> None:
    """Twice the tempo is the right metrical family, not the right level."""
    truth = true_beats(90, 60)
    double = true_beats(180, 120)
    scores = beat_scores(truth, double)
    assert scores["cmlt"] == 0.0
    assert scores["amlt"] > 0.95
    assert 0.6 < scores["f1"] < 0.7


def test_key_scores_are_weighted() -> None:
    """Right is 1, the relative key 0.3."""
    assert key_score("A minor", "A minor") == 1.0
    assert key_score("A minor", "C major") == pytest.approx(0.3)


def test_the_floors_stand_beside_the_figures() -> None:
    """Perfect hearing scores 1, against another piece's truth far less, noise nothing."""
    rows = [row(seed, 90 + 7.3 * seed) for seed in range(6)]
    table = summarise(rows)
    assert table["all"] == table["with drums"]
    assert table["all"]["pieces"] == 6
    assert table["all"]["librosa_f1"] == 1.0
    assert table["all"]["key"] == 1.0
    assert table["shuffled truth"]["librosa_f1"] < 0.6
    assert table["noise"]["essentia_f1"] == 0.0
    assert table["without drums"] == {"pieces": 0}


def test_held_out_tempi_are_judged_apart() -> None:
    """A piece at 96 bpm counts as unseen."""
    table = summarise([row(1, 96.0), row(2, 110.0, librosa=[])])
    assert table["with drums, held-out tempi"]["pieces"] == 1
    assert table["with drums, held-out tempi"]["librosa_f1"] == 1.0
    assert table["with drums, tempi of training"]["librosa_f1"] == 0.0


def test_only_test_seeds_are_judged() -> None:
    """Judges hear pieces that nothing was trained on."""
    seeds = judged_seeds(5, 12)
    assert len(seeds) == 12
    assert all(split_of(seed) == "test" for seed in seeds)
    assert all(b > a for a, b in itertools.pairwise(seeds))


def test_the_card_shows_splits_constants_and_judgement(tmp_path: Path) -> None:
    """One page with figures from the folder, the constants of the labels and the judges' table."""
    write_config(tmp_path)
    write_made_up_shard(tmp_path, 0, 0)
    judged = summarise([row(seed, 100.0 + seed) for seed in range(3)])
    text = card_text(Dataset(tmp_path), judged)
    assert "| test | 1 | 0.00 | 0 |" in text
    assert "| brightness |" in text
    assert "94–98" in text
    assert "| all | 3 | 1.00 |" in text
    assert "without drums" not in text
    assert np.char.count(text, "\n## ") == 6
