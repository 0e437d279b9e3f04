"""The figures on sounds whose truth is known."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.evaluate.synthetic import activity_of, chord, data_set, piece
from training.classifier.judge import load_judge, train_judge
from training.data.production import MEL
from training.evaluate.heldout import FRAMES
from training.evaluate.scoring import REST_CAP_DB, Ear, activity_correlations, rest_level
from training.evaluate.trackers import chroma_key, grid, track_key

HOP = MEL.hop_length


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear:
    folder: Path = tmp_path_factory.mktemp("ear")
    train_judge(data_set(folder / "data"), folder / "run", steps=2)
    return Ear(load_judge(folder / "run"))


def test_truth_scores_high_and_noise_low(ear: Ear) -> None:
    """Clicks on the grid in the asked key are found; steady noise is not."""
    found = piece()
    truth = ear.score(found, found.stems)
    noise = 0.1 * np.random.default_rng(0).standard_normal(found.stems.shape).astype(np.float32)
    floor = ear.score(found, noise)
    assert truth["f1"] > 0.95
    assert truth["cmlt"] > 0.9
    assert truth["f1"] > floor["f1"] + 0.3
    assert truth["rest_db"] == REST_CAP_DB
    assert floor["rest_db"] == pytest.approx(0.0, abs=1.0)
    assert truth["activity"][0] > 0.9
    assert abs(floor["activity"][0]) < 0.3
    assert np.shape(truth["embeddings"]) == (4, 64)


def test_activity_needs_a_stem_that_plays_and_rests() -> None:
    """Stems of constant activity are not correlated; one that does the opposite reads -1."""
    activity = activity_of(slice(800, 1600))
    stems = 0.1 * np.ones((4, FRAMES * HOP), np.float32)
    stems[3] *= 1 - np.repeat(activity[:, 3], HOP)
    assert activity_correlations(np.ones_like(activity), stems) == []
    (value,) = activity_correlations(activity, stems)
    assert value < -0.9
    stems[3] = 0.1
    assert activity_correlations(activity, stems) == [0.0]


def test_rest_level_is_the_asked_ratio() -> None:
    """A resting stem 30 dB down reads 30; its tail counts for nothing; no rest, no figure."""
    activity = activity_of(slice(800, 1600))
    stems = 0.1 * np.ones((4, FRAMES * HOP), np.float32)
    stems[3, 800 * HOP : 1600 * HOP] *= 10 ** (-30 / 20)
    stems[3, 800 * HOP : 820 * HOP] = 0.1
    assert rest_level(activity, stems) == pytest.approx(30.0, abs=0.1)
    assert rest_level(np.ones_like(activity), stems) is None
    assert rest_level(np.zeros_like(activity), stems) is None


def test_keys_are_heard_with_and_without_essentia() -> None:
    """A C major scale in chords reads C major."""
    parts = [chord(p, 48_000) for p in ((60, 64, 67), (65, 69, 72), (67, 71, 74), (60, 64, 67))]
    audio = np.concatenate(parts * 2)
    assert chroma_key(audio) == "C major"
    pytest.importorskip("essentia")
    assert track_key(audio) == "C major"


def test_the_grid_begins_on_a_beat() -> None:
    """120 bpm has a beat each half second, the end left out."""
    assert grid(120.0, 2.0).tolist() == [0.0, 0.5, 1.0, 1.5]
