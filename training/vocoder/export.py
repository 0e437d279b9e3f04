"""The trained vocoder as the checkpoint exporter wants it."""

import json
from dataclasses import fields
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from musiccm.vocoder import Vocoder, VocoderConfig


class VocoderRunError(Exception):
    """A run folder holds no vocoder that could be exported; the message says what to do."""


def read_config(run: Path) -> VocoderConfig:
    """Return the model's config from the run's ``config.json``."""
    path = run / "config.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["model"]
    except (OSError, ValueError, KeyError) as error:
        raise VocoderRunError(f"no usable {path}: train with `musiccm train vocoder`") from error
    known = {field.name for field in fields(VocoderConfig)}
    return VocoderConfig(**{name: value for name, value in stored.items() if name in known})


def export_vocoder(run: Path) -> tuple[VocoderConfig, dict[str, Tensor]]:
    """Return config and averaged weights of the run's best validation.

    The state has no weight norm and no tables; fp16 holds it without a loss that is heard.

    Raises
    ------
    VocoderRunError
        When the run has no validated weights yet.
    """
    path = run / "best" / "ema.safetensors"
    if not path.exists():
        raise VocoderRunError(f"no {path}: let `musiccm train vocoder` validate once")
    return read_config(run), load_file(path)


def load_vocoder(run: Path) -> Vocoder:
    """Return the best vocoder of a run, ready to decode."""
    config, state = export_vocoder(run)
    vocoder = Vocoder(config)
    vocoder.load_state_dict(state)
    return vocoder.eval()
