"""``musiccm train export``."""

from pathlib import Path

import click

from musiccm.checkpoint import SHIPPED, save_checkpoint
from training.data.shards import DatasetError
from training.export.assemble import assemble
from training.family import run_family
from training.vocoder.export import VocoderRunError

LIMIT = 48e6


@click.command(help="Write the checkpoint folder that `render` and `run` play.")
@click.option(
    "--student",
    type=click.Path(path_type=Path),
    default=Path("runs/distill"),
    show_default=True,
    help="Run folder of the distilled or polished student (or of a teacher, to hear it).",
)
@click.option(
    "--vocoder", type=click.Path(path_type=Path), default=Path("runs/vocoder"), show_default=True
)
@click.option(
    "--listener",
    type=click.Path(path_type=Path),
    default=Path("runs/listener"),
    show_default=True,
    help="Run folder of the listener; without one, sound is no prompt.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("runs/data"),
    show_default=True,
    help="Data set whose captions teach the planner words.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=SHIPPED, help="Default: the shipped one."
)
@click.option("--dry-run", is_flag=True, help="Check the runs and stop.")
def command(
    student: Path, vocoder: Path, listener: Path, data: Path, out: Path, dry_run: bool
) -> None:
    """Export the runs."""
    if run_family(student) == "musicldm":
        from training.musicldm import runs

        runs.export(student, out, dry_run=dry_run)
        return
    try:
        checkpoint, found = assemble(student, vocoder, data, listener)
    except (OSError, DatasetError, VocoderRunError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"the planner finds the style of {found:.0%} of the held-out captions")
    if dry_run:
        click.echo(f"would write {out}")
        return
    save_checkpoint(out, checkpoint)
    size = sum(path.stat().st_size for path in out.iterdir())
    warning = "" if size <= LIMIT else " - more than the 48 MB that may ship"
    click.echo(f"{out}: {size / 1e6:.1f} MB{warning}")
