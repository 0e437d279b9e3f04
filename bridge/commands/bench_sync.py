"""``musiccm bench sync``: how well the daemon keeps to a leader's beats."""

import json
from pathlib import Path
from typing import Any

import click

from bridge.protocol.parameters import METRES
from bridge.rehearsal.session import ENGINES, LEADERS, OUTPUTS, Options, rehearse

_COLUMNS = ("beats", "median_ms", "median_abs_ms", "p95_ms", "worst_ms", "missed")


@click.command(short_help="How well a leader's beats are kept.")
@click.option("--leader", type=click.Choice(LEADERS), default="osc", show_default=True)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="tone",
    show_default=True,
    help="tone: clicks; model: the drums of a prompt.",
)
@click.option("--minutes", type=click.FloatRange(0.3), default=10.0, show_default=True)
@click.option("--bpm", type=click.FloatRange(40, 220), default=120.0, show_default=True)
@click.option(
    "--ramp", type=click.FloatRange(40, 220), help="After a quarter of the time go to this tempo."
)
@click.option("--bars", type=int, default=16, show_default=True, help="Length of the ramp.")
@click.option(
    "--ppm",
    type=click.FloatRange(-1000, 1000),
    default=0.0,
    show_default=True,
    help="By how much the fake device's clock runs fast; not with link in real time.",
)
@click.option(
    "--taped",
    is_flag=True,
    help="link: record the session first, then play to it under the offline clock.",
)
@click.option(
    "--output",
    type=click.Choice(OUTPUTS),
    default="fake",
    show_default=True,
    help="jack: the daemon on JACK's dummy driver in real time, recorded by another client, with "
    "its MIDI clock; tone only.",
)
@click.option(
    "--offset",
    type=click.FloatRange(-200, 200),
    default=0.0,
    show_default=True,
    help="Milliseconds of /mcm/transport/offset: by so much all is heard later.",
)
@click.option("--metre", type=click.Choice(METRES), default="4/4", show_default=True)
@click.option("--prompt", default="driving techno drums", show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, **options: Any) -> None:
    """Play to a leader whose beats are known, and print a table, then JSON in the last line.

    \b
    musiccm bench sync --leader midi
    musiccm bench sync --leader osc --bpm 100 --ramp 140 --minutes 2
    musiccm bench sync --leader osc --ppm 200 --minutes 30
    musiccm bench sync --leader link --minutes 10
    musiccm bench sync --leader link --bpm 100 --ramp 140 --minutes 2 --engine model --taped
    musiccm bench sync --output jack --leader midi --offset 20 --minutes 5

    osc sends its position every 100 ms give or take 10 ms, midi is a clock with 3 ms of jitter;
    both run under the offline clock, as fast as the machine can. link is a real Link peer in
    another process, in real time, whose tempo is set step by step; with --taped what a second peer
    is told of that session is recorded first and played to the daemon under the offline clock.
    Milliseconds are those of the onset nearest to each beat after
    the first two bars; an onset farther than 70 ms is missed.
    redrawn counts how often music that was planned was replaced to keep to the leader, the joining
    included; the rest was done by reading a little faster or slower.
    With --output jack clicks count when JACK says that they are heard, and the JSON has more.
    latency: what /mcm/features reported of beats against what was recorded, and a mute from its
    datagram until it is heard. drift: of JACK's clock, and of the clicks that are steered against
    it. clock_out: the MIDI clock that came out of our port: its tempo over two bars, its phase
    (P95 is the jitter) and its quarters against the clicks. transport: what it said of stop,
    play, locate 64, stop, locate 0, play. leader internal: our own beats, as features tell them.
    With the model the drums are asked to play all the time: the breaks of a form have none.
    """  # noqa: D301
    jack = options["output"] == "jack"
    if jack and options["engine"] != "tone":
        raise click.UsageError("--output jack hears clicks: it takes --engine tone")
    if options["leader"] == "internal" and not jack:
        raise click.UsageError("--leader internal needs --output jack")
    figures = rehearse(Options(**options))
    click.echo(f"{'':<12}" + "".join(f"{name:>15}" for name in _COLUMNS))
    for part, row in figures["parts"].items():
        click.echo(f"{part:<12}" + "".join(f"{row[name]:>15}" for name in _COLUMNS))
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1))
