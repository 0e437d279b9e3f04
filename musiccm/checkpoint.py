"""A checkpoint folder: what the instrument can play, and its weights.

::

    config.json            format, sample rate, stems, controls, network shapes, SHA-256 of the rest
    denoiser.safetensors   fp16
    vocoder.safetensors    fp16
    planner.json           styles: tempi, metres, progressions, forms, text vectors
    listener.safetensors   fp16; optional: what hears a style in sound
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from musiccm.controls import CONTROLS, STEMS
from musiccm.denoiser import DenoiserConfig
from musiccm.errors import CheckpointError
from musiccm.listener import ListenerConfig
from musiccm.mel import MelConfig
from musiccm.vocoder import VocoderConfig

FORMAT = 1
FAMILY = "musiccm"  # what a config.json without the entry is of
FILES = ("denoiser.safetensors", "vocoder.safetensors", "planner.json")
LISTENER = "listener.safetensors"
SHIPPED = Path(__file__).parent / "checkpoints" / "default"

State = dict[str, Tensor]


@dataclass(frozen=True)
class Checkpoint:
    """Everything that a checkpoint folder holds; weights as float32."""

    denoiser_config: DenoiserConfig
    vocoder_config: VocoderConfig
    mel_config: MelConfig
    denoiser: State
    vocoder: State
    planner: dict[str, Any]
    listener_config: ListenerConfig | None = None
    listener: State | None = None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _half(state: State) -> State:
    return {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in state.items()
    }


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Write ``checkpoint`` to ``folder``, weights as fp16."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_half(checkpoint.denoiser), folder / FILES[0])
    save_file(_half(checkpoint.vocoder), folder / FILES[1])
    (folder / FILES[2]).write_text(json.dumps(checkpoint.planner))
    names = [*FILES]
    if checkpoint.listener is not None:
        save_file(_half(checkpoint.listener), folder / LISTENER)
        names.append(LISTENER)
    config = {
        "format": FORMAT,
        "sample_rate": checkpoint.mel_config.sample_rate,
        "stems": list(STEMS),
        "controls": {control.name: control.width for control in CONTROLS},
        "denoiser": dataclasses.asdict(checkpoint.denoiser_config),
        "vocoder": dataclasses.asdict(checkpoint.vocoder_config),
        "mel": dataclasses.asdict(checkpoint.mel_config),
        "sha256": {name: _digest(folder / name) for name in names},
    }
    if checkpoint.listener_config is not None:
        config["listener"] = dataclasses.asdict(checkpoint.listener_config)
    (folder / "config.json").write_text(json.dumps(config, indent=1))


def load_checkpoint(folder: Path | None = None) -> Checkpoint:
    """Read a checkpoint folder; the shipped one by default.

    Raises
    ------
    CheckpointError
        If anything is missing, damaged, or of another format.
    """
    folder = folder or SHIPPED
    config = _read_config(folder)
    _check_files(folder, config)
    try:
        return Checkpoint(
            DenoiserConfig(**config["denoiser"]),
            VocoderConfig(**config["vocoder"]),
            MelConfig(**config["mel"]),
            _load_weights(folder / FILES[0]),
            _load_weights(folder / FILES[1]),
            json.loads((folder / FILES[2]).read_text()),
            ListenerConfig(**config["listener"]) if "listener" in config else None,
            _load_weights(folder / LISTENER) if "listener" in config else None,
        )
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(f"{folder} is damaged ({error}): fetch or export it again") from error


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    if not path.exists():
        raise CheckpointError(
            f"{folder} is no checkpoint (no config.json): see `musiccm train export`"
        )
    try:
        config: dict[str, Any] = json.loads(path.read_text())
    except ValueError as error:
        raise CheckpointError(f"{path} is damaged: fetch or export it again") from error
    if config.get("family", FAMILY) != FAMILY:
        raise CheckpointError(
            f"{folder} is of family {config['family']!r}: it plays by `render` and `run` only"
        )
    if config.get("format") != FORMAT:
        raise CheckpointError(
            f"{folder} has format {config.get('format')}, this version reads {FORMAT}: "
            "export it again, or install the version that wrote it"
        )
    if config.get("controls") != {control.name: control.width for control in CONTROLS}:
        raise CheckpointError(f"{folder} was made for other controls: export it again")
    return config


def _check_files(folder: Path, config: dict[str, Any]) -> None:
    for name in (*FILES, LISTENER) if "listener" in config else FILES:
        if not (folder / name).exists():
            raise CheckpointError(
                f"{folder / name} is missing: fetch or export the checkpoint again"
            )
        if config.get("sha256", {}).get(name) != _digest(folder / name):
            raise CheckpointError(
                f"{folder / name} is damaged: fetch or export the checkpoint again"
            )


def _load_weights(path: Path) -> State:
    return {
        name: value.float() if value.dtype == torch.float16 else value
        for name, value in load_file(path).items()
    }
