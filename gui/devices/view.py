"""The devices of this machine, as the daemon tells them; a touch changes them while it plays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from bridge.protocol.parameters import ROOT, STATUS
from gui.line import Line
from gui.trees import listing
from gui.widgets.bound import button, notice, titled

DEVICE, MIDI = "daemon/device", "daemon/midi"  # names of the preferences
_LIST, _CHANGE, _USE = (f"{ROOT}/{name}" for name in ("devices", "output/device", "midi/use"))
_ANSWERS = {f"{ROOT}/done": True, f"{ROOT}/fail": False, f"{ROOT}/error": False}
_USUAL = "the system's own choice"
_DEFAULT = "default"  # as the daemon calls that
_OUTPUT = [field.name for field in STATUS].index("output")
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
        self._plays = self._said = ""
        self._before: str | None = None  # what was wanted until the change that is under way
        self._build()
        self._lay_out()
        self.outputs.itemChanged.connect(self._chosen)
        self.inputs.itemChanged.connect(self._heeded)
        self.midi.clicked.connect(self._toggled)
        self.again_button.clicked.connect(self.ask)

    def _build(self) -> None:
        self.outputs = _list("Sound outputs", "Choose what is played to, from now on.")
        self.inputs = _list("MIDI inputs", "Choose the MIDI devices that are listened to.")
        self.again_button = button(
            "Look again",
            "Look for devices again",
            "Ask the daemon for the devices that are there now.",
        )
        self.midi = button(
            "Listen to MIDI controllers",
            "Listen to MIDI controllers",
            "All MIDI devices, new ones as they come; the choice is kept.",
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
        elif address == f"{ROOT}/status.reply" and len(arguments) > _OUTPUT:
            self._follow(str(arguments[_OUTPUT]))
        elif address in _ANSWERS and len(arguments) > 1:
            self._conclude(_ANSWERS[address], str(arguments[0]), str(arguments[1]))

    def _follow(self, plays: str) -> None:
        """Look again when another device plays, whoever has chosen it."""
        changed, self._plays = plays != self._plays, plays
        if changed and self.isVisible():
            self._line.send(_LIST)

    def _conclude(self, fine: bool, command: str, text: str) -> None:
        """Say how a command about devices went; what failed is not wanted next time either."""
        if command == _LIST:
            self.notice.setText(text)
        elif command == _CHANGE:
            if not fine and self._before is not None:
                self._keep(DEVICE, self._before)
            self._before = None
            self._tell(f"{text} plays now." if fine else f"{text}: the one so far plays on.")
        elif command == _USE:
            if not fine:
                self._keep(MIDI, "")
            self._tell(text)

    def _tell(self, text: str) -> None:
        """Say how something went, and see how it is."""
        self._said = text
        self.notice.setText(text)
        self._line.send(_LIST)

    def ask(self) -> None:
        """Ask for the devices."""
        self._said = ""
        self.notice.setText("looking …")
        self._line.send(_LIST)

    def fill(self) -> None:
        """Show what was found; what plays is chosen, else what the preferences want."""
        wanted = self._prefs(DEVICE)
        names = [found for found in self.found if found.kind == "output"]
        plays = next((found.name for found in names if found.used), wanted)
        with QSignalBlocker(self.outputs):
            self.outputs.clear()
            for found in (Found("output", "", _USUAL, False), *names):
                state = "plays now" if found.used else ""
                _add(self.outputs, found, found.name or "Default", state, found.name == plays)
        self._fill_inputs()
        self.notice.setText(self._said or self._missing(wanted, names))

    def _fill_inputs(self) -> None:
        found = [f for f in self.found if f.kind == "midi"]
        with QSignalBlocker(self.inputs):
            self.inputs.clear()
            for one in found:
                _add(self.inputs, one, one.name, "heard now" if one.used else "", one.used)
        if found:
            on = self._prefs(MIDI) == "1" or any(f.used for f in found)
            self.midi.setChecked(on)

    def _missing(self, wanted: str, outputs: Sequence[Found]) -> str:
        there = not wanted or any(found.name == wanted for found in outputs)
        return "" if there else f"{wanted} is wanted and not there: connect it, or choose another."

    def _chosen(self, item: QTreeWidgetItem, column: int) -> None:
        """Play to the output that was touched, from now on and next time."""
        name = str(item.data(0, _ROLE))
        if item.checkState(0) == Qt.CheckState.Checked:
            self._before = self._prefs(DEVICE)
            self._keep(DEVICE, name)
            self._line.send(_CHANGE, name or _DEFAULT)
            self._said = f"opening {name or _USUAL} …"
        self.fill()

    def _heeded(self, item: QTreeWidgetItem, column: int) -> None:
        """Listen to the device that was touched, or no more."""
        on = item.checkState(0) == Qt.CheckState.Checked
        self._line.send(_USE, int(on), str(item.data(0, _ROLE)))

    def _toggled(self, on: bool) -> None:
        self._keep(MIDI, "1" if on else "")
        self._line.send(_USE, int(on))

    def showEvent(self, event: QShowEvent | None) -> None:
        """Ask once; devices do not come and go often, and asking costs a process."""
        self.ask()


def _add(tree: QTreeWidget, found: Found, name: str, state: str, checked: bool) -> None:
    item = QTreeWidgetItem(tree, [name, found.about, state])
    item.setData(0, _ROLE, found.name)
    item.setCheckState(0, Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)


def _list(name: str, tip: str) -> QTreeWidget:
    return listing(name, tip, ("Device", "About", "Now"), (260, 260))
