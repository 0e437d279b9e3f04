"""``musiccm train export``."""

from pathlib import Path

import click

from musiccm.checkpoint import SHIPPED, save_checkpoint
from training.export.assemble import assemble

LIMIT = 48e6


@click.command(help="Write the checkpoint folder that `render` and `run` play.")
@click.option(
    "--student",
    type=click.Path(path_type=Path),
    default=Path("runs/distill"),
    show_default=True,
    help="Run folder of the distilled student (or of a teacher, to hear it).",
)
@click.option(
    "--vocoder", type=click.Path(path_type=Path), default=Path("runs/vocoder"), show_default=True
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=SHIPPED, help="Default: the shipped one."
)
@click.option("--dry-run", is_flag=True, help="Check the runs and stop.")
def command(student: Path, vocoder: Path, out: Path, dry_run: bool) -> None:  # noqa: D103
    try:
        checkpoint = assemble(student, vocoder)
    except OSError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        click.echo(f"would write {out}")
        return
    save_checkpoint(out, checkpoint)
    size = sum(path.stat().st_size for path in out.iterdir())
    click.echo(
        f"{out}: {size / 1e6:.1f} MB"
        + ("" if size <= LIMIT else " - more than the 48 MB that may ship")
    )
