"""``musiccm train polish``."""

import json
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result

from musiccm.denoiser import Denoiser
from tests.training.polish.tiny import MODEL, Crops
from training.export.assemble import read_denoiser
from training.polish import cli


def polish(runs: Path, *words: object) -> Result:
    """Call the command on the runs of the fixture."""
    folders = ("--teacher", runs / "teacher", "--student", runs / "distill")
    return CliRunner().invoke(cli.command, [str(word) for word in (*folders, *words)])


def test_a_dry_run_prints_the_configuration(runs: Path, tmp_path: Path) -> None:
    """Every setting is there and no file appears."""
    out = tmp_path / "polish"
    result = polish(runs, "--steps", 1, "--lambda", 2, "--loss", "relativistic", "--dry-run")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.output)
    assert printed["stage"] == "polish"
    assert printed["config"]["model"]["dim"] == MODEL.dim
    assert (printed["config"]["anchor"], printed["config"]["loss"]) == (2.0, "relativistic")
    assert not out.exists()


def test_a_run_exports_as_a_distilled_one_does(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What export reads of a run is there: the shape, and averaged weights that fit it."""
    monkeypatch.setattr(cli, "CropSource", Crops)
    out = tmp_path / "polish"
    result = polish(runs, "--steps", 1, "--batch", 2, "--validation-crops", 4, "--out", out)
    assert result.exit_code == 0, result.output
    config, tensors = read_denoiser(out)
    assert config == MODEL
    Denoiser(config).load_state_dict(tensors)
    start = read_denoiser(runs / "distill")[1]
    assert not torch.equal(tensors["head.weight"], start["head.weight"])
    torch.testing.assert_close(tensors["head.weight"], start["head.weight"], atol=1e-4, rtol=0)
    assert "git_revision" in json.loads((out / "config.json").read_text())


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--student", "nowhere", "--steps", 1), "train distill --out nowhere"),
        (("--features", "classifier", "--steps", 1), "--classifier DIR"),
        ((), "--minutes M or --steps N"),
    ],
)
def test_what_is_missing_is_named(runs: Path, words: tuple[object, ...], line: str) -> None:
    """One line says what to do."""
    result = polish(runs, *words)
    assert result.exit_code == 2
    assert line in " ".join(result.output.split())
