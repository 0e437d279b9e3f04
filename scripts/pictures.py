"""Take the pictures of the quickstarts: Pd's window, what sclang heard, the example that moves.

Run by `make pictures`, on a screen of its own. ``--engine tone`` needs no model. The drawings of
Max patches are made as well; they are no screenshots and say so.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEventLoop, QRect, QTimer
from PyQt6.QtWidgets import QApplication

from bridge.protocol.parameters import STEMS
from gui.gallery import MIDI_MAP
from gui.learn.view import LearnView
from gui.line import FakeLine
from gui.look import dress
from max_patches.check.pages import lines_of
from max_patches.draw import main as draw

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
HELP = ROOT / "max_patches" / "pd" / "mcm-help.pd"
QUARK = ROOT / "max_patches" / "supercollider" / "MusicCM"
LINES = ROOT / "tests" / "docs" / "lines.scd"
PORT = 7000  # stands in the help patch: the picture shows it as it is shipped
MENU = 31  # pixels above Pd's canvas without a window manager
FRAME = 1
MUSIC = 14  # seconds that are heard before a picture is taken
ROUTINE = 16  # seconds that the Routine of the quickstart plays
CODE = 34  # letters of a line that are shown
TYPING = 2.0  # seconds from one line of it to the next
PROMPT = "deep house, warm chords"


def wait(seconds: float) -> None:
    """Let windows live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


@contextmanager
def program(*command: str, **more: Any) -> Iterator["subprocess.Popen[str]"]:
    """Run a program, and end it whatever happens."""
    with subprocess.Popen(command, text=True, cwd=ROOT, **more) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def daemon(engine: str, port: int, folder: str) -> Iterator[None]:
    """Let a daemon play. Raises RuntimeError with what it says where it does not."""
    options = ["--osc-port", str(port), "--engine", engine, "--device", "null", "--bpm", "122"]
    command = [sys.executable, "-m", "bridge.cli", "run", PROMPT, *options, "--no-oscquery"]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with program(*command, "--folder", folder, "--log", "none", **pipe) as process:
        said = []
        for line in process.stdout or ():
            said.append(line)
            if "OSC: 127.0.0.1" in line:
                break
        else:
            raise RuntimeError("".join(said))
        yield


def pd(app: QApplication, out: Path) -> Path:
    """Take Pd's window with the help patch, while a daemon plays."""
    x, y, width, height = map(int, HELP.read_text().split(";")[0].split()[2:6])
    command = ("pd", "-noaudio", "-nrt", "-path", str(HELP.parent), "-open", str(HELP))
    with program(*command, stderr=subprocess.DEVNULL):
        wait(MUSIC)
        screen = app.primaryScreen()
        assert screen is not None
        whole = screen.grabWindow(0)
    file = out / "pd_help.png"
    whole.copy(QRect(x, y, width + FRAME, height + MENU + FRAME)).save(str(file))
    return file


def heard(port: int, folder: str) -> list[tuple[float, str, str]]:
    """Return what sclang told while it played the quickstart: seconds, what, and a text."""
    lines, config = Path(folder) / "lines.txt", Path(folder) / "sclang.yaml"
    lines.write_text("\n".join(lines_of()))
    config.write_text(f"includePaths:\n    - {QUARK}\nexcludePaths: []\npostInlineWarnings: true\n")
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1", "HOME": folder}
    words = [str(LINES), str(port), str(lines), str(ROUTINE), str(TYPING)]
    done = subprocess.run(["sclang", "-l", str(config), *words], env={**os.environ, **quiet},
                          capture_output=True, text=True, timeout=300, check=True)  # fmt: skip
    found = (re.match(r"MCM ([\d.]+) (\w+) (.*)", line) for line in done.stdout.splitlines())
    return [(float(m[1]), m[2], m[3]) for m in found if m]


def supercollider(port: int, folder: str, out: Path) -> Path:
    """Plot the levels of the stems that sclang was told, and the lines of code that it ran."""
    from matplotlib.figure import Figure

    said = heard(port, folder)
    meters = [(at, *map(float, text.split())) for at, what, text in said if what == "meters"]
    times = [row[0] for row in meters]
    figure = Figure(figsize=(11, 5.4), dpi=100, layout="constrained")
    axes = figure.subplots()
    for n, stem in enumerate(STEMS):
        axes.plot(times, [max(row[n + 1], -70) for row in meters], label=stem, linewidth=0.9)
    for at, what, text in said:
        if times[0] <= at <= times[-1] and (
            what == "line" or (what == "density" and text != "nil")
        ):
            code = text if what == "line" else f"density {float(text):g}"
            axes.axvline(at, color="0.6", linewidth=0.7)
            axes.text(at, 1, code[:CODE], rotation=90, fontsize=6.5, color="0.25", va="bottom",
                      ha="right")  # fmt: skip
    axes.set(xlabel="seconds", ylabel="level that onMeters was told, dB", ylim=(-72, 55),
             xlim=(times[0], times[-1]), yticks=range(-70, 1, 10))  # fmt: skip
    axes.legend(loc="lower left", ncols=len(STEMS), fontsize=8)
    file = out / "supercollider.png"
    figure.savefig(file)
    return file


def visual(app: QApplication, out: Path) -> Path:
    """Take the window of the example that moves."""
    script = ROOT / "docs" / "examples" / "visual.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with program(sys.executable, str(script), "--port", str(PORT), env=environment):
        wait(MUSIC)
        screen = app.primaryScreen()
        assert screen is not None
        whole = screen.grabWindow(0)
    file = out / "visual.png"
    whole.copy(QRect(0, 0, 640, 480)).save(str(file))
    return file


def midi(out: Path) -> Path:
    """Take the panel's list of controls, as a daemon with three controllers tells it."""
    view = LearnView(FakeLine(), QApplication.activeWindow())
    view.resize(900, 380)
    view.show()
    for row in MIDI_MAP:
        view.receive("/mcm/midi/row", row)
    view.receive("/mcm/midi/list.reply", [len(MIDI_MAP)])
    wait(0.5)
    file = out / "midi_learn.png"
    view.grab().save(str(file))
    view.close()
    return file


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="model", choices=("model", "tone"))
    parser.add_argument("--out", type=Path, default=PICTURES)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    dress(app)
    draw(options.out)
    print(midi(options.out))
    with tempfile.TemporaryDirectory() as folder, daemon(options.engine, PORT, folder):
        wait(MUSIC)
        print(pd(app, options.out))
        print(visual(app, options.out))
        print(supercollider(PORT, folder, options.out))


if __name__ == "__main__":
    main()
