"""The shelf: scenes outlive the daemon, whole, whatever happens while they are written."""

import os
import threading
from pathlib import Path

import pytest

from bridge.scenes import KEPT, Scene, read_scenes, write_scenes
from bridge.shelf import ASIDE, NAME, Shelf, write_whole
from tests.bridge.daemon import running
from tests.bridge.gig import Gig

SAVE = {
    0.4: lambda gig: gig.say("/mcm/intensity", 0.25),
    0.5: lambda gig: gig.say("/mcm/scene/save", 7, "quiet"),
}
LIST = {0.5: lambda gig: gig.say("/mcm/scene/list")}


def _listed(gig: Gig) -> list[tuple[object, ...]]:
    return [arguments for address, arguments in gig.sent if address == "/mcm/scene"]


def test_the_next_run_of_a_folder_has_the_scenes(tmp_path: Path) -> None:
    """Saved in one run they are in the next with their values, and in no other folder."""
    Gig(1, SAVE, folder=tmp_path).play()
    again = Gig(1, LIST, folder=tmp_path)
    again.play()
    assert _listed(again) == [(7, "quiet")]
    assert read_scenes((tmp_path / NAME).read_text())[7].values["intensity"] == 0.25
    other = Gig(1, LIST, folder=tmp_path / "other")
    other.play()
    assert _listed(other) == []


def test_what_is_deleted_stays_deleted(tmp_path: Path) -> None:
    """A deletion is a change as well."""
    forget = {0.6: lambda gig: gig.say("/mcm/scene/delete", 7)}
    Gig(1, SAVE | forget, folder=tmp_path).play()
    again = Gig(1, LIST, folder=tmp_path)
    again.play()
    assert _listed(again) == []


def test_scenes_that_were_named_win_over_those_that_were_left(tmp_path: Path) -> None:
    """--scenes is laid over what the folder has."""
    Gig(1, SAVE, folder=tmp_path).play()
    file = tmp_path / "night.json"
    file.write_text(write_scenes({7: Scene("night", {p.name: p.default for p in KEPT})}))
    again = Gig(1, LIST, folder=tmp_path, scenes=file)
    again.play()
    assert _listed(again) == [(7, "night")]


def test_a_killed_daemon_loses_no_scene(tmp_path: Path) -> None:
    """SIGKILL after a save: a new daemon in the same folder lists it."""
    with running("--folder", str(tmp_path)) as daemon:
        daemon.tell("/mcm/scene/save", 3, "chorus")
        while not (tmp_path / NAME).exists():
            daemon.status()
        daemon.process.kill()
    with running("--folder", str(tmp_path)) as daemon:
        assert daemon.ask("/mcm/scene/list").arguments == (3, "chorus")


def test_a_file_that_means_nothing_is_set_aside(tmp_path: Path) -> None:
    """The music plays, one line says where the file is now, and its bytes are spared."""
    (tmp_path / NAME).write_text("half a f")
    gig = Gig(1, SAVE, folder=tmp_path)
    gig.play()
    assert any(ASIDE in line and "set aside" in line for line in gig.said)
    assert (tmp_path / ASIDE).read_text() == "half a f"
    assert list(read_scenes((tmp_path / NAME).read_text())) == [7]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up while the new file is written: the old one is whole, no part is left."""
    write_whole(tmp_path / NAME, "old")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    shelf = Shelf(tmp_path)
    shelf.keep(lambda: "new")
    shelf.close()
    assert "No space left" in shelf.error
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_text() == "old"


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    """The scene itself is kept and the music plays on."""
    (tmp_path / "file").touch()
    gig = Gig(2, SAVE | {1.5: LIST[0.5]}, folder=tmp_path / "file")
    gig.play()
    assert sum("scenes are not kept" in line for line in gig.said) == 1
    assert _listed(gig) == [(7, "quiet")]


def test_of_a_flood_only_the_newest_is_written(tmp_path: Path) -> None:
    """While the disk is slow a thousand changes wait as one."""
    begun, go_on, asked = threading.Event(), threading.Event(), []

    def slow() -> str:
        begun.set()
        assert go_on.wait(30)
        return "first"

    shelf = Shelf(tmp_path)
    shelf.keep(slow)
    assert begun.wait(30)
    for n in range(1000):
        shelf.keep(lambda n=n: asked.append(n) or str(n))  # type: ignore[misc]
    go_on.set()
    shelf.close()
    assert asked == [999]
    assert (tmp_path / NAME).read_text() == "999"
