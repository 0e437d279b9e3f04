"""What a teacher's folder holds, and what is said where it does not."""

import json
import re
import shutil
from pathlib import Path

import pytest

from musiccm.checkpoint import load_checkpoint
from musiccm.errors import CheckpointError
from musiccm.instrument import load_instrument
from musiccm.musicldm.folder import check_teacher, is_musicldm, licence_line, licence_of
from tests.musiccm.musicldm import tiny


@pytest.fixture
def copy(teacher: Path, tmp_path: Path) -> Path:
    """A folder of its own to damage."""
    return Path(shutil.copytree(teacher, tmp_path / "teacher"))


def test_a_whole_folder_passes(teacher: Path) -> None:
    """Nothing is asked of a whole folder, with or without its index."""
    check_teacher(teacher)
    assert is_musicldm(teacher)


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("unet", "unet/config.json, unet/diffusion_pytorch_model.safetensors"),
        ("vae/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors"),
        ("text_encoder/model.safetensors", "text_encoder/model.safetensors"),
        ("tokenizer/tokenizer.json", "tokenizer/tokenizer.json or vocab.json and merges.txt"),
        ("vocoder/config.json", "vocoder/config.json"),
        ("scheduler", "scheduler/scheduler_config.json"),
    ],
)
def test_what_a_partial_folder_lacks_is_named(copy: Path, gone: str, named: str) -> None:
    """One line has the folder and every file that is missing."""
    path = copy / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(CheckpointError, match=f"teacher is no whole .* it lacks {named}: fetch"):
        check_teacher(copy)
    assert is_musicldm(copy)


def test_other_pipelines_and_parts_are_named(copy: Path) -> None:
    """A folder of another model says which model it is."""
    (copy / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))
    with pytest.raises(CheckpointError, match="holds a StableDiffusionPipeline, not a MusicLDM"):
        check_teacher(copy)
    (copy / "model_index.json").unlink()
    (copy / "vocoder" / "config.json").write_text(json.dumps({"architectures": ["VitsModel"]}))
    with pytest.raises(CheckpointError, match="vocoder holds a VitsModel"):
        check_teacher(copy)
    (copy / "vocoder" / "config.json").write_text("{")
    with pytest.raises(CheckpointError, match="config.json is damaged"):
        check_teacher(copy)


def test_pickles_are_refused(copy: Path) -> None:
    """Weights that are there as a pickle only are named, with the way out of it."""
    weights = copy / "vae" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(CheckpointError, match="is a pickle, which is never loaded: fetch"):
        check_teacher(copy)


@pytest.mark.parametrize(
    ("card", "licence", "words"),
    [
        (tiny.CARD, "cc-by-nc-4.0", r"licence: cc-by-nc-4.0 \(non-commercial\)"),
        ("---\nlicense: mit\n---\n", "mit", "licence: mit;"),
        ("---\nlicense: other\nlicense_name: lab-nc\n---\n", "lab-nc", "non-commercial"),
        ("# A card without front matter\n", None, "names none; MusicLDM's own .* non-commercial"),
        ("---\n: [\n---\n", None, "names none"),
    ],
)
def test_the_licence_comes_from_the_card(
    tmp_path: Path, card: str, licence: str | None, words: str
) -> None:
    """The front matter's licence is found and said, and that there is none is said too."""
    (tmp_path / "README.md").write_text(card)
    assert licence_of(tmp_path) == licence
    assert re.search(words, licence_line(licence))


def test_no_card_is_no_licence(tmp_path: Path) -> None:
    """A folder without a card names no licence."""
    assert licence_of(tmp_path) is None


def test_a_teacher_is_not_played(teacher: Path) -> None:
    """Who wants to play a teacher is told to distil it."""
    with pytest.raises(CheckpointError, match="musiccm train distill --teacher"):
        load_instrument(teacher)


def test_it_is_not_taken_for_one_of_ours(exported: Path) -> None:
    """What only reads this project's own checkpoints says so, not that it is damaged."""
    with pytest.raises(CheckpointError, match="of family 'musicldm': it plays by `render`"):
        load_checkpoint(exported)


def test_other_families_and_damage_are_named(exported: Path, tmp_path: Path) -> None:
    """An unknown family, another format and a flipped byte each have their line."""
    folder = Path(shutil.copytree(exported, tmp_path / "student"))
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(CheckpointError, match="safetensors is damaged: export"):
        load_instrument(folder)
    config = json.loads((folder / "config.json").read_text())
    for change, line in (({"format": 9}, "has format 9"), ({"family": "x"}, "of family 'x'")):
        (folder / "config.json").write_text(json.dumps(config | change))
        with pytest.raises(CheckpointError, match=line):
            load_instrument(folder)
