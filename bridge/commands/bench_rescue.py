"""``musiccm bench rescue``: whether the music stops when the engine does."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from bridge.soak.rescue import Options, Rescue, table
from bridge.soak.trial import ENGINE, LINK

EXIT_MISSED = 1


@click.command(short_help="Whether the music stops when the engine does.")
@click.argument("kinds", nargs=-1, type=click.Choice((*LINK, *ENGINE)), metavar="[KIND]...")
@click.option(
    "--seconds", type=click.FloatRange(0.5), default=30.0, show_default=True,
    help="How long the link is cut, and how long the engine is slow.",
)  # fmt: skip
@click.option("--engine", type=click.Choice(("tone", "model")), default="tone", show_default=True)
@click.option(
    "--here", is_flag=True, help="An engine beside the daemon, without a link: kill and hang only."
)
@click.option("--spare", is_flag=True, help="As `musiccm run --spare`, with --here.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, **options: Any) -> None:
    """Take the engine away from a daemon that plays, in all ways or those of KIND, and look.

    \b
    musiccm bench rescue
    musiccm bench rescue hole reset --seconds 30
    musiccm bench rescue kill --here --engine model --spare

    The engine is `musiccm engine` in a process of its own at the other end of an encrypted link.
    Its link: hole (all is swallowed and nothing closed), stall (all comes late), reset, unplug (a
    virtual network card goes down; Linux, as root). The engine: kill, hang (SIGSTOP), exit, memory,
    slow (by five times); nan, shape, short (three answers in a row that cannot be played).

    Seconds: away until that is noticed, loop until the last bars go round (-: the plan lasted),
    back until the music is the engine's again as asked, from the link's return or from the blow.
    Missed is one with a frame filled with zeros, with no way back, or with a restart that was not
    called for; and with the tone engine a gap over 10 ms. A table, then JSON in the last line; exit
    code 1 when any is missed.
    """  # noqa: D301
    figures = Rescue(Options(**options), lambda line: click.echo(line, err=True)).run()
    click.echo(table(figures["trials"]))
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(EXIT_MISSED if figures["missed"] else 0)
