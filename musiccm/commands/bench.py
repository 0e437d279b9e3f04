"""``musiccm bench``: what the model costs on this machine."""

import json
import os
from pathlib import Path
from typing import Any

import click


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
@click.option("--out", type=click.Path(path_type=Path), help="Also write the JSON to this file.")
def command(  # noqa: D103
    seconds: float, repeats: int, checkpoint: Path | None, compute: str, out: Path | None
) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from musiccm.bench import measure
    from musiccm.instrument import load_instrument

    figures = measure(load_instrument(checkpoint, compute), seconds, repeats)
    for line in _table(figures):
        click.echo(line)
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1))


def _table(figures: dict[str, Any]) -> list[str]:
    rows = {"new prompt": figures["new_prompt"]}
    rows |= {f"extension, {name}": row for name, row in figures["extension"].items()}
    lines = [
        f"{name:<22}{row['p50_ms']:>10.1f} ms p50{row['p95_ms']:>10.1f} ms p95"
        for name, row in rows.items()
    ]
    lines.append(f"{'live, real time':<22}{figures['extension_realtime_factor']:>10.1f} ×")
    lines.append(f"{'render, real time':<22}{figures['render_realtime_factor']:>10.1f} ×")
    return lines
