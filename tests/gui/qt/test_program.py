"""`musiccm panel` as a program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bridge.cli import cli
from gui import command


def test_no_torch_and_no_sound_library_in_the_panel() -> None:
    """The whole panel imports neither model nor daemon."""
    heavy = "{'torch', 'numpy', 'zmq', 'sounddevice', 'bridge.app', 'musiccm.checkpoint'}"
    code = f"import sys, bridge.cli, gui.application; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_it_costs_is_measured_on_a_real_daemon() -> None:
    """`bench panel` opens the real window on a daemon that plays, and frames are drawn."""
    command = [sys.executable, "-m", "bridge.cli", "bench", "panel", "--seconds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["frames_per_s"] > 0
    assert 0 < told["start_cpu_s"] < 2
    assert told["size"] == [1280, 800] or told["size"][0] >= 1024


SCALED = """
import json, sys
from pathlib import Path
from PyQt6.QtWidgets import QApplication, QAbstractButton
import gui.application
from gui.application import Panel
from gui.look import dress
from gui.window import LEAST

def run(options):
    app = QApplication([])
    dress(app)
    panel = Panel(options)
    panel.window.show()
    panel.window.resize(*LEAST)
    app.processEvents()
    picture = panel.window.grab()
    buttons = [b for b in panel.window.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    cut = [b.text() for b in buttons if b.fontMetrics().horizontalAdvance(b.text()) > b.width()]
    print(json.dumps([picture.width(), picture.height(), picture.devicePixelRatio(), cut]))
    panel.window.close()
    return 0

gui.application.run = run
from gui.command import panel
panel(["--no-start", "--scale", sys.argv[1], "--prefs", sys.argv[2]])
"""


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_everything_is_larger_by_scale(scale: float, tmp_path: Path) -> None:
    """So many pixels for each of the window's, and every button still has room for its word."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCALED, str(scale), str(tmp_path / "panel.ini")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [1024 * scale, 640 * scale, scale, []]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names a way out, no traceback."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(cli, ["panel"])
    assert result.exit_code == 2
    assert "no display" in result.stderr
    assert "xvfb-run" in result.stderr
    assert result.stderr.startswith("musiccm panel: ") and result.stderr.count("\n") == 1


def test_without_qt_s_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that the system lacks is named, with the packages that bring it."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(command, "open_qt", _fail(ImportError("libEGL.so.1: cannot open")))
    result = CliRunner().invoke(cli, ["panel"])
    assert result.exit_code == 2
    assert "libEGL.so.1" in result.stderr and "libegl1" in result.stderr


def test_without_pyqt_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says what pip should install."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    missing = ModuleNotFoundError("No module named 'PyQt6'", name="PyQt6")
    monkeypatch.setattr(command, "open_qt", _fail(missing))
    result = CliRunner().invoke(cli, ["panel"])
    assert result.exit_code == 2
    assert "musiccm-bridge[panel]" in result.stderr


def _fail(error: Exception):  # type: ignore[no-untyped-def]
    def fail() -> None:
        raise error

    return fail
