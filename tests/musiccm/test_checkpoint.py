"""Checkpoint folders."""

import json
from pathlib import Path

import pytest
import torch

from musiccm.checkpoint import FILES, load_checkpoint, save_checkpoint
from musiccm.errors import CheckpointError
from tests.musiccm import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole, tiny checkpoint."""
    save_checkpoint(tmp_path, tiny.checkpoint())
    return tmp_path


def test_a_checkpoint_comes_back_as_it_was(folder: Path) -> None:
    """Weights survive as fp16, shapes and planner exactly."""
    written, read = tiny.checkpoint(), load_checkpoint(folder)
    assert read.denoiser_config == written.denoiser_config
    assert read.planner == json.loads(json.dumps(written.planner))
    for name, value in written.denoiser.items():
        assert torch.allclose(read.denoiser[name], value, rtol=2e-3, atol=1e-3)


def test_the_config_lists_what_can_be_played(folder: Path) -> None:
    """A client may read stems, controls and sample rate without torch."""
    config = json.loads((folder / "config.json").read_text())
    assert config["stems"] == ["drums", "bass", "harmony", "lead"]
    assert config["sample_rate"] == 48_000
    assert config["controls"]["chord_chroma"] == 12


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """The error says which file is missing and what to do."""
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"{name} is missing: fetch or export"):
        load_checkpoint(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_refused(folder: Path, name: str) -> None:
    """One flipped byte is enough."""
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(folder)


def test_other_controls_are_refused(folder: Path) -> None:
    """A checkpoint of another control table would be played wrongly."""
    path = folder / "config.json"
    config = json.loads(path.read_text())
    config["controls"]["beat"] = 3
    path.write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match="other controls"):
        load_checkpoint(folder)


def test_a_folder_without_config_is_no_checkpoint(tmp_path: Path) -> None:
    """The error points at the export."""
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        load_checkpoint(tmp_path / "nowhere")
