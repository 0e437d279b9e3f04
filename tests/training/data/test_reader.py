import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.data.folders import FRAMES, write_config, write_made_up_shard
from training.data.reader import Dataset
from training.data.shards import DatasetError, open_tensor, shard_path, write_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_config(tmp_path)
    return tmp_path


@pytest.fixture
def tensors(folder: Path) -> list[dict[str, Any]]:
    return [write_made_up_shard(folder, 0, 0), write_made_up_shard(folder, 1, 20)]


def test_pieces_read_back_what_was_written(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """Mel, controls and excerpt of a piece are its part of the shard's tensors."""
    piece = Dataset(folder).pieces()[3]
    assert piece.seed == 21
    assert np.array_equal(piece.mel, tensors[1]["mel"][FRAMES[0] :])
    assert np.array_equal(piece.controls, tensors[1]["controls"][FRAMES[0] :])
    assert np.array_equal(piece.excerpt, tensors[1]["audio"][1])
    assert piece.captions == ["house", "calm house"]


def test_splits_partition_the_pieces(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """Seeds 0 and 20 validate, 1 and 21 test; an unknown split is refused."""
    dataset = Dataset(folder)
    assert [piece.seed for piece in dataset.pieces("validation")] == [0, 20]
    assert [piece.seed for piece in dataset.pieces("test")] == [1, 21]
    assert dataset.pieces("train") == []
    with pytest.raises(ValueError, match="unknown split 'dev'"):
        dataset.pieces("dev")


def test_crops_are_aligned_and_within_the_piece(
    folder: Path, tensors: list[dict[str, Any]]
) -> None:
    """Mel and controls of a crop come from the same frames of the same piece."""
    piece = Dataset(folder).pieces()[1]
    mel, controls = np.asarray(piece.mel), np.asarray(piece.controls)
    starts = set()
    for seed in range(20):
        a, b = piece.crop(128, np.random.default_rng(seed))
        start = next(i for i in range(len(mel)) if np.array_equal(mel[i], a[0]))
        assert np.array_equal(a, mel[start : start + 128])
        assert np.array_equal(b, controls[start : start + 128])
        starts.add(start)
    assert len(starts) > 10


def test_a_crop_longer_than_the_piece_is_refused(
    folder: Path, tensors: list[dict[str, Any]]
) -> None:
    """The error names the piece and both lengths."""
    piece = Dataset(folder).pieces()[0]
    assert len(piece.crop(400, np.random.default_rng(0))[0]) == 400
    with pytest.raises(ValueError, match="piece 0 has 400 frames, asked 401"):
        piece.crop(401, np.random.default_rng(0))


def test_a_piece_can_go_to_another_process(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """Pickling sends the place, not the mapped data."""
    piece = Dataset(folder).pieces()[0]
    assert piece.mel.shape == (400, 4, 96)
    packed = pickle.dumps(piece)
    assert len(packed) < 4000
    assert np.array_equal(pickle.loads(packed).mel, piece.mel)


def test_only_complete_shards_are_read(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """A shard whose JSON is not there yet does not exist for the reader."""
    shard_path(folder, 1, ".json").unlink()
    assert [piece.seed for piece in Dataset(folder).pieces()] == [0, 1]


def test_an_empty_folder_says_what_to_do(tmp_path: Path, folder: Path) -> None:
    """No config and no shard each give a line that names the command."""
    with pytest.raises(DatasetError, match="musiccm train data"):
        Dataset(tmp_path / "nothing")
    with pytest.raises(DatasetError, match="no complete shard"):
        Dataset(folder)


def test_a_damaged_shard_is_named(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """A truncated tensor file gives an error with its path."""
    path = shard_path(folder, 0, ".safetensors")
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DatasetError, match=r"00000\.safetensors"):
        _ = Dataset(folder).pieces()[0].mel


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    """A file is replaced whole; what a killed writer left behind is no shard."""
    path = tmp_path / "shards" / "00000.json"
    write_bytes(path, b"[]")
    (tmp_path / "shards" / "00000.json.99.tmp").write_bytes(b"[{")
    assert path.read_bytes() == b"[]"
    assert [p.name for p in path.parent.glob("*.json")] == ["00000.json"]


def test_tensors_are_mapped_not_read(folder: Path, tensors: list[dict[str, Any]]) -> None:
    """The tensors are read-only maps of the file."""
    mel = open_tensor(shard_path(folder, 0, ".safetensors"), "mel")
    assert isinstance(mel, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        mel[0] = 0
