"""``musiccm train distill``."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
import torch

from musiccm.denoiser import DenoiserConfig
from training import compute
from training.crops import CropSource
from training.distill.stage import DistillConfig, DistillStage
from training.family import teacher_family
from training.loop import Loop, write_config
from training.options import loop_config, run_options
from training.presets import given, preset_option, refuse, settings
from training.ranks import joined

LATENT_SETTINGS = ("batch", "lr", "seed", "validation_crops")


def teacher_model(run: Path) -> DenoiserConfig:
    """Return the network shape of a teacher run.

    Raises
    ------
    click.UsageError
        If ``run`` is no teacher run.
    """
    path = run / "config.json"
    if not path.exists() or not (run / "best").exists():
        raise click.UsageError(
            f"{run} holds no trained teacher: run `musiccm train teacher --out {run}`"
        )
    return DenoiserConfig(**json.loads(path.read_text())["config"]["model"])


@click.command(help="Distil the teacher into a few-step consistency model (MusicCM).")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("runs/data"),
    show_default=True,
    help="Data set; for MusicLDM also a folder of recordings with captions in .txt files.",
)
@click.option(
    "--teacher",
    type=click.Path(path_type=Path),
    default=Path("runs/teacher"),
    show_default=True,
    help="Run folder of the teacher, or a MusicLDM checkpoint in its Hugging Face layout.",
)
@click.option("--batch", type=click.IntRange(min=1), default=12, show_default=True)
@click.option("--lr", type=float, default=1e-4, show_default=True)
@click.option(
    "--own",
    type=click.FloatRange(0, 1),
    default=DistillConfig.own,
    show_default=True,
    help="Part of the inputs that is the student's own music, noised again.",
)
@click.option("--validation-crops", type=int, default=48, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@preset_option
@run_options("runs/distill")
def command(  # noqa: D103
    data: Path,
    teacher: Path,
    out: Path,
    device: str,
    threads: int | None,
    dry_run: bool,
    **options: Any,
) -> None:
    if threads:
        torch.set_num_threads(threads)
    loop = loop_config(*(options[k] for k in ("minutes", "steps", "validate_every", "save_every")))
    where = compute.choose(device, compile=options["compile"])
    if teacher_family(teacher) == "musicldm":
        refuse(options, ["own"])
        from training.musicldm import runs  # brings band and composer along, so only where needed

        run = runs.LatentRun(data, teacher, out, loop, where, dry_run)
        runs.distill(run, given(options, LATENT_SETTINGS))
        return
    config = DistillConfig(
        model=teacher_model(teacher), **settings("distill", options, (*LATENT_SETTINGS, "own"))
    )
    resolved = {
        "stage": "distill",
        "preset": options["preset"],
        "data": str(data),
        "teacher": str(teacher),
        "config": dataclasses.asdict(config),
        "loop": dataclasses.asdict(loop),
        "compute": dataclasses.asdict(where),
    }
    if dry_run:
        click.echo(json.dumps(resolved, indent=1))
        return
    write_config(out, resolved)
    train, validation = CropSource(data, "train"), CropSource(data, "validation")
    stage = DistillStage(config, teacher / "best", train, validation, where)
    with joined() as ranks:
        click.echo(json.dumps(Loop(stage, out, loop, ranks).run()))
