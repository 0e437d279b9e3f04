"""The listener's training on two made-up styles."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from bridge.cli import cli
from tests.training.evaluate.synthetic import STYLES, data_set
from training.data.reader import Dataset
from training.listener.stage import Heard, ListenerRecipe, ListenerStage, contrast, retrieved
from training.ranks import Ranks

RECIPE = ListenerRecipe(batch=8, lose=0.0, gain=0.1, tilt=0.1)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    pieces = Dataset(data_set(tmp_path_factory.mktemp("data"))).pieces()
    words = np.eye(2, 384, dtype=np.float32)
    vectors = {str(p.seed): np.tile(words[STYLES.index(p.style)], (3, 1)) for p in pieces}
    return Heard(pieces, vectors)


def test_it_learns_which_words_a_sound_means(heard: Heard) -> None:
    """Styles that differ in the level of their drums are told apart after some steps."""
    stage = ListenerStage(RECIPE, heard, heard)
    for step in range(30):
        stage.step(step, step / 30, Ranks())
    assert stage.validate()["retrieved"] > 0.9
    assert retrieved(stage, heard.pieces) > 0.9


def test_words_of_the_same_style_are_no_wrong_answers() -> None:
    """Two pieces of one style with one vector cost nothing; of two styles they do."""
    vectors = torch.nn.functional.normalize(torch.ones(2, 384), dim=1)
    assert float(contrast(vectors, vectors, ["house", "house"], 0.07)) == 0.0
    assert float(contrast(vectors, vectors, ["house", "waltz"], 0.07)) == pytest.approx(np.log(2))


def test_a_stranger_mix_keeps_a_stem(heard: Heard) -> None:
    """However many stems are left out, one always sounds."""
    stage = ListenerStage(ListenerRecipe(lose=1.0, gain=0.0, tilt=0.0), heard, heard)
    stems = torch.zeros(6, 4, 4, 96)
    mixes = stage.mixed(stems, np.random.default_rng(0))
    assert torch.allclose(mixes, torch.zeros(6, 4, 96), atol=1e-3)


def test_the_command_says_what_it_would_do_and_what_is_missing(tmp_path: Path) -> None:
    """A dry run prints its settings; a folder that is no data set is one line."""
    words = ["train", "listener", "--data", str(tmp_path), "--out", str(tmp_path / "run")]
    words += ["--steps", "1"]
    dry = CliRunner().invoke(cli, [*words, "--dry-run"], catch_exceptions=False)
    assert json.loads(dry.output)["config"]["batch"] == 32
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2 and "Traceback" not in result.output
