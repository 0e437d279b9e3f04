"""The panel, top to bottom: preferences, store, connection, window, a daemon where none runs."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject, QTimer
from PyQt6.QtWidgets import QApplication

from bridge.protocol.parameters import ROOT
from gui.connection import Connection, is_taken
from gui.daemon import OwnDaemon
from gui.devices.view import DEVICE, run_options
from gui.look import dress
from gui.model.presence import Link
from gui.model.store import Store
from gui.prefs import FOLDER, FOLDER_USUAL, KEEP_PLAYING, PORT, PORT_USUAL, Prefs, default_path
from gui.report import Report
from gui.window import Window

SEARCH_MS = 600  # until a daemon that does not answer is started
LIST_TICKS = 10  # of the connection, between two looks at the scenes


@dataclass(frozen=True)
class Options:
    """What the command line says; None leaves it to the preferences.

    ``run`` are prompts and options of ``musiccm run``.
    """

    port: int | None
    start: bool = True
    folder: Path | None = None
    prefs: Path | None = None
    run: Sequence[str] = ()
    report: float = 0.0  # seconds that are measured, 0 for none


class Panel(QObject):
    """Window, store and connection of one panel."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._start = options.start
        self.prefs = prefs = Prefs(options.prefs or default_path())
        port = options.port or round(prefs.number(PORT, PORT_USUAL))
        folder = options.folder or Path(prefs.text(FOLDER) or FOLDER_USUAL)
        self.connection = Connection(port, self)
        self.store = Store(self.connection.send)
        self.daemon = OwnDaemon(port, folder, [*run_options(prefs.text), *options.run])
        self.window = Window(self.store, self.prefs, self.connection)
        self._ticks = 0
        self._lost = False  # a daemon of ours died while it played; the next one is put right
        self.connection.received.connect(self.store.apply)
        self.connection.received.connect(self.window.timeline.receive)
        self.connection.received.connect(self.window.studio.receive)
        self.connection.appeared.connect(self._appeared)
        self.connection.vanished.connect(self._vanished)
        self.connection.ticked.connect(self._tick)
        self.window.closed.connect(self.close)
        self.window.transport.wanted.connect(self.revive)

    def open(self) -> None:
        """Show the window and look for a daemon."""
        self.window.show()
        self.connection.open()
        if self._start:
            QTimer.singleShot(SEARCH_MS, self._start_daemon)

    def revive(self) -> None:
        """Start a daemon because a hand asks for it; how the music was asked to be comes back."""
        if self.store.link is Link.CONNECTED or self.daemon.running:
            return
        if is_taken(self.connection.port):
            held = f"UDP port {self.connection.port} is held by a program that does not answer"
            self.store.trouble(f"{held}: end it, or choose another port in Settings.")
            return
        self._lost = self.store.link is Link.LOST
        self.daemon.heard()
        self._start_daemon()

    def _start_daemon(self) -> None:
        """Start a daemon unless one holds the port: it plays, or loads still."""
        if is_taken(self.connection.port):
            return
        try:
            started = self.daemon.start()
        except OSError as error:
            self.store.trouble(f"No daemon could be started: {error}")
            return
        if started:
            self.connection.presence.starting()
            self.store.say("Starting a daemon; loading the model takes some seconds.")

    def _appeared(self) -> None:
        self.store.set_link(Link.CONNECTED)
        self.daemon.heard()
        if self._lost:
            self.store.restore()
        self._lost = False
        self.store.ask_all()

    def _vanished(self) -> None:
        self.store.set_link(Link.LOST)
        self.window.timeline.stand()

    def _tick(self) -> None:
        self.store.set_link(self.connection.presence.link)
        self._ticks += 1
        if self.connection.presence.there:
            self.store.chase()
            if self._ticks % LIST_TICKS == 0:
                self.store.call("scene/list")
        if why := self.daemon.ended():
            self._lost |= self.connection.ended()
            self.store.trouble(why)
            self._without_device()
            self._start_daemon()

    def _without_device(self) -> None:
        """After a start that failed, leave the choice of the sound device to the system."""
        device = self.prefs.text(DEVICE)
        if device and not self._lost and self.daemon.drop("--device", device):
            self.store.say(f"Starting again without {device}: the system chooses.")

    def close(self) -> None:
        """Let go of everything; the daemon that this panel started ends with it."""
        if self.daemon.running and not self.prefs.flag(KEEP_PLAYING):
            self.connection.send(f"{ROOT}/quit")
            self.connection.close()
            self.daemon.stop(told=self.connection.presence.there)
        else:
            self.connection.close()
            self.daemon.leave()


def run(options: Options) -> int:
    """Run the panel until its window is closed; return the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("MusicCM")
    dress(app)
    panel = Panel(options)
    if options.report:
        Report(panel.window, options.report, lambda: bool(panel.store.features))
    panel.open()
    return app.exec()
