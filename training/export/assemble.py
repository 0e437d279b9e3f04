"""Runs → a checkpoint folder."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file

from musiccm.checkpoint import Checkpoint
from musiccm.denoiser import DenoiserConfig
from musiccm.text import TextEncoder
from training.compose.loader import load_styles
from training.compose.style import Style
from training.compose.summary import planner_table
from training.vocoder.export import export_vocoder


def style_sentences(style: Style) -> list[str]:
    """Return the phrases whose vectors stand for a style at play time."""
    genres = [style.name.replace("_", " "), *style.words.genre]
    scenes = [f"{style.words.genre[0]} {scene}" for scene in style.words.scenes]
    moods = [f"{adjective} {style.words.genre[0]}" for adjective in style.words.adjectives]
    return [*genres, *(f"{genre} music" for genre in genres), *scenes, *moods]


def planner_with_vectors() -> dict[str, Any]:
    """Return the planner's table: every style's facts and the text vectors that mean it."""
    styles, encoder = load_styles(), TextEncoder()
    table = planner_table(styles)
    for name, row in table.items():
        vectors = encoder.encode(style_sentences(styles[name]))
        row["vectors"] = np.round(vectors, 4).tolist()
    return {"styles": table}


def read_denoiser(run: Path) -> tuple[DenoiserConfig, dict[str, Any]]:
    """Return shape and averaged weights of a teacher or student run.

    Raises
    ------
    FileNotFoundError
        If the run has no validated weights yet.
    """
    weights = run / "best" / "ema.safetensors"
    if not weights.exists():
        raise FileNotFoundError(f"no {weights}: let the run validate once")
    config = json.loads((run / "config.json").read_text())["config"]["model"]
    return DenoiserConfig(**config), load_file(weights)


def assemble(student: Path, vocoder: Path) -> Checkpoint:
    """Put a student and a vocoder run together."""
    denoiser_config, denoiser = read_denoiser(student)
    vocoder_config, voice = export_vocoder(vocoder)
    return Checkpoint(
        denoiser_config,
        vocoder_config,
        vocoder_config.mel(),
        denoiser,
        voice,
        planner_with_vectors(),
    )
