"""``musiccm bench``: what the model costs on this machine."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from musiccm.errors import CheckpointError

if TYPE_CHECKING:
    from musiccm.instrument import Instrument


@click.command(help="Measure the model on this machine: a table, then JSON in the last line.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=60.0,
    show_default=True,
    help="Length of the measured render.",
)
@click.option("--repeats", type=click.IntRange(min=2), default=8, show_default=True)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--compute", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps.")
@click.option(
    "--dtype",
    type=click.Choice(("auto", "fp32", "bf16")),
    default="auto",
    show_default=True,
    help="Number format of matrix products; auto: what the machine is fast in.",
)
@click.option("--neighbour", is_flag=True, help="Measure beside a busy process instead.")
@click.option(
    "--streams",
    type=click.IntRange(min=1),
    metavar="N",
    help="Measure N live pieces that are extended together instead.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(  # noqa: D103
    seconds: float, repeats: int, out: Path | None, **options: Any
) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    figures, lines = _measure(seconds, repeats, options)
    for line in lines:
        click.echo(line)
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1))


def _measure(
    seconds: float, repeats: int, options: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Return the figures asked for, and their table."""
    from musiccm.bench import neighbour, report, streams
    from musiccm.performer import Performer

    performer = _load(options, options["dtype"])
    if options["neighbour"]:
        figures = neighbour.beside(performer, seconds, repeats)
        return figures, neighbour.table(figures)
    if options["streams"]:
        if not isinstance(performer, Performer):
            raise CheckpointError("this checkpoint plays one piece at a time: no --streams")
        figures = streams.streams(performer, options["streams"], repeats)
        return figures, streams.table(figures)
    figures = report.measure(performer, seconds, repeats, _exact(performer, options))
    return figures, report.table(figures)


def _load(options: dict[str, Any], dtype: str) -> "Instrument":
    from musiccm.instrument import load_instrument

    return load_instrument(options["checkpoint"], options["compute"], dtype)


def _exact(performer: "Instrument", options: dict[str, Any]) -> "Instrument | None":
    """Return the same instrument in fp32, unless it is in fp32 itself."""
    import torch

    return None if performer.compute.dtype == torch.float32 else _load(options, "fp32")
