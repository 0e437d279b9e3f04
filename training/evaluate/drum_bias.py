"""How late the onset detector hears rendered drums that are on the beat.

``python -m training.evaluate.drum_bias --out bridge/rehearsal/drum_bias.json`` composes and renders
pieces of drum styles, and takes the median distance from each beat to the nearest onset. That is
the bias of detector and drum sounds together; `musiccm bench sync --engine model` subtracts it.
"""

import json
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from musiccm.onsets import SAMPLE_RATE, Flux, nearest
from training.band.band import Band
from training.compose.composer import compose
from training.compose.loader import load_styles

REACH = 0.07  # seconds: a beat without an onset within it has none
STEM = 0  # drums


def distances(band: Band, style: str, seed: int, seconds: float) -> NDArray[np.float64]:
    """Return the seconds from each beat of a piece's drums to its nearest onset, (beats,)."""
    piece = compose(load_styles()[style], seed, seconds=seconds)
    flux = Flux()
    flux.hear(band.play(piece).stems[STEM])
    beats = np.arange(piece.beats) * 60 / piece.tempo
    return nearest(flux.onsets() / SAMPLE_RATE, beats)


@click.command()
@click.option("--style", default="techno", show_default=True)
@click.option("--pieces", default=4, show_default=True)
@click.option("--seconds", default=30.0, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write the JSON here.")
def command(style: str, pieces: int, seconds: float, out: Path | None) -> None:
    """Measure the bias and print it as JSON."""
    band = Band()
    off = np.concatenate([distances(band, style, seed, seconds) for seed in range(pieces)])
    near = 1000 * off[np.abs(off) <= REACH]
    figures = {
        "style": style,
        "pieces": pieces,
        "beats": len(off),
        "missed": round(1 - len(near) / len(off), 3),
        "bias_ms": round(float(np.median(near)), 2),
        "median_abs_ms": round(float(np.median(np.abs(near - np.median(near)))), 2),
        "p95_ms": round(float(np.percentile(np.abs(near - np.median(near)), 95)), 2),
    }
    click.echo(json.dumps(figures))
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    command()
