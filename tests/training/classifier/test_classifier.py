"""The style classifier on two made-up styles."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.evaluate.synthetic import STYLES, data_set
from training.classifier.judge import is_trained, load_judge, shares_seeds, train_judge
from training.classifier.network import CROP_FRAMES, StyleNet
from training.classifier.stage import LabelledCrops, make_stage
from training.data.reader import Dataset
from training.ranks import Ranks


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_set(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("classifier")
    train_judge(data, folder, steps=20)
    return folder


def test_the_network_is_small_and_its_embedding_bounded() -> None:
    """Under a megabyte of weights; embeddings are 48 numbers in -1 … 1 for any length of crop."""
    net = StyleNet(30).eval()
    assert sum(p.numel() for p in net.parameters()) * 4 < 2**20
    embedding = net.embed(torch.randn(2, 64, 4, 96) * 10)
    assert embedding.shape == (2, 48)
    assert float(embedding.detach().abs().max()) <= 1.0
    assert net(torch.randn(3, 32, 4, 96)).shape == (3, 30)


def test_it_tells_two_styles_apart(run: Path) -> None:
    """Twenty steps suffice for styles that differ in level; the run says so."""
    judge = load_judge(run)
    assert judge.styles == sorted(STYLES)
    rng = np.random.default_rng(9)
    for style, shift in zip(STYLES, (0.0, 3.0), strict=True):
        mel = rng.normal(-6, 1, (CROP_FRAMES * 2, 4, 96)).astype(np.float32)
        mel[:, 0] += shift
        embeddings, heard = judge.hear(mel)
        assert embeddings.shape == (3, 48)
        assert set(heard) == {style}
        assert judge.probability(mel, style) > 0.5


def test_a_finished_run_is_known(run: Path, data: Path, tmp_path: Path) -> None:
    """Only a folder with weights and report counts; seeds that the model has seen are noticed."""
    assert is_trained(run)
    assert not is_trained(tmp_path)
    assert shares_seeds(run, data)


def test_test_pieces_are_never_learned(data: Path) -> None:
    """The stage trains on the train split and checks on the validation split."""
    stage = make_stage(data)
    assert {piece.split for piece in stage.train.pieces} == {"train"}
    assert {piece.split for piece in stage.validation.pieces} == {"validation"}


def test_steps_are_a_function_of_seed_and_step(data: Path) -> None:
    """Two stages give the same loss at the same step."""
    losses = [make_stage(data).step(3, 0.5, Ranks())["loss"] for _ in range(2)]
    assert losses[0] == losses[1]


def test_short_pieces_are_refused(tmp_path: Path) -> None:
    """A data set without a piece of a crop's length says what to do."""
    short = Dataset(data_set(tmp_path, pieces=3, n_frames=64))
    with pytest.raises(ValueError, match="render more"):
        LabelledCrops(short.pieces(), STYLES)
