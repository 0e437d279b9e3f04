"""``musiccm bench flood``: whether a thousand changes a second pile up."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from bridge.soak.flood import Options, flood

EXIT_MISSED = 1


@click.command(short_help="Whether a thousand changes a second pile up.")
@click.option("--seconds", type=click.FloatRange(0.5), default=5.0, show_default=True)
@click.option("--rate", type=click.IntRange(1), default=1000, show_default=True, help="A second.")
@click.option("--engine", type=click.Choice(("tone", "model")), default="tone", show_default=True)
@click.option("--output", metavar="null|NAME", default="null", show_default=True)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, **options: Any) -> None:
    """Turn the density of a daemon that plays, for now, a thousand times a second.

    \b
    musiccm bench flood --seconds 5 --engine model

    JSON: how many changes were sent and how many of them the engine has drawn, in all and a second,
    beside its answers' median; then how many were drawn after the last message (more than the one
    on its way and the last itself would have queued up), how long after that message it is heard,
    and whether the last value is what holds. Exit code 1 when it is not, or when something queued.
    """  # noqa: D301
    figures = flood(Options(**options))
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(0 if figures["met"] else EXIT_MISSED)
