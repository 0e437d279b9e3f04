"""``musiccm bench gestures``: whether gestures are heard on their lines, and without clicks."""

import json
from pathlib import Path
from typing import Any

import click

from bridge.rehearsal.gestures import Options, measure, rows
from bridge.rehearsal.session import ENGINES

_COLUMNS = ("gestures", "median_abs_ms", "p95_abs_ms", "worst_ms", "clicks", "clicks_if_cut")


@click.command(short_help="Whether gestures are on their lines, and click.")
@click.option("--changes", type=click.IntRange(1, 1000), default=40, show_default=True)
@click.option("--engine", type=click.Choice(ENGINES), default="model", show_default=True)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, **options: Any) -> None:
    """Play gigs with and without a gesture, and print a table, then JSON in the last line.

    \b
    musiccm bench gestures
    musiccm bench gestures --engine tone --changes 4

    Each gig is played under the offline clock as it is, with other words on the next beat, with
    other words on the next bar, and with a stem muted or its gain moved. Milliseconds lie between
    the first sample that differs and the line, or the sample at which the fader was moved.
    clicks is the part of the splices at which what is above 8 kHz stands out of the second around
    it by more than at 99 % of the beats, bars or places where nothing was spliced: 0.01 by chance.
    clicks_if_cut is the same for the same music put together without a fade.
    """  # noqa: D301
    figures = measure(Options(**options))
    for row in rows(figures, _COLUMNS):
        click.echo(row)
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1))
