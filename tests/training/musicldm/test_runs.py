"""MusicLDM through every stage, from the command line: distil, polish, export, render, run."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
import torch
from click.testing import CliRunner, Result
from safetensors.torch import load_file

from bridge.app import App
from bridge.config import RunConfig
from bridge.engine.base import EngineState
from musiccm.commands.render import command as render
from musiccm.errors import CheckpointError
from musiccm.instrument import Instrument, load_instrument
from musiccm.musicldm.frames import ROW
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion
from tests.bridge.helpers import run_loop
from training.distill.cli import command as distill
from training.export.cli import command as export
from training.polish.cli import command as polish

SHORT = ("--steps", "1", "--batch", "2", "--validation-crops", "2", "--device", "cpu")


def call(command: object, *words: object) -> Result:
    """Call a command; errors of the model pass through."""
    words = tuple(str(word) for word in words)
    return CliRunner().invoke(command, words, catch_exceptions=False)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def runs(teacher: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a distilled, a polished and an exported student."""
    folder = tmp_path_factory.mktemp("runs")
    where = ("--teacher", teacher, "--data", data)
    made = call(distill, *where, "--out", folder / "distill", *SHORT)
    assert made.exit_code == 0, made.output
    assert "licence: cc-by-nc-4.0 (non-commercial)" in made.stderr
    start = ("--student", folder / "distill")
    made = call(polish, *where, *start, "--out", folder / "polish", *SHORT)
    assert made.exit_code == 0, made.output
    made = call(export, "--student", folder / "polish", "--out", folder / "checkpoint")
    assert made.exit_code == 0, made.output
    assert "non-commercial" in made.stderr
    return folder


class OneProcess:
    """The engine of an instrument in this very process."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument, self.state, self.restarts = instrument, EngineState.READY, 0

    async def start(self) -> None:
        """Nothing to start."""

    async def suggest(self, score: Score) -> Suggestion:
        """Ask the instrument."""
        return self.instrument.suggest(score)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Ask the instrument."""
        return self.instrument.plan(request)

    async def stop(self) -> None:
        """Nothing to stop."""


def test_what_is_exported_is_what_was_trained(runs: Path, teacher: Path) -> None:
    """The folder holds the polished student, the card and the licence, and no teacher."""
    trained = load_file(runs / "polish" / "best" / "ema.safetensors")
    folder = runs / "checkpoint"
    kept = load_file(folder / "unet" / "diffusion_pytorch_model.safetensors")
    assert set(kept) == set(trained)
    for name, value in kept.items():
        assert value.dtype == torch.float16
        torch.testing.assert_close(value.float(), trained[name], rtol=2e-3, atol=1e-4)
    taught = load_file(teacher / "unet" / "diffusion_pytorch_model.safetensors")
    assert not torch.equal(trained["conv_in.weight"], taught["conv_in.weight"])
    config = json.loads((folder / "config.json").read_text())
    assert (config["family"], config["licence"]) == ("musicldm", "cc-by-nc-4.0")
    assert config["stems"] == ["bass"] and "key" in config["absent"]
    assert (folder / "README.md").read_text() == (teacher / "README.md").read_text()
    assert not (folder / "model_index.json").exists()


def test_render_and_run_play_it_alike(runs: Path, tmp_path: Path) -> None:
    """A file of `render` and a recording of `run` hold the same samples, and say what is absent."""
    song, take = tmp_path / "song.wav", tmp_path / "take.wav"
    folder = runs / "checkpoint"
    options = ("--checkpoint", folder, "--compute", "cpu", "--stems", tmp_path / "stems", "--json")
    made = call(render, "warm rhodes", "--seconds", 14, "--out", song, *options)
    assert made.exit_code == 0, made.output
    assert "this checkpoint has no tempo, key" in made.stderr
    report = json.loads(made.stdout.splitlines()[-1])
    assert (report["bpm"], report["key"], report["metre"]) == (None, None, None)
    assert set(report["silent"]) == {"drums", "harmony", "lead"}
    said: list[str] = []
    config = RunConfig(("warm rhodes",), seconds=14.0, offline=True, osc_port=0, record=take)
    run_loop(App(config, said.append, OneProcess(load_instrument(folder, "cpu"))).run())
    assert any("this checkpoint has no tempo, key" in line for line in said)
    played, rate = sf.read(take)
    assert rate == 48_000 and len(played) == 14 * 48_000
    assert np.array_equal(played, sf.read(song)[0])
    assert np.abs(sf.read(tmp_path / "stems" / "bass.wav")[0]).max() > 0.01
    assert not np.abs(sf.read(tmp_path / "stems" / "lead.wav")[0]).any()
    assert ROW == 1


def test_a_run_goes_on_where_it_stopped(
    runs: Path, teacher: Path, data: Path, tmp_path: Path
) -> None:
    """A second call on a run folder with a longer budget resumes it."""
    out = Path(shutil.copytree(runs / "distill", tmp_path / "distill"))
    words = ("--teacher", teacher, "--data", data, "--out", out, *SHORT[2:], "--steps", 2)
    assert call(distill, *words).exit_code == 0
    lines = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines if "validation" in line] == [1, 2]


def test_a_dry_run_prints_the_papers_numbers(runs: Path, teacher: Path, tmp_path: Path) -> None:
    """λ 3, EMA 0.95, lr 1e-5, 50 points, hinge, R1, scale 3; by hand wins; nothing is written."""
    start = ("--teacher", teacher, "--student", runs / "distill", "--out", tmp_path / "no")
    made = call(polish, *start, "--steps", 1, "--preset", "paper", "--r1", 2, "--dry-run")
    printed = json.loads(made.stdout)
    config = printed["config"]
    assert printed["licence"] == "cc-by-nc-4.0" and printed["family"] == "musicldm"
    wanted = {"anchor": 3.0, "target_ema": 0.95, "lr": 1e-5, "solver_points": 50, "guidance": 3.0}
    assert {name: config[name] for name in wanted} == wanted
    assert (config["loss"], config["r1"]) == ("hinge", 2.0)
    assert not (tmp_path / "no").exists()


def test_partial_teachers_are_named_before_anything_is_loaded(
    teacher: Path, data: Path, tmp_path: Path
) -> None:
    """What a folder lacks is one line; an exported student is no teacher."""
    folder = Path(shutil.copytree(teacher, tmp_path / "part"))
    shutil.rmtree(folder / "vocoder")
    with pytest.raises(CheckpointError, match="lacks vocoder/config.json, vocoder/model.safe"):
        call(distill, "--teacher", folder, "--data", data, "--out", tmp_path / "x", *SHORT)
    assert not (tmp_path / "x").exists()


def test_what_does_not_fit_is_named(runs: Path, teacher: Path, data: Path, tmp_path: Path) -> None:
    """A student as teacher, no student, another's student, no recordings: a line each."""
    cases = [
        (distill, ("--teacher", runs / "checkpoint"), "is a distilled student"),
        (distill, ("--teacher", teacher, "--data", tmp_path), "neither audio files nor"),
        (polish, ("--teacher", teacher, "--student", tmp_path), "holds no distilled student"),
        (distill, ("--teacher", teacher, "--own", 0.5), "--own"),
        (polish, ("--teacher", teacher, "--features", "classifier"), "--features"),
    ]
    for command, words, line in cases:
        made = call(command, "--data", data, "--out", tmp_path / "x", *SHORT, *words)
        assert made.exit_code == 2, made.output
        assert line in " ".join(made.stderr.split())
