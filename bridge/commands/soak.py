"""``musiccm soak``: whether a performer can trust the daemon for a night."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from bridge.soak.goals import Verdict, table
from bridge.soak.soak import Options, Soak, choose_output

EXIT_MISSED = 1


@click.command("soak", short_help="Play it under load and faults, and judge.")
@click.option(
    "--minutes", type=click.FloatRange(0, 24 * 60), default=30.0, show_default=True,
    help="Time under load; a minute without load comes before. 0: only that minute.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(("tone", "model")), default="tone", show_default=True,
    help="tone: held tones, in which any gap is heard; model: the real thing.",
)  # fmt: skip
@click.option(
    "--output", metavar="jack|null|NAME",
    help="jack: a server on the dummy driver, 256 frames at 48 kHz, is started; null: nowhere, at "
    "the true speed; or a device by name.  [default: jack where jackd is installed, else null]",
)  # fmt: skip
@click.option("--prompt", default=Options.prompt, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Of gestures and floods.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(out: Path | None, output: str | None, **options: Any) -> None:
    """Play the daemon from outside, as a performer would, and try to silence it.

    \b
    musiccm soak --minutes 30
    musiccm soak --minutes 2 --engine model --out soak.json
    musiccm soak --minutes 0

    In 30 minutes its engine is killed ten times and hung three times (fewer in less), 1,000 OSC
    messages a second come in bursts, a MIDI controller floods it, and a process burns a core.
    Frames without music, gaps in the sound, underruns beside a plain C client, memory and the time
    from gesture to sound are measured. A table, then JSON in the last line; exit code 1 when a
    goal is missed. Ctrl-C ends it early with what there is. Needs psutil:
    pip install 'musiccm-bridge[soak]'.
    """  # noqa: D301
    chosen = choose_output(output, _say)
    figures = Soak(Options(output=chosen, **options), _say).run()
    click.echo(table([Verdict(**row) for row in figures["goals"]]))
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(EXIT_MISSED if figures["missed"] else 0)


def _say(line: str) -> None:
    click.echo(line, err=True)
