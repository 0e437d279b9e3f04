"""The command on a made-up data set with tiny models."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from bridge.cli import cli
from musiccm.checkpoint import save_checkpoint
from tests.musiccm import tiny
from tests.training.evaluate.synthetic import data_set
from training.classifier.judge import train_judge
from training.classifier.network import CROP_FRAMES
from training.data.reader import Dataset
from training.evaluate.heldout import Library
from training.evaluate.players import Players
from training.fidelity.clips import cut
from training.fidelity.damage import FLOOR, add_noise, low_pass, shuffle_beats
from training.fidelity.rows import Rows
from training.loop import save_modules, write_config


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_set(tmp_path_factory.mktemp("data"), pieces=60)


def test_clips_take_turns_and_do_not_overlap(data: Path) -> None:
    """Every piece gives its first clip before any gives its second; none is shorter than a crop."""
    pieces = Dataset(data).pieces()
    clips = cut(pieces, 10**6)
    assert [clip.first for clip in clips[: len(pieces)]] == [0] * len(pieces)
    assert len({(clip.piece.seed, clip.first) for clip in clips}) == len(clips)
    assert all(clip.mel.shape[0] == clip.controls.shape[0] == CROP_FRAMES for clip in clips)


def test_damage_is_what_it_says(data: Path) -> None:
    """The low-pass leaves nothing above, noise lifts silence, and shuffled beats are the same."""
    clip = cut(Dataset(data).pieces(), 1)[0]
    assert (low_pass(clip, 2000)[..., -10:] == FLOOR).all()
    assert np.array_equal(low_pass(clip, 2000)[..., :10], clip.mel[..., :10])
    assert add_noise(clip, -20).min() > clip.mel.min()
    shuffled = shuffle_beats(clip, 1.0)
    assert not np.array_equal(shuffled, clip.mel)
    assert np.allclose(np.sort(shuffled.sum((1, 2))), np.sort(clip.mel.sum((1, 2))))


def test_the_command_measures_and_a_second_call_draws_nothing(data: Path, tmp_path: Path) -> None:
    """Rows, damage and goals come out as JSON and a page; kept embeddings are used again."""
    save_checkpoint(tmp_path / "checkpoint", tiny.checkpoint())
    train_judge(data, tmp_path / "judge", steps=4)
    places = {"data": data, "checkpoint": tmp_path / "checkpoint", "classifier": tmp_path / "judge",
              "out": tmp_path / "out", "page": tmp_path / "page.md"}  # fmt: skip
    words = ["train", "fidelity", "--rows", "student_1", "--clips", 64]
    words += ["--against", tmp_path / "checkpoint", "--against-title", "itself"]
    words += [word for name, path in places.items() for word in (f"--{name}", path)]
    first = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert first.exit_code == 0, first.output
    found = json.loads((tmp_path / "out" / "fidelity.json").read_text())
    assert {"halves", "student_1", "low-pass 2000 Hz"} <= set(found["rows"])
    assert found["rows"]["student, 1 step, itself"] == found["rows"]["student_1"]
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "clouds").iterdir()}
    again = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert json.loads((tmp_path / "out" / "fidelity.json").read_text()) == found, again.output
    assert times == {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "clouds").iterdir()}


def test_the_vocoder_and_the_teacher_play_whole_clips(data: Path, tmp_path: Path) -> None:
    """Their rows are mel of the clip's shape; the teacher's is other music than the student's."""
    save_modules(tmp_path / "best", {"ema": tiny.denoiser(seed=3)})
    write_config(tmp_path, {"config": {"model": asdict(tiny.DENOISER)}})
    players = Players(
        Library(tmp_path, (0, 0), None), (), None, tmp_path, performer=tiny.performer()
    )
    clips = cut(Dataset(data).pieces(), 2)
    rows = {name: list(Rows(players).named(name)(clips))
            for name in ("vocoder", "teacher_2", "student_2")}  # fmt: skip
    assert {mel.shape for mels in rows.values() for mel in mels} == {clips[0].mel.shape}
    assert not np.allclose(rows["teacher_2"][0], rows["student_2"][0])


def test_a_missing_classifier_is_one_line(data: Path, tmp_path: Path) -> None:
    """Without a classifier and without data for one the command says what to name."""
    words = ["train", "fidelity", "--data", data, "--classifier", tmp_path / "none"]
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 2
    assert "--classifier-data" in result.output
