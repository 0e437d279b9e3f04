"""Take the pictures of the panel: the real window on a real daemon that plays.

Run by `make screenshots`, on a screen of its own. ``--engine tone`` needs no model.
"""

import argparse
import socket
import sys
import tempfile
from pathlib import Path

from PyQt6.QtCore import QEventLoop, QTimer
from PyQt6.QtWidgets import QApplication

from gui.application import Options, Panel
from gui.look import dress

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZES = {"panel.png": (1440, 900), "panel_small.png": (1024, 640)}
PROMPTS = (
    "warm rhodes and brushed drums, late at night",
    "dub techno, deep and wide",
    "sunny bossa nova with guitar",
    "dark drum and bass",
)
WEIGHTS = (1.0, 0.55, 0.2, 0.1)
SCENES = ("intro", "verse", "lift", "drop", "break", "outro")
PATIENCE = 300  # seconds
MUSIC = 24  # seconds that are heard before the picture is taken


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def await_music(panel: Panel) -> None:
    """Wait until it plays. Raises TimeoutError with what the panel says."""
    for _ in range(4 * PATIENCE):
        if panel.store.status.get("state") == "playing":
            return
        wait(0.25)
    raise TimeoutError("no music: " + "; ".join(entry.text for entry in panel.store.log))


def play(panel: Panel) -> None:
    """Do what a performer would, by the ways that hands have."""
    store = panel.store
    for n, (text, weight) in enumerate(zip(PROMPTS, WEIGHTS, strict=True), 1):
        store.write(f"prompt/{n}/text", text)
        store.write(f"prompt/{n}/weight", weight)
    for n, name in enumerate(SCENES, 1):
        store.call("scene/save", n, name)
    for name, value in (
        ("density", 0.55),
        ("brightness", 0.4),
        ("stem/lead/gain", 0.7),
        ("stem/harmony/width", 0.8),
        ("stem/bass/pan", -0.15),
        ("stem/drums/solo", False),
    ):
        store.write(name, value)
    store.call("scene/list")


def ask_ahead(panel: Panel) -> None:
    """Leave changes that wait for their line."""
    panel.store.write("quantize", "4")
    panel.store.write("key", "Am")
    panel.store.write("intensity", 0.7)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="model", choices=("model", "tone"))
    parser.add_argument("--out", type=Path, default=PICTURES)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    dress(app)
    with tempfile.TemporaryDirectory() as folder:
        run = [PROMPTS[0], "--engine", options.engine, "--device", "null", "--no-oscquery"]
        where = Path(folder)
        panel = Panel(Options(free_port(), True, where / "out", where / "panel.ini", run))
        panel.open()
        try:
            await_music(panel)
            play(panel)
            wait(MUSIC)
            ask_ahead(panel)
            for name, size in SIZES.items():
                panel.window.resize(*size)
                wait(1.5)
                panel.window.grab().save(str(options.out / name))
                print(options.out / name)
        finally:
            panel.window.close()


if __name__ == "__main__":
    main()
