"""The second window: files, MIDI, devices, settings, log; for before and after playing."""

from collections.abc import Sequence

from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import N_PROMPTS, PARAMETERS
from gui.capture.view import CaptureView
from gui.devices.view import DevicesView
from gui.learn.view import LearnView
from gui.line import Line
from gui.look import TOUCH
from gui.model.store import Store
from gui.model.words import label
from gui.panels.fares import Fares
from gui.panels.keys import Keys
from gui.panels.log import LogView
from gui.prefs import FOLDER, KEEP_PLAYING, PORT, PORT_USUAL, Prefs
from gui.widgets.bound import describe
from gui.widgets.factory import control

TABS = ("Files", "MIDI", "Devices", "Settings", "Keys", "Health", "Log")
_ELSEWHERE = (
    "quantize",
    "transport/leader",
    *(f"prompt/{n}/morph" for n in range(1, N_PROMPTS + 1)),
)
SET_HERE = tuple(p for p in PARAMETERS if p.setting and p.name not in _ELSEWHERE)


class Studio(QDialog):
    """One tab for each. ``window`` is where controls are touched to learn them."""

    def __init__(self, store: Store, prefs: Prefs, line: Line, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("MusicCM studio")
        self.resize(760, 460)
        self.learn = LearnView(line, window)
        self.captures = CaptureView(line)
        self.devices = DevicesView(line, prefs.text, prefs.put)
        self.log = LogView(store)
        settings, fares = Settings(store, prefs), Fares(store)
        views = (self.captures, self.learn, self.devices, settings, Keys(), fares, self.log)
        self.tabs = QTabWidget()
        for part in (self.tabs, *self.tabs.findChildren(QWidget)):
            describe(part, "Studio", "Files, MIDI, devices, settings and the log.")
        for name, view in zip(TABS, views, strict=True):
            self.tabs.addTab(view, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.tabs)

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message of the daemon in."""
        for view in (self.learn, self.captures, self.devices):
            view.receive(address, arguments)

    def open_at(self, name: str) -> None:
        """Open the window on a tab."""
        self.tabs.setCurrentIndex(TABS.index(name))
        self.show()
        self.raise_()
        self.log.fill()


class Settings(QWidget):
    """What is set once an evening."""

    def __init__(self, store: Store, prefs: Prefs) -> None:
        super().__init__()
        self._prefs = prefs
        form = QFormLayout(self)
        form.setContentsMargins(12, 14, 12, 12)
        form.setSpacing(10)
        for parameter in SET_HERE:
            unit = f" ({parameter.unit})" if parameter.unit else ""
            form.addRow(_asked(label(parameter.name) + unit), control(store, parameter))
        form.addRow(_asked("When the panel closes"), self._keep_playing())
        form.addRow(_asked("Port of the daemon"), self._port())
        form.addRow(_asked("Session folder"), self._folder())

    def _keep_playing(self) -> QCheckBox:
        made = QCheckBox("the music that it started plays on")
        made.setObjectName("keep_playing")
        describe(made, made.text(), "Leave the daemon that this panel has started running.")
        made.setChecked(self._prefs.flag(KEEP_PLAYING))
        made.toggled.connect(lambda on: self._prefs.put(KEEP_PLAYING, on))
        return made

    def _port(self) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, 65535)
        made.setValue(round(self._prefs.number(PORT, PORT_USUAL)))
        describe(made, "Port of the daemon", "UDP port, from the next start of the panel on.")
        made.valueChanged.connect(lambda port: self._prefs.put(PORT, port))
        return made

    def _folder(self) -> QLineEdit:
        made = QLineEdit(self._prefs.text(FOLDER))
        made.setPlaceholderText("out, where the panel was started")
        describe(made, "Session folder", "Of a daemon that the panel starts, from then on.")
        made.editingFinished.connect(lambda: self._prefs.put(FOLDER, made.text().strip()))
        return made


def _asked(text: str) -> QLabel:
    """Return what stands before a field, on the line of its text."""
    made = QLabel(text)
    made.setMinimumHeight(TOUCH)
    return made
