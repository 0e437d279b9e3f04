"""Names of checkpoints: plain ones, of folders that are there, and nothing else."""

import os
from pathlib import Path

import pytest

from bridge.engine.checkpoints import Checkpoints
from bridge.errors import NameRefused, StartupError


def _folder(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    return folder


def test_what_is_there_is_found(tmp_path: Path) -> None:
    """The shipped one, the one of the start, wherever that was, and the folders of the root."""
    start, other = _folder(tmp_path / "far", "mine"), _folder(tmp_path / "root", "night")
    known = Checkpoints(tmp_path / "root", start)
    assert known.names() == ["default", "mine", "night"]
    assert known.find("default") is None
    assert known.find("mine") == start
    assert known.find("night") == other


@pytest.mark.parametrize("name", ["../far", "/etc", "a/b", "..", "", "nul", "C:\\x", ".hidden"])
def test_paths_are_refused(tmp_path: Path, name: str) -> None:
    """A name that could lead anywhere else is refused as such."""
    _folder(tmp_path, "far")
    with pytest.raises(NameRefused):
        Checkpoints(tmp_path / "root").find(name)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A link in the folder to somewhere else is no checkpoint of the folder."""
    far = _folder(tmp_path, "far")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "near").symlink_to(far)
    with pytest.raises(NameRefused):
        Checkpoints(tmp_path / "root").find("near")


def test_what_is_not_there_is_told_with_what_is(tmp_path: Path) -> None:
    """An unknown name, or a folder without weights, names those that can be loaded."""
    _folder(tmp_path, "night")
    (tmp_path / "empty").mkdir()
    for name in ("day", "empty"):
        with pytest.raises(StartupError, match="default, night"):
            Checkpoints(tmp_path).find(name)
    with pytest.raises(StartupError):
        Checkpoints().find("day")
