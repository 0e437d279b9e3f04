"""``--preset paper`` on this project's own teachers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.training.polish.tiny import write_runs
from training.distill.cli import command as distill
from training.polish.cli import command as polish


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny teacher and its student."""
    folder = tmp_path_factory.mktemp("presets")
    write_runs(folder)
    return folder


def printed(runs: Path, stage: str, *words: str) -> dict[str, object]:
    """Return the settings that a dry run resolves to."""
    folders = ["--teacher", str(runs / "teacher")]
    folders += ["--student", str(runs / "distill")] if stage == "polish" else []
    command = polish if stage == "polish" else distill
    result = CliRunner().invoke(command, [*folders, "--steps", "1", "--dry-run", *words])
    assert result.exit_code == 0, result.output
    config: dict[str, object] = json.loads(result.stdout)["config"]
    return config


@pytest.mark.parametrize("stage", ["distill", "polish"])
def test_the_paper_is_its_numbers(runs: Path, stage: str) -> None:
    """EMA 0.95, lr 1e-5, 50 solver points, w = 2 fixed; for the polish λ = 3, hinge and R1 too."""
    config = printed(runs, stage, "--preset", "paper")
    wanted = {"target_ema": 0.95, "lr": 1e-5, "solver_points": 50, "guidance": [3.0, 3.0]}
    assert {name: config[name] for name in wanted} == wanted
    assert config["own"] == 0.0
    if stage == "polish":
        assert (config["anchor"], config["loss"]) == (3.0, "hinge") and config["r1"] > 0


@pytest.mark.parametrize("stage", ["distill", "polish"])
def test_what_is_given_by_hand_wins(runs: Path, stage: str) -> None:
    """An option beside the preset keeps its value, the default's own value included."""
    config = printed(runs, stage, "--preset", "paper", "--lr", "0.0001", "--own", "0.5")
    assert (config["lr"], config["own"], config["solver_points"]) == (1e-4, 0.5, 50)


def test_without_a_preset_nothing_changes(runs: Path) -> None:
    """The settings are our own recipe's."""
    config = printed(runs, "distill")
    assert (config["lr"], config["own"], config["solver_points"]) == (1e-4, 0.5, 16)
