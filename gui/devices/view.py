"""The devices of this machine, as the daemon tells them, and the choice for its next start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import ROOT
from gui.line import Line
from gui.trees import listing
from gui.widgets.bound import button, notice, titled

DEVICE, MIDI = "daemon/device", "daemon/midi"  # names of the preferences
_LATER = "takes effect when the daemon starts next"
_USUAL = "the system's own choice"
_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Found:
    """A device: ``kind`` is output or midi."""

    kind: str
    name: str
    about: str
    used: bool


def run_options(prefs: Callable[[str], str]) -> list[str]:
    """Return the options of ``musiccm run`` that the preferences ask for."""
    device = prefs(DEVICE)
    return [*(["--device", device] if device else []), *(["--midi"] if prefs(MIDI) == "1" else [])]


class DevicesView(QWidget):
    """``prefs`` reads a preference ("" where there is none), ``keep`` writes one."""

    def __init__(
        self,
        line: Line,
        prefs: Callable[[str], str],
        keep: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line, self._prefs, self._keep = line, prefs, keep
        self.found: list[Found] = []
        self._coming: list[Found] = []
        self._build()
        self._lay_out()
        self.outputs.itemChanged.connect(self._chosen)
        self.midi.toggled.connect(self._toggled)
        self.again_button.clicked.connect(self.ask)

    def _build(self) -> None:
        self.outputs = _list(
            "Sound outputs", "Choose what the daemon plays to when it starts next."
        )
        self.inputs = _list("MIDI inputs", "The MIDI devices of this machine.")
        self.again_button = button(
            "Look again",
            "Look for devices again",
            "Ask the daemon for the devices that are there now.",
        )
        self.midi = button(
            "Listen to MIDI controllers",
            "Listen to MIDI controllers",
            f"All MIDI devices, new ones as they come; {_LATER}.",
        )
        self.midi.setCheckable(True)
        self.midi.setChecked(self._prefs(MIDI) == "1")
        self.notice = notice()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(titled("SOUND"))
        column.addWidget(self.outputs, 3)
        row = QHBoxLayout()
        row.addWidget(titled("MIDI"))
        row.addStretch(1)
        row.addWidget(self.midi)
        column.addLayout(row)
        column.addWidget(self.inputs, 2)
        last = QHBoxLayout()
        last.addWidget(self.notice, 1)
        last.addWidget(self.again_button)
        column.addLayout(last)

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message of the daemon in."""
        if address == f"{ROOT}/device":
            kind, name, about, used = (str(a) for a in arguments)
            self._coming.append(Found(kind, name, about, used not in ("0", "False")))
        elif address == f"{ROOT}/devices.reply":
            self.found, self._coming = self._coming, []
            self.fill()
        elif address == f"{ROOT}/fail" and arguments[0] == f"{ROOT}/devices":
            self.notice.setText(str(arguments[1]))

    def ask(self) -> None:
        """Ask for the devices."""
        self.notice.setText("looking …")
        self._line.send(f"{ROOT}/devices")

    def fill(self) -> None:
        """Show what was found, and what the preferences want."""
        wanted = self._prefs(DEVICE)
        names = [found for found in self.found if found.kind == "output"]
        usual = Found("output", "", _USUAL, False)
        self.outputs.blockSignals(True)
        self.outputs.clear()
        for found in (usual, *names):
            state = "plays now" if found.used else ""
            item = QTreeWidgetItem(self.outputs, [found.name or "Default", found.about, state])
            item.setData(0, _ROLE, found.name)
            checked = found.name == wanted
            item.setCheckState(0, Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.outputs.blockSignals(False)
        self.inputs.clear()
        for found in (f for f in self.found if f.kind == "midi"):
            QTreeWidgetItem(self.inputs, [found.name, "", "heard now" if found.used else ""])
        self.notice.setText(self._missing(wanted, names))

    def _missing(self, wanted: str, outputs: Sequence[Found]) -> str:
        there = not wanted or any(found.name == wanted for found in outputs)
        return "" if there else f"{wanted} is wanted and not there: connect it, or choose another."

    def _chosen(self, item: QTreeWidgetItem, column: int) -> None:
        """Let one output be the wanted one: that which was touched."""
        name = str(item.data(0, _ROLE))
        if item.checkState(0) == Qt.CheckState.Checked:
            self._keep(DEVICE, name)
        self.fill()
        self.notice.setText(f"{name or _USUAL}: {_LATER}")

    def _toggled(self, on: bool) -> None:
        self._keep(MIDI, "1" if on else "")
        self.notice.setText(f"MIDI {'on' if on else 'off'}: {_LATER}")

    def showEvent(self, event: QShowEvent | None) -> None:
        """Ask once; devices do not come and go often, and asking costs a process."""
        self.ask()


def _list(name: str, tip: str) -> QTreeWidget:
    return listing(name, tip, ("Device", "About", "Now"), (260, 260))
