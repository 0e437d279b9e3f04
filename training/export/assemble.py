"""Runs → a checkpoint folder."""

import json
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from musiccm.checkpoint import Checkpoint, State
from musiccm.denoiser import DenoiserConfig
from musiccm.listener import ListenerConfig
from musiccm.text import TextEncoder
from training.compose.loader import load_styles
from training.compose.summary import planner_table
from training.export.words import (
    accuracy,
    centres,
    fit,
    from_captions,
    from_lexicon,
    from_styles,
    load_lexicon,
    reading,
)
from training.vocoder.export import export_vocoder

WEIGHTS = (1.0, 1.0, 1.0, 2.5, 0.2)  # of terms, combinations, texts, captions, the styles' words


def planner_with_words(data: Path) -> tuple[dict[str, Any], float]:
    """Return the planner's table and how often it finds the style of a held-out caption."""
    styles, lexicon = load_styles(), load_lexicon()
    names, encoder = sorted(styles), TextEncoder()
    told = [*from_lexicon(lexicon, names, encoder), from_captions(data, "train", names)]
    own = from_styles(styles, names, encoder)
    words = fit(list(zip([*told, own], WEIGHTS, strict=True)), len(names))
    held_out = accuracy(words, from_captions(data, "validation", names))
    table = {"styles": planner_table(styles), "words": words}
    return {**table, "reading": reading(lexicon, centres(data, styles), names, own)}, held_out


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


def read_listener(run: Path) -> tuple[ListenerConfig | None, State | None]:
    """Return shape and weights of a listener run, or nothing where there is none."""
    weights = run / "best" / "listener.safetensors"
    if not weights.exists():
        return None, None
    config = json.loads((run / "config.json").read_text())["config"]["model"]
    return ListenerConfig(**config), load_file(weights)


def assemble(student: Path, vocoder: Path, data: Path, listener: Path) -> tuple[Checkpoint, float]:
    """Put runs together; also return the planner's caption accuracy.

    A checkpoint without a listener run plays, and does not hear sound as a prompt.
    """
    denoiser_config, denoiser = read_denoiser(student)
    vocoder_config, voice = export_vocoder(vocoder)
    planner, found = planner_with_words(data)
    mel = vocoder_config.mel()
    ear = read_listener(listener)
    return Checkpoint(denoiser_config, vocoder_config, mel, denoiser, voice, planner, *ear), found
