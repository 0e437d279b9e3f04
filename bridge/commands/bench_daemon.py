"""``musiccm bench daemon``: what the daemon costs while nobody plays it."""

import json
from pathlib import Path
from typing import Any

import click

from bridge.soak.footprint import Options, measure, table
from bridge.soak.soak import choose_output


@click.command(short_help="What the daemon costs: CPU, memory, answers.")
@click.option(
    "--seconds", type=click.FloatRange(0.5, 600), default=20.0, show_default=True,
    help="How long each of the two parts is measured.",
)  # fmt: skip
@click.option("--engine", type=click.Choice(("tone", "model")), default="tone", show_default=True)
@click.option(
    "--output", metavar="jack|null|NAME",
    help="As for musiccm soak.  [default: jack where jackd is installed, else null]",
)  # fmt: skip
@click.option("--prompt", default=Options.prompt, show_default=True)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, output: str | None, **options: Any) -> None:
    """Let a daemon play by itself, and print a table, then JSON in the last line.

    \b
    musiccm bench daemon
    musiccm bench daemon --engine model --seconds 60

    OSCQuery, MIDI, the tape of the last minutes and the gig log are on, as on a stage. First nobody
    is there, then somebody is told features 30 times a second. Processor time is that of the
    daemon's own process, in percent of a core; memory is its own, without the engine's and without
    the shared memory of the JACK server; wakings are how often its main thread slept. MIDI is on
    with JACK alone, which always has it. Needs psutil: pip install 'musiccm-bridge[soak]'.
    """  # noqa: D301
    chosen = choose_output(output, lambda line: click.echo(line, err=True))
    figures = measure(Options(output=chosen, **options), lambda line: click.echo(line, err=True))
    click.echo(table(figures))
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
