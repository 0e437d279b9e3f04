"""What a MusicLDM folder in the Hugging Face layout holds, told without loading any of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from musiccm.errors import CheckpointError

PIPELINE = "MusicLDMPipeline"
INDEX = "model_index.json"
CARD = "README.md"


@dataclass(frozen=True)
class Component:
    """One subfolder: its configuration, the classes it may be of, and its weights without suffix.

    ``needs`` are alternatives: all files of one of them have to be there.
    """

    name: str
    config: str
    classes: tuple[str, ...] = ()
    weights: str | None = None
    needs: tuple[tuple[str, ...], ...] = ()


COMPONENTS = (
    Component("unet", "config.json", ("UNet2DConditionModel",), weights="diffusion_pytorch_model"),
    Component("vae", "config.json", ("AutoencoderKL",), weights="diffusion_pytorch_model"),
    Component(
        "text_encoder",
        "config.json",
        ("ClapModel", "ClapTextModelWithProjection"),
        weights="model",
    ),
    Component(
        "tokenizer",
        "tokenizer_config.json",
        needs=(("tokenizer.json",), ("vocab.json", "merges.txt")),
    ),
    Component("vocoder", "config.json", ("SpeechT5HifiGan",), weights="model"),
    Component("scheduler", "scheduler_config.json"),
)


def is_musicldm(folder: Path) -> bool:
    """True where a folder has the layout of such a teacher, whole or not."""
    parts = (folder / part.name / part.config for part in COMPONENTS)
    return (folder / INDEX).exists() or any(path.exists() for path in parts)


def check_teacher(folder: Path) -> None:
    """Check that a folder is a whole MusicLDM checkpoint, as far as can be told without loading.

    Raises
    ------
    CheckpointError
        With one line that names what is missing or wrong.
    """
    index = read_json(folder / INDEX) if (folder / INDEX).exists() else {}
    found = index.get("_class_name", PIPELINE)
    if found != PIPELINE:
        raise CheckpointError(f"{folder} holds a {found}, not a {PIPELINE}: name another folder")
    check_components(folder)


def check_components(folder: Path) -> None:
    """Check that all components are there and of the classes that can be played.

    Raises
    ------
    CheckpointError
        With one line that names what is missing or wrong.
    """
    missing = [name for part in COMPONENTS for name in _missing(folder, part)]
    if missing:
        raise CheckpointError(
            f"{folder} is no whole MusicLDM checkpoint, it lacks {', '.join(missing)}: "
            "fetch it again"
        )
    for part in COMPONENTS:
        _check_class(folder, part)


def _missing(folder: Path, part: Component) -> list[str]:
    where = folder / part.name
    names = [] if (where / part.config).exists() else [part.config]
    if part.weights and weights_variant(where, part.weights) is None:
        names.append(f"{part.weights}.safetensors")
    if part.needs and not any(all((where / n).exists() for n in names) for names in part.needs):
        names.append(" or ".join(" and ".join(names) for names in part.needs))
    return [f"{part.name}/{name}" for name in names]


def weights_variant(where: Path, stem: str) -> str | None:
    """Return which weights are there: "" for the plain files, "fp16" for those, None for neither.

    Raises
    ------
    CheckpointError
        If they are there as a pickle only, which could run code and is never loaded.
    """
    for variant in ("", "fp16"):
        full = ".".join(filter(None, (stem, variant, "safetensors")))
        index = ".".join(filter(None, (stem, "safetensors.index", variant, "json")))
        if (where / full).exists() or (where / index).exists():
            return variant
    pickles = [name for name in (f"{stem}.bin", "pytorch_model.bin") if (where / name).exists()]
    if pickles:
        raise CheckpointError(
            f"{where / pickles[0]} is a pickle, which is never loaded: "
            f"fetch {stem}.safetensors, or save it with safe_serialization=True"
        )
    return None


def _check_class(folder: Path, part: Component) -> None:
    config = read_json(folder / part.name / part.config)
    found = config.get("_class_name") or next(iter(config.get("architectures") or ()), None)
    if part.classes and found not in part.classes:
        raise CheckpointError(
            f"{folder / part.name} holds a {found}, MusicLDM has a {part.classes[0]} there: "
            "name another folder"
        )


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    CheckpointError
        If the file is none.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} is damaged ({error}): fetch it again") from error
    if not isinstance(found, dict):
        raise CheckpointError(f"{path} is damaged (no JSON object): fetch it again")
    return found


def licence_of(folder: Path) -> str | None:
    """Return the licence that the front matter of a folder's card names, None where there is none.

    The card is a ``README.md`` that begins with YAML between two lines of ``---``.
    """
    card = folder / CARD
    if not card.exists():
        return None
    text = card.read_text(encoding="utf-8", errors="replace")
    if not text.startswith("---"):
        return None
    try:
        front = yaml.safe_load(text.split("---", 2)[1])
    except yaml.YAMLError:
        return None
    if not isinstance(front, dict):
        return None
    name = front.get("license")
    if name == "other":
        name = front.get("license_name") or name
    return str(name) if name else None


def licence_line(licence: str | None) -> str:
    """Return the sentence on a teacher's licence, to print before anything is made of it."""
    if licence is None:
        return (
            "licence: the folder's card names none; MusicLDM's own weights are non-commercial, "
            "and what is distilled from them stays under their licence"
        )
    kind = " (non-commercial)" if "nc" in licence.lower().split("-") else ""
    return f"licence: {licence}{kind}; what is distilled from these weights stays under it"
