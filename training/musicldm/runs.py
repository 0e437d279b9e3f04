"""Runs on a MusicLDM teacher: what `train distill`, `polish` and `export` do with one."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
from safetensors.torch import load_file

from musiccm.errors import CheckpointError
from musiccm.musicldm.checkpoint import read_parts, save_student
from musiccm.musicldm.folder import check_teacher, licence_line, licence_of
from musiccm.musicldm.parts import load_unet
from musiccm.musicldm.player import DESCRIPTION
from training import compute
from training.data.shards import DatasetError
from training.loop import Loop, LoopConfig, write_config
from training.musicldm.distill import LatentDistillConfig, LatentDistillStage
from training.musicldm.latents import LatentStore, encode_all
from training.musicldm.polish import LatentPolishConfig, LatentPolishStage
from training.ranks import joined


@dataclasses.dataclass(frozen=True)
class LatentRun:
    """Where a run reads and writes, and how long it goes."""

    data: Path
    teacher: Path
    out: Path
    loop: LoopConfig
    where: compute.Compute
    dry_run: bool = False

    def begin(self, stage: str, config: LatentDistillConfig, **more: Any) -> bool:
        """Say the licence, write the resolved settings; False where that was all that was asked.

        Raises
        ------
        CheckpointError
            If the teacher's folder is not whole.
        """
        check_teacher(self.teacher)
        licence = licence_of(self.teacher)
        click.echo(licence_line(licence), err=True)
        resolved = {
            "stage": stage,
            "family": "musicldm",
            "data": str(self.data),
            "teacher": str(self.teacher),
            "licence": licence,
            **more,
            "config": dataclasses.asdict(config),
            "loop": dataclasses.asdict(self.loop),
            "compute": dataclasses.asdict(self.where),
        }
        if self.dry_run:
            click.echo(json.dumps(resolved, indent=1))
            return False
        write_config(self.out, resolved)
        return True


def distill(run: LatentRun, settings: dict[str, Any]) -> None:
    """Distil a MusicLDM teacher into a student of its shape.

    ``settings`` are fields of LatentDistillConfig, whose defaults are the paper's.
    """
    config = LatentDistillConfig(**settings)
    if not run.begin("distill", config):
        return
    parts = read_parts(run.teacher)
    store = _store(run, parts)
    _loop(run, LatentDistillStage(config, parts, store, run.where))


def polish(run: LatentRun, settings: dict[str, Any], student: Path) -> None:
    """Polish a distilled student adversarially; ``settings`` as for :func:`distill`.

    Raises
    ------
    click.UsageError
        If ``student`` is no run of a student of this teacher.
    """
    config = LatentPolishConfig(**settings)
    if not (student / "best" / "ema.safetensors").exists():
        raise click.UsageError(
            f"{student} holds no distilled student: run `musiccm train distill --out {student}`"
        )
    found = json.loads((student / "config.json").read_text())
    if found.get("family") != "musicldm":
        raise click.UsageError(
            f"{student} was distilled from another teacher: name that one with --teacher"
        )
    if not run.begin("polish", config, student=str(student)):
        return
    parts = read_parts(run.teacher)
    store = _store(run, parts)
    try:
        stage = LatentPolishStage(config, parts, student / "best", store, run.where)
    except RuntimeError as error:  # of load_state_dict
        raise click.UsageError(
            f"{student} was distilled from another teacher: name that one with --teacher"
        ) from error
    _loop(run, stage)


def _store(run: LatentRun, parts: Any) -> LatentStore:
    try:
        return encode_all(run.data, run.teacher, parts, run.where.device)
    except DatasetError as error:
        raise click.UsageError(str(error)) from error


def _loop(run: LatentRun, stage: LatentDistillStage) -> None:
    with joined() as ranks:
        click.echo(json.dumps(Loop(stage, run.out, run.loop, ranks).run()))


def export(student: Path, out: Path, *, dry_run: bool) -> None:
    """Write the checkpoint folder of a student run.

    Raises
    ------
    CheckpointError
        If the run has no student yet, or its teacher is gone.
    """
    config = json.loads((student / "config.json").read_text())
    weights, teacher = student / "best" / "ema.safetensors", Path(config["teacher"])
    if not weights.exists():
        raise CheckpointError(f"no {weights}: let the run validate once")
    check_teacher(teacher)
    click.echo(licence_line(licence_of(teacher)), err=True)
    if dry_run:
        click.echo(f"would write {out}")
        return
    unet = load_unet(teacher)
    unet.load_state_dict(load_file(weights))
    save_student(out, teacher, unet, DESCRIPTION)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    click.echo(f"{out}: {size / 1e6:.1f} MB")
