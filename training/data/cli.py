"""``musiccm train data``: compose, play and store the training set."""

from pathlib import Path

import click

from training.band.soundfont import SoundFontMissing, find_soundfont
from training.compose.style import StyleError
from training.data.shards import DatasetError
from training.data.writer import make_plan, missing_shards, write_dataset

SECONDS = (32.0, 56.0)


@click.command("data")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option(
    "--pieces", default=1200, show_default=True, help="Number of pieces (about 44 s each)."
)
@click.option("--seed", default=0, show_default=True, help="First seed.")
@click.option("--workers", type=int, help="Processes; default one for each core.")
@click.option("--soundfont", type=click.Path(path_type=Path), help="SoundFont file (sf2, sf3).")
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop.")
@click.option("--judge", type=int, default=0, metavar="N", help="Then judge N test pieces.")
@click.option(
    "--card",
    type=click.Path(path_type=Path),
    help="Where --judge writes the data card; default data_card.md in the folder.",
)
def command(
    out: Path,
    pieces: int,
    seed: int,
    workers: int | None,
    soundfont: Path | None,
    dry_run: bool,
    judge: int,
    card: Path | None,
) -> None:
    """Compose, play and label the training data. Started again, it goes on where it stopped."""
    try:
        if dry_run:
            _describe(out, pieces, seed, find_soundfont(soundfont))
            return
        write_dataset(out, pieces, first_seed=seed, workers=workers, soundfont=soundfont)
        if judge:
            _judge(out, judge, soundfont, workers, card)
    except (SoundFontMissing, StyleError, DatasetError) as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(2) from error


def _describe(out: Path, pieces: int, seed: int, soundfont: Path) -> None:
    plan = make_plan(pieces, seed, SECONDS, soundfont)
    todo = missing_shards(out, plan)
    left = sum(len(seeds) for _, seeds in todo)
    hours = left * sum(SECONDS) / 2 / 3600
    click.echo(
        f"{out}: {left} of {pieces} pieces to make ({hours:.1f} h of music, {len(todo)} shards)"
    )
    click.echo(f"styles: {', '.join(plan.styles)}")


def _judge(
    out: Path, count: int, soundfont: Path | None, workers: int | None, card: Path | None
) -> None:
    from training.data.card import judged_table
    from training.data.judge import judge_dataset  # its judges load slowly

    table = judge_dataset(out, count, soundfont, workers=workers or 1, card=card)
    click.echo(judged_table(table))


if __name__ == "__main__":
    command()
