"""A tiny teacher and a student of it on the disk, loaded once."""

from pathlib import Path
from typing import Any

import pytest

from musiccm.musicldm.checkpoint import Parts, read_parts, save_student
from musiccm.musicldm.player import DESCRIPTION, Player
from tests.musiccm.musicldm import tiny


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A whole teacher folder, and the very components that were saved to it."""
    folder = tmp_path_factory.mktemp("musicldm")
    return folder, tiny.write_teacher(folder)


@pytest.fixture(scope="session")
def teacher(saved: tuple[Path, dict[str, Any]]) -> Path:
    """A whole teacher folder."""
    return saved[0]


@pytest.fixture(scope="session")
def parts(teacher: Path) -> Parts:
    """The teacher's components as we load them."""
    return read_parts(teacher)


@pytest.fixture(scope="session")
def exported(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student; its weights are still the teacher's."""
    folder = tmp_path_factory.mktemp("student")
    save_student(folder, teacher, read_parts(teacher).unet, DESCRIPTION)
    return folder


@pytest.fixture(scope="session")
def player(exported: Path) -> Player:
    """The student, ready to play."""
    return Player.load(exported, "cpu")
