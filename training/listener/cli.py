"""``musiccm train listener``."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
import torch

from training.crops import caption_vectors
from training.data.reader import Dataset
from training.data.shards import DatasetError
from training.listener.stage import Heard, ListenerRecipe, ListenerStage, retrieved
from training.loop import Loop, load_modules, write_config
from training.options import loop_config, run_options
from training.ranks import joined


@click.command(help="Train what hears a style in sound, so that sound can be a prompt.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("runs/data"), show_default=True
)
@click.option("--batch", type=click.IntRange(min=2), default=32, show_default=True)
@click.option("--lr", type=float, default=2e-3, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--judge",
    type=click.Path(path_type=Path),
    help="Data set of other seeds, to count in how many of its clips the style is heard.",
)
@run_options("runs/listener")
def command(
    data: Path, out: Path, device: str, threads: int | None, dry_run: bool, **options: Any
) -> None:
    """Train until the budget is spent."""
    if threads:
        torch.set_num_threads(threads)
    loop = loop_config(*(options[k] for k in ("minutes", "steps", "validate_every", "save_every")))
    recipe = ListenerRecipe(batch=options["batch"], lr=options["lr"], seed=options["seed"])
    resolved = {"stage": "listener", "data": str(data), "config": dataclasses.asdict(recipe),
                "loop": dataclasses.asdict(loop)}  # fmt: skip
    if dry_run:
        click.echo(json.dumps(resolved, indent=1))
        return
    try:
        stage = make_stage(recipe, data)
    except (DatasetError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    write_config(out, resolved)
    with joined() as ranks:
        figures = Loop(stage, out, loop, ranks).run()
    if options["judge"]:
        load_modules(out / "best", stage.modules)
        figures["retrieved_elsewhere"] = retrieved(stage, Dataset(options["judge"]).pieces())
    (out / "report.json").write_text(json.dumps(figures, indent=1))
    click.echo(json.dumps(figures))


def make_stage(recipe: ListenerRecipe, data: Path) -> ListenerStage:
    """Return the stage on the train and validation splits; a small set checks on train."""
    dataset = Dataset(data)
    vectors = caption_vectors(dataset)
    train = Heard(dataset.pieces("train"), vectors)
    held = dataset.pieces("validation")
    return ListenerStage(recipe, train, Heard(held, vectors) if held else train)
