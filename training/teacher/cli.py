"""``musiccm train teacher``."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
import torch

from musiccm.denoiser import DenoiserConfig
from training import compute
from training.crops import CropSource
from training.loop import Loop, write_config
from training.options import first_weights, loop_config, run_options
from training.ranks import joined
from training.teacher.stage import TeacherConfig, TeacherStage


def shape(options: dict[str, Any]) -> DenoiserConfig:
    """Return the network that the options ask for."""
    dim = options["dim"]
    return DenoiserConfig(
        dim=dim,
        n_layers=options["layers"],
        n_heads=max(1, dim // 64),
        n_latents=options["latents"],
    )


@click.command(help="Train the diffusion teacher on a rendered data set.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("runs/data"), show_default=True
)
@click.option("--batch", type=click.IntRange(min=1), default=16, show_default=True)
@click.option("--lr", type=float, default=6e-4, show_default=True)
@click.option("--dim", type=int, default=256, show_default=True, help="Width of the transformer.")
@click.option("--layers", type=int, default=8, show_default=True)
@click.option("--latents", type=int, default=256, show_default=True)
@click.option("--validation-crops", type=int, default=48, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--init",
    type=click.Path(path_type=Path),
    help="Checkpoint folder whose denoiser it begins with (its shape counts, not --dim).",
)
@run_options("runs/teacher")
def command(
    data: Path, out: Path, device: str, threads: int | None, dry_run: bool, **options: Any
) -> None:
    """Train until the budget is spent."""
    if threads:
        torch.set_num_threads(threads)
    loop = loop_config(*(options[k] for k in ("minutes", "steps", "validate_every", "save_every")))
    init = first_weights(options["init"]) if options["init"] else None
    config = TeacherConfig(
        model=init.denoiser_config if init else shape(options),
        batch=options["batch"],
        lr=options["lr"],
        seed=options["seed"],
        validation_crops=options["validation_crops"],
    )
    where = compute.choose(device, compile=options["compile"])
    resolved = {
        "stage": "teacher",
        "data": str(data),
        "init": str(options["init"]) if init else None,
        "config": dataclasses.asdict(config),
        "loop": dataclasses.asdict(loop),
        "compute": dataclasses.asdict(where),
    }
    if dry_run:
        click.echo(json.dumps(resolved, indent=1))
        return
    write_config(out, resolved)
    train, validation = CropSource(data, "train"), CropSource(data, "validation")
    stage = TeacherStage(config, train, validation, where, init.denoiser if init else None)
    with joined() as ranks:
        click.echo(json.dumps(Loop(stage, out, loop, ranks).run()))
