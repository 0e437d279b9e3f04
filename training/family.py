"""Whose teacher, or whose student, is in a folder."""

import json
from pathlib import Path
from typing import Any, Literal

import click

from musiccm.musicldm.folder import is_musicldm

Family = Literal["musiccm", "musicldm"]


def teacher_family(folder: Path) -> Family:
    """Return the family of a teacher: a MusicLDM checkpoint, or a run of this project's own.

    Raises
    ------
    click.UsageError
        If the folder holds an exported student of MusicLDM, which teaches nobody.
    """
    if not is_musicldm(folder):
        return "musiccm"
    if _config(folder).get("family") == "musicldm":
        raise click.UsageError(f"{folder} is a distilled student: name its teacher's folder")
    return "musicldm"


def run_family(run: Path) -> Family:
    """Return the family of a run of `train distill` or `train polish`."""
    return "musicldm" if _config(run).get("family") == "musicldm" else "musiccm"


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        found = json.loads(path.read_text()) if path.exists() else {}
    except ValueError as error:
        raise click.UsageError(f"{path} is damaged: begin a new run") from error
    return found if isinstance(found, dict) else {}
