"""Every example does what its page says, against a daemon that plays."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from musiccm.controls import SECTIONS
from tests.bridge.daemon import PATIENCE, Daemon, free_port, running

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
MOST_LINES = 60


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """One daemon on the null device for all examples."""
    folder = tmp_path_factory.mktemp("session")
    options = ("--device", "null", "--keep", "1", "--bpm", "120", "--folder", str(folder))
    with running(*options) as running_daemon:
        yield running_daemon


def _watched(command: list[str], env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE)


def _run(daemon: Daemon, name: str, *words: str) -> str:
    """Run an example to its end and return what it printed."""
    command = [sys.executable, str(EXAMPLES / name), *words, "--port", str(daemon.port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.*")), ids=lambda file: file.name)
def test_examples_are_short_and_shown(file: Path) -> None:
    """An example has less than 60 lines, and the index of the examples names it."""
    if file.name == "README.md":
        return
    assert len(file.read_text(encoding="utf-8").splitlines()) < MOST_LINES
    assert f"]({file.name})" in (EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_play_and_change(daemon: Daemon) -> None:
    """Prompts, mix and tempo are read back as they were asked."""
    told = _run(daemon, "play_and_change.py", "dark techno", "jazz piano", "--mix", "0.25")
    assert told.splitlines() == [
        "/mcm/prompt/1/text dark techno",
        "/mcm/prompt/2/text jazz piano",
        "/mcm/prompt/2/weight 0.25",
        "/mcm/tempo 124.0",
    ]


def test_no_daemon_is_said() -> None:
    """Where nobody listens the example ends with a line that says so."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        words = ["a", "b", "--port", str(nobody.getsockname()[1])]
        command = [sys.executable, str(EXAMPLES / "play_and_change.py"), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "is `musiccm run` playing" in done.stderr


@pytest.mark.real_client
def test_gestures_from_a_shell(daemon: Daemon) -> None:
    """What the script sends with oscsend arrives: the last of it is a scene with its name."""
    if not shutil.which("oscsend"):
        pytest.skip("oscsend is not installed")
    command = ["sh", str(EXAMPLES / "gestures.sh"), str(daemon.port)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    assert daemon.ask("/mcm/chord/get").arguments == ("Am F | C G",)
    assert daemon.ask("/mcm/scene/list").arguments == (1, "dub")
    daemon.receive()  # the list's end
    daemon.tell("/mcm/quantize", "now")


def test_follow_features(daemon: Daemon) -> None:
    """So many beats are printed, one after the other, the first with section and chord."""
    daemon.await_music()
    lines = _run(daemon, "follow_features.py", "--beats", "6").splitlines()
    beats = [int(re.search(r"beat (\d+):", line)[1]) for line in lines]  # type: ignore[index]
    assert len(beats) == 6 and beats == sorted(beats)
    section, chord = lines[0].rpartition("dB")[2].split(",", 1)
    assert section.strip() in SECTIONS
    assert chord.strip()[0] in "ABCDEFG"


def test_lights(daemon: Daemon) -> None:
    """Each line has eight values of a DMX channel; the first line is the cue of a section."""
    daemon.await_music()
    cue, *values = _run(daemon, "lights.py", "--seconds", "2").splitlines()
    assert re.fullmatch(rf"CUE bar \d+: ({'|'.join(SECTIONS)})", cue)
    rows = [list(map(int, line.split()[1:])) for line in values if line.startswith("DMX")]
    assert len(rows) >= 5
    assert all(len(row) == 8 and 0 <= min(row) <= max(row) <= 255 for row in rows)
    assert len({tuple(row) for row in rows}) > 1


def test_morph_scenes(daemon: Daemon) -> None:
    """Both scenes are listed, and the way to the second is what is planned."""
    told = _run(daemon, "morph_scenes.py", "--bars", "8")
    assert "scene 1 night" in told and "scene 2 floor" in told
    assert re.search(r"density becomes 0\.8\d* from beat", told)


def test_capture_loop(daemon: Daemon) -> None:
    """The folder it names holds a loop of the mix and one of each stem."""
    daemon.await_music()
    while float(str(daemon.status()["seconds"])) < 6:  # three bars have been played
        pass
    told = _run(daemon, "capture_loop.py", "--bars", "1").splitlines()
    folder = Path(told[0])
    assert folder.is_dir()
    assert sorted(line.strip() for line in told[1:]) == sorted(p.name for p in folder.glob("*.wav"))
    assert len(told) == 6


def _pictures(port: int, folder: Path) -> "subprocess.Popen[str]":
    """Start visual.py offscreen; it takes five pictures once music is heard, then ends."""
    watch = WATCH.format(script=str(EXAMPLES / "visual.py"), port=port, folder=str(folder))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", watch]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def _moving(picture: "subprocess.Popen[str]", folder: Path) -> bool:
    """Wait for its end; return whether its pictures differ."""
    try:
        _, errors = picture.communicate(timeout=PATIENCE)
    finally:
        picture.kill()
    assert picture.returncode == 0, errors
    return len({file.read_bytes() for file in folder.glob("*.png")}) >= 3


def test_the_picture_moves(daemon: Daemon, tmp_path: Path) -> None:
    """The window, drawn offscreen, shows different pictures while the music plays."""
    pytest.importorskip("PyQt6")
    daemon.await_music()
    assert _moving(_pictures(daemon.port, tmp_path), tmp_path)


def test_the_picture_finds_a_daemon_that_comes_later(tmp_path: Path) -> None:
    """Started before the music, or left over from another daemon, it moves when there is one."""
    pytest.importorskip("PyQt6")
    port = free_port()
    picture = _pictures(port, tmp_path)
    with running("--device", "null", "--osc-port", str(port)):
        assert _moving(picture, tmp_path)


WATCH = """
import runpy, sys
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

def look():
    app = QApplication.instance()
    if app.property("count") is None:
        app.setProperty("count", 0)
    [stage] = app.topLevelWidgets()
    if stage.now["chord"]:
        count = app.property("count")
        stage.grab().save(f"{folder}/{{count}}.png")
        app.setProperty("count", count + 1)
        if count == 4:
            return app.quit()
    QTimer.singleShot(400, look)

app_class = QApplication.exec
QApplication.exec = staticmethod(lambda: (QTimer.singleShot(400, look), app_class())[1])
sys.argv = ["visual.py", "--port", "{port}"]
runpy.run_path("{script}", run_name="__main__")
"""
