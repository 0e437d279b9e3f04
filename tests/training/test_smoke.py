"""Every stage in turn on a handful of pieces: data to a checkpoint that renders."""

import json
from pathlib import Path

import pytest
import soundfile as sf
from click.testing import CliRunner

from bridge.cli import cli
from training.band.soundfont import SoundFontMissing, find_soundfont

PIECES = 6


def musiccm(*words: object) -> str:
    """Call the command line and return what it printed."""
    result = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def soundfont() -> Path:
    """The SoundFont that data is rendered with."""
    try:
        return find_soundfont(None)
    except SoundFontMissing as error:
        pytest.skip(str(error))


@pytest.mark.slow
def test_from_nothing_to_music(tmp_path: Path, soundfont: Path) -> None:
    """Every stage follows the one before it without a hand, from data to a rendered song."""
    data, tiny = tmp_path / "data", ("--steps", 2, "--batch", 2, "--threads", 1)
    model = ("--dim", 64, "--layers", 1, "--latents", 32, "--validation-crops", 2)
    musiccm("train", "data", "--out", data, "--pieces", PIECES, "--workers", 1)
    musiccm("train", "vocoder", "--data", data, "--out", tmp_path / "vocoder", *tiny)
    musiccm("train", "teacher", "--data", data, "--out", tmp_path / "teacher", *tiny, *model)
    musiccm(
        "train",
        "distill",
        "--data",
        data,
        "--teacher",
        tmp_path / "teacher",
        "--out",
        tmp_path / "student",
        *tiny,
        "--validation-crops",
        2,
    )
    musiccm(
        "train",
        "polish",
        "--data",
        data,
        "--teacher",
        tmp_path / "teacher",
        "--student",
        tmp_path / "student",
        "--out",
        tmp_path / "polished",
        *tiny,
        "--validation-crops",
        2,
    )
    musiccm(
        "train",
        "export",
        "--data",
        data,
        "--student",
        tmp_path / "polished",
        "--vocoder",
        tmp_path / "vocoder",
        "--out",
        tmp_path / "checkpoint",
    )
    out = tmp_path / "song.wav"
    line = musiccm(
        "render",
        "slow techno",
        "--seconds",
        12.5,
        "--bpm",
        100,
        "--seed",
        3,
        "--json",
        "--checkpoint",
        tmp_path / "checkpoint",
        "--out",
        out,
    )
    report, info = json.loads(line.splitlines()[-1]), sf.info(out)
    assert (info.frames, info.samplerate, info.channels) == (600_000, 48_000, 2)
    assert info.subtype == "PCM_24"
    assert (report["seconds"], report["bpm"], report["seed"]) == (12.5, 100, 3)
    for run in ("vocoder", "teacher", "student", "polished"):
        assert "git_revision" in json.loads((tmp_path / run / "config.json").read_text())


@pytest.mark.parametrize("stage", ["teacher", "distill"])
def test_a_stage_without_a_budget_says_so(stage: str) -> None:
    """The line names both budgets."""
    result = CliRunner().invoke(cli, ["train", stage])
    assert result.exit_code == 2
    assert "--minutes M or --steps N" in result.output


def test_a_dry_run_trains_nothing(tmp_path: Path) -> None:
    """The resolved configuration is printed and no file appears."""
    out = tmp_path / "run"
    printed = json.loads(musiccm("train", "teacher", "--dry-run", "--minutes", 1, "--out", out))
    assert printed["config"]["batch"] == 16
    assert not out.exists()
