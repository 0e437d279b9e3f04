"""``musiccm fuzz``: whether anything that can be sent does harm."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

EXIT_TROUBLE = 1


@click.command("fuzz", short_help="Throw rubbish at it and look what happens.")
@click.option(
    "--datagrams", type=click.IntRange(1), default=1_000_000, show_default=True, help="Of OSC."
)
@click.option(
    "--midi", type=click.IntRange(0), default=1_000_000, show_default=True, help="MIDI messages."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same rubbish.")
@click.option(
    "--out", type=click.Path(path_type=Path),
    help="Also write the JSON to this file, after each 125,000 datagrams; the same command "
    "goes on from there.",
)  # fmt: skip
def command(datagrams: int, midi: int, seed: int, out: Path | None) -> None:
    """Throw valid, mutated and random datagrams and MIDI bytes at the daemon.

    \b
    musiccm fuzz --datagrams 1000000 --seed 1

    It plays meanwhile, with the tone engine under the offline clock. Nothing may be raised, every
    valid value must be what holds then, what means nothing must change nothing, every value must
    stay within its range, memory must not grow, no file may be made, and at the end it must still
    answer. JSON; exit code 1 when something went wrong. Ctrl-C ends it with the figures so far.
    Needs psutil: pip install 'musiccm-bridge[soak]'.
    """  # noqa: D301
    from bridge.soak.fuzz import fuzz

    total = datagrams + midi
    bar: tqdm[Any]
    with tqdm(total=total, desc="fuzz", unit="msg", unit_scale=True, disable=None) as bar:
        figures = fuzz(datagrams, midi, seed, out, lambda osc, notes: bar.update(osc + notes))
    for line in figures["troubles"]:
        click.echo(line, err=True)
    click.echo(json.dumps(figures))
    sys.exit(EXIT_TROUBLE if figures["n_troubles"] else 0)
