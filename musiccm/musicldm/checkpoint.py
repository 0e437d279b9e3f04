"""The folder of a MusicCM student of MusicLDM's shape: what plays, and all that it plays with.

::

    config.json     family, stems, absent controls, licence, SHA-256 of the weights
    unet/           the student; its own part
    vae/ text_encoder/ tokenizer/ vocoder/ scheduler/     the teacher's, in the Hugging Face layout
    README.md       the teacher's card: its licence holds for this folder too
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musiccm.errors import CheckpointError
from musiccm.musicldm import parts
from musiccm.musicldm.denoiser import Network
from musiccm.musicldm.folder import CARD, COMPONENTS, check_components, licence_of, read_json
from musiccm.musicldm.schedule import Schedule
from musiccm.musicldm.words import Words

FORMAT = 1
FAMILY = "musicldm"
COPIED = ("tokenizer", "scheduler")


@dataclass(frozen=True)
class Parts:
    """All components, frozen, in fp32, on the CPU."""

    unet: Network
    vae: Network
    vocoder: Network
    words: Words
    schedule: Schedule


def load_parts(folder: Path) -> Parts:
    """Load an exported folder.

    Raises
    ------
    CheckpointError
        If anything is missing, damaged, or of another format.
    """
    config = read_json(folder / "config.json")
    if config.get("format") != FORMAT:
        raise CheckpointError(
            f"{folder} has format {config.get('format')}, this version reads {FORMAT}: "
            "export it again, or install the version that wrote it"
        )
    check_components(folder)
    for name, digest in config.get("sha256", {}).items():
        if not (folder / name).exists() or _digest(folder / name) != digest:
            raise CheckpointError(f"{folder / name} is damaged: export the checkpoint again")
    return read_parts(folder)


def read_parts(folder: Path) -> Parts:
    """Load the components of a folder, the teacher's own or an exported one, one by one.

    Raises
    ------
    CheckpointError
        If one of them cannot be loaded whole.
    """
    return Parts(
        parts.load_unet(folder),
        parts.load_vae(folder),
        parts.load_vocoder(folder),
        parts.load_words(folder),
        parts.load_schedule(folder),
    )


def save_student(folder: Path, teacher: Path, student: Network, described: dict[str, Any]) -> None:
    """Write ``student`` and what it needs of its ``teacher`` to ``folder``, weights as fp16.

    ``described`` goes into config.json beside format, family and licence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    components = {
        "unet": student,
        "vae": parts.load_vae(teacher),
        "vocoder": parts.load_vocoder(teacher),
        "text_encoder": parts.load_words(teacher).tower,
    }
    with parts.quietly():
        for name, module in components.items():
            module.half().save_pretrained(folder / name)
            module.float()
    for name in COPIED:
        shutil.copytree(teacher / name, folder / name, dirs_exist_ok=True)
    if (teacher / CARD).exists():
        shutil.copyfile(teacher / CARD, folder / CARD)
    weights = sorted(p for part in COMPONENTS for p in (folder / part.name).glob("*.safetensors"))
    config = {
        "format": FORMAT,
        "family": FAMILY,
        "licence": licence_of(teacher),
        **described,
        "sha256": {str(p.relative_to(folder)): _digest(p) for p in weights},
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
