"""Pictures of the panel's parts: ``python -m gui.gallery --out DIR``.

A daemon of its own plays (``--engine tone`` where the model is too much for the machine), hands do
what hands do, and each widget is painted to a PNG. Works under Xvfb and with
QT_QPA_PLATFORM=offscreen.
"""

import argparse
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from gui.capture.view import CaptureView
from gui.connection import HOST, Connection
from gui.daemon import OwnDaemon
from gui.devices.view import DevicesView
from gui.learn.view import LearnView
from gui.look import dress
from gui.timeline.view import TimelineView

PROMPT = "deep house, warm chords"
WARM_UP = 14.0  # seconds of music before the first gesture
LONGEST = 400.0  # seconds; a gallery that takes longer has failed
MIDI_MAP = (
    ("Launch Control XL", "cc 9 77", "stem/drums/gain", "absolute"),
    ("Launch Control XL", "cc 9 78", "stem/bass/gain", "absolute"),
    ("Launch Control XL", "cc 9 13", "density", "absolute"),
    ("Launch Control XL", "cc 9 29", "brightness", "absolute"),
    ("Launch Control XL", "note 9 41", "stem/drums/mute", "toggle"),
    ("Keystep 37", "note 1", "held notes", "absolute"),
    ("Keystep 37", "note 1 60", "plan/again", "absolute"),
    ("Keystep 37", "cc 1 74", "brightness", "absolute"),
    ("MIDI Fighter Twister", "cc 1 0", "prompt/1/weight", "twos"),
    ("MIDI Fighter Twister", "cc 1 1", "prompt/2/weight", "twos"),
)  # a stage that this machine need not have: shown as the daemon would tell it
DEVICES = (
    ("output", "Scarlett 18i8 USB", "ALSA, 20 channels, 48000 Hz", 1),
    ("output", "Built-in Audio", "ALSA, 2 channels, 48000 Hz", 0),
    ("output", "HDMI 1", "ALSA, 8 channels, 48000 Hz", 0),
    ("midi", "Launch Control XL", "in", 1),
    ("midi", "Keystep 37", "in", 1),
    ("midi", "MIDI Fighter Twister", "in", 0),
)


class Gallery:
    """The widgets, a daemon that they show, and a script of hands."""

    def __init__(self, out: Path, engine: str, folder: Path) -> None:
        self._out, self._begun = out, False
        port = _free_port()
        run = [PROMPT, "--engine", engine, "--device", "null", "--log", "none", "--bpm", "122"]
        self._daemon = OwnDaemon(port, folder, run)
        self._line = Connection(port)
        self._window = QWidget()
        self.timeline = TimelineView(self._line)
        self.capture = CaptureView(self._line)
        self.learn = LearnView(_Deaf(), self._window)
        self.devices = DevicesView(_Deaf(), lambda key: "", lambda key, value: None)
        self._line.received.connect(self._hear)

    def open(self) -> None:
        """Start the daemon and show the widgets."""
        self._daemon.start()
        self._line.open()
        sizes = ((1240, 360), (760, 360), (900, 380), (760, 380))
        for widget, size in zip(self.widgets, sizes, strict=True):
            widget.setStyleSheet("TimelineView, CaptureView, LearnView, DevicesView {padding: 8px}")
            widget.resize(*size)
            widget.show()
        for row in MIDI_MAP:
            self.learn.receive("/mcm/midi/row", row)
        self.learn.receive("/mcm/midi/list.reply", [len(MIDI_MAP)])
        for device in DEVICES:
            self.devices.receive("/mcm/device", device)
        self.devices.receive("/mcm/devices.reply", [len(DEVICES)])

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All that is pictured."""
        return self.timeline, self.capture, self.learn, self.devices

    def _hear(self, address: str, arguments: Sequence[object]) -> None:
        self.timeline.receive(address, arguments)
        self.capture.receive(address, arguments)
        if not self._begun and self.timeline.timeline.standing.state == "playing":
            self._begun = True
            self._play()

    def _play(self) -> None:
        """Do what hands do, at its time."""
        say = self._line.send
        script: list[tuple[float, Callable[[], object]]] = [
            (0.0, lambda: say("/mcm/capture", 4)),
            (1.0, lambda: say("/mcm/key", "Em", "4")),
            (1.1, lambda: say("/mcm/density", 0.8, "4")),
            (1.2, lambda: say("/mcm/stem/lead/rest", True, "2")),
            (4.0, lambda: self._picture("timeline", self.timeline)),
            (4.1, lambda: self.timeline.canvas.look_back(6.0)),
            (4.2, lambda: self.timeline.canvas.point_back(3)),
            (4.6, lambda: self._picture("timeline_back", self.timeline)),
            (4.7, lambda: self.timeline.canvas.look_back(0.0)),
            (5.0, lambda: say("/mcm/plan/hold", 2)),
            (12.0, lambda: self._picture("timeline_held", self.timeline)),
            (12.1, lambda: self.timeline.resize(1000, 150)),
            (12.6, lambda: self._picture("timeline_low", self.timeline)),
            (12.7, lambda: self._picture("capture", self.capture)),
            (12.8, lambda: self._picture("learn", self.learn)),
            (12.9, lambda: self._picture("devices", self.devices)),
            (13.0, QApplication.quit),
        ]
        for seconds, does in script:
            QTimer.singleShot(round(1000 * (WARM_UP + seconds)), does)

    def _picture(self, name: str, widget: QWidget) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(self._out / f"{name}.png"))
        print(self._out / f"{name}.png")

    def close(self) -> None:
        """End the daemon, close the widgets."""
        self._line.send("/mcm/quit")
        self._line.close()
        self._daemon.stop()
        for widget in (*self.widgets, self._window):
            widget.close()


class _Deaf:
    """No daemon: what is shown has been told already."""

    def send(self, address: str, *arguments: object) -> None:
        """Say nothing."""


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Take the pictures; return the exit code, 1 where the daemon did not play in time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/gallery"))
    parser.add_argument("--engine", choices=("model", "tone"), default="model")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    dress(app)
    with tempfile.TemporaryDirectory(prefix="gallery") as folder:
        gallery = Gallery(options.out, options.engine, Path(folder))
        QTimer.singleShot(round(1000 * LONGEST), lambda: app.exit(1))
        gallery.open()
        try:
            return app.exec()
        finally:
            gallery.close()


if __name__ == "__main__":
    sys.exit(main())
