"""``musiccm train vocoder``: train the mel → waveform network on a data set's excerpts."""

import json
from dataclasses import replace
from pathlib import Path

import click
import torch
from torch import Tensor

from training.data.reader import Dataset
from training.data.shards import DatasetError
from training.loop import Budget, Loop, LoopConfig, write_config
from training.options import first_weights
from training.ranks import joined
from training.vocoder.excerpts import clip_of
from training.vocoder.export import load_vocoder
from training.vocoder.judge import as_figures, report
from training.vocoder.stage import VocoderRecipe, VocoderStage


@click.command("vocoder")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Data set folder.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Run folder.")
@click.option("--minutes", type=float, help="Time budget, over all starts of this run.")
@click.option("--steps", type=int, help="Step budget.")
@click.option("--batch", default=VocoderRecipe.batch, show_default=True, help="Crops in a step.")
@click.option("--threads", default=1, show_default=True, help="Torch threads of this process.")
@click.option("--validate-every", default=240.0, show_default=True, help="Seconds.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda[:n].")
@click.option("--seed", default=0, show_default=True, help="Seed of weights and batches.")
@click.option("--lr", default=VocoderRecipe.lr, show_default=True, help="Highest learning rate.")
@click.option(
    "--init",
    type=click.Path(path_type=Path),
    help="Checkpoint folder whose vocoder it begins with.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop.")
def command(
    data: Path,
    out: Path,
    minutes: float | None,
    steps: int | None,
    batch: int,
    threads: int,
    validate_every: float,
    device: str,
    seed: int,
    lr: float,
    init: Path | None,
    dry_run: bool,
) -> None:
    """Train the vocoder. Started again on the same folder, it goes on where it stopped."""
    if not (minutes or steps):
        raise click.UsageError("give the run a budget: --minutes or --steps")
    torch.set_num_threads(threads)
    try:
        dataset = Dataset(data)
    except DatasetError as error:
        raise click.ClickException(str(error)) from error
    recipe = VocoderRecipe(batch=batch, seed=seed, lr=lr)
    first = first_weights(init) if init else None
    if first:
        recipe = replace(recipe, model=first.vocoder_config)
    with joined() as ranks:
        stage = make_stage(recipe, dataset, device, first.vocoder if first else None)
        if ranks.is_main:
            _describe(stage, dataset)
        if dry_run:
            return
        if ranks.is_main:
            write_config(out, recipe)
        Loop(stage, out, LoopConfig(Budget(minutes, steps), validate_every), ranks).run()
        if ranks.is_main and (out / "best").exists():
            _write_report(out, stage)


def make_stage(
    recipe: VocoderRecipe, dataset: Dataset, device: str, first: dict[str, Tensor] | None = None
) -> VocoderStage:
    """Return the stage on the train and validation splits; a small set validates on train."""
    train = [clip_of(piece) for piece in dataset.pieces("train")]
    validation = [clip_of(piece) for piece in dataset.pieces("validation")]
    return VocoderStage(recipe, train, validation or train, device, first)


def _describe(stage: VocoderStage, dataset: Dataset) -> None:
    parameters = sum(p.numel() for p in stage.vocoder.parameters())
    click.echo(
        f"vocoder: {parameters / 1e6:.2f} M parameters, {len(dataset.pieces('train'))} excerpts, "
        f"batch {stage.recipe.batch}, backbone in {stage.vocoder.compute_dtype or torch.float32}"
    )


def _write_report(out: Path, stage: VocoderStage) -> None:
    figures = as_figures(report(load_vocoder(out), stage.clips, stage.clip_hints))
    (out / "report.json").write_text(json.dumps(figures, indent=1))
    click.echo(json.dumps(figures))


if __name__ == "__main__":
    command()
