"""The style classifier on two made-up styles."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from musiccm.errors import CheckpointError
from tests.training.evaluate.synthetic import STYLES, data_set
from training.classifier.judge import is_trained, load_judge, shares_seeds, train_judge
from training.classifier.network import CROP_FRAMES, StyleNet
from training.classifier.order import shuffled_frames
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
    """Under two megabytes of weights; embeddings are 64 numbers in -1 … 1 for any crop."""
    net = StyleNet(30).eval()
    assert sum(p.numel() for p in net.parameters()) * 4 < 2**21
    embedding = net.embed(torch.randn(2, 64, 4, 96) * 10)
    assert embedding.shape == (2, 64)
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
        assert embeddings.shape == (3, 64)
        assert set(heard) == {style}
        assert judge.probability(mel, style) > 0.5


def test_a_finished_run_is_known(run: Path, data: Path, tmp_path: Path) -> None:
    """Only a folder with weights and report counts; seeds that the model has seen are noticed."""
    assert is_trained(run)
    assert not is_trained(tmp_path)
    assert shares_seeds(run, data)


def test_a_classifier_of_another_shape_is_refused(run: Path, tmp_path: Path) -> None:
    """Weights of another network are named, with what to do."""
    old = tmp_path / "old"
    shutil.copytree(run, old)
    path = old / "best" / "classifier.safetensors"
    save_file({"embedding.weight": torch.zeros(2, 2)}, path)
    with pytest.raises(CheckpointError, match="another version"):
        load_judge(old)


def test_test_pieces_are_never_learned(data: Path) -> None:
    """The stage trains on the train split and checks on the validation split."""
    stage = make_stage(data)
    assert {piece.split for piece in stage.train.pieces} == {"train"}
    assert {piece.split for piece in stage.validation.pieces} == {"validation"}


def test_steps_are_a_function_of_seed_and_step(data: Path) -> None:
    """Two stages give the same loss at the same step."""
    losses = [make_stage(data).step(3, 0.5, Ranks())["loss"] for _ in range(2)]
    assert losses[0] == losses[1]


def test_beats_out_of_place_keep_their_sound() -> None:
    """Shuffled frames are the same frames: whole beats in other places, none where part is 0."""
    phase = np.tile(np.arange(8, dtype=np.float32) / 8, 12)
    rng = np.random.default_rng(4)
    assert np.array_equal(shuffled_frames(phase, 0.0, rng), np.arange(96))
    order = shuffled_frames(phase, 1.0, rng)
    assert sorted(order) == list(range(96))
    assert np.array_equal(phase[order], phase)
    assert not np.array_equal(order, np.arange(96))


def test_order_is_heard(data: Path) -> None:
    """The loss of what part is out of place is least at the truth, and training sees such crops."""
    stage = make_stage(data)
    assert stage.step(0, 0.5, Ranks())["order"] > 0
    embedding = torch.zeros(2, 64)
    with torch.no_grad():
        stage.net.order.bias.fill_(20.0)
    assert stage.hears(embedding, np.array([1.0, 1.0])) < 1e-6
    assert stage.hears(embedding, np.array([0.0, 0.0])) > 10


def test_short_pieces_are_refused(tmp_path: Path) -> None:
    """A data set without a piece of a crop's length says what to do."""
    short = Dataset(data_set(tmp_path, pieces=3, n_frames=64))
    with pytest.raises(ValueError, match="render more"):
        LabelledCrops(short.pieces(), STYLES)
