"""MIDI learn as a panel: the mode, the list of what moves what, conflicts, and taking off."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import ROOT
from gui.colours import ACCENT
from gui.learn.model import MODES, Mapping, Mappings, plain
from gui.learn.touch import Touch
from gui.line import Line
from gui.trees import listing
from gui.widgets.bound import button, describe, notice
from gui.widgets.choice import List

COLUMNS = ("Moves", "Control", "Device", "Counts", "Conflict")
ASK_MS = 2000  # between two looks at the list: other panels learn too
_TEACH = "Enter the mode, touch a control of the panel, then move one of your controller."


class LearnView(QWidget):
    """``window`` is where the controls are that can be touched."""

    def __init__(self, line: Line, window: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.mappings = Mappings()
        self.touch = Touch(window, self.mappings)
        self._build()
        self._lay_out()
        self.mode_button.toggled.connect(self._enter)
        self.delete_button.clicked.connect(self.delete)
        self.list.itemSelectionChanged.connect(self._show_choice)
        self.touch.chosen.connect(self.learn)
        self.touch.left.connect(lambda: self.mode_button.setChecked(False))
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete)
        self._questions = QTimer(self)
        self._questions.setInterval(ASK_MS)
        self._questions.timeout.connect(self.ask)

    def _build(self) -> None:
        self.mode_button = button("Learn", "MIDI learn", _TEACH + " Escape leaves the mode.")
        self.mode_button.setCheckable(True)
        self.counting = List()
        self.counting.setMinimumContentsLength(8)
        self.counting.addItems(MODES)
        describe(
            self.counting,
            "How the control counts",
            "absolute: knobs and faders; twos, offset, sign: endless encoders, by how they count; "
            "toggle: each press switches.",
        )
        self.delete_button = button(
            "Delete",
            "Delete the mapping",
            "Take what is chosen in the list off its control. Delete",
        )
        self.notice = notice(_TEACH)
        self._build_list()

    def _build_list(self) -> None:
        about = "What each control of each device moves."
        self.list = listing("MIDI mappings", about, COLUMNS, (160, 190, 150, 80))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.delete_button.setEnabled(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.mode_button, self.counting):
            row.addWidget(widget)
        row.addWidget(self.notice, 1)
        row.addWidget(self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.list, 1)

    def _enter(self, on: bool) -> None:
        if on:
            self.touch.begin()
            self._say("Touch a control of the panel.")
        else:
            self.touch.end()
            self.mappings.target = None
            self._line.send(f"{ROOT}/midi/learn")
            self._say(_TEACH)

    def learn(self, target: str) -> None:
        """Let the next control that moves have ``target``."""
        self.mappings.target = target
        self._line.send(f"{ROOT}/midi/learn", target, self.counting.currentText())
        self._say(f"Move a control for {plain(target)}.")

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message of the daemon in."""
        before = self.mappings.rows
        if not self.mappings.receive(address, arguments):
            return
        if self.mappings.notice:
            self._say(self.mappings.notice)
            self.mappings.notice = ""
            self.ask()
        if self.mappings.rows != before:
            self._fill()

    def ask(self) -> None:
        """Ask for the list."""
        self._line.send(f"{ROOT}/midi/list")

    def delete(self) -> None:
        """Take what is chosen off its controls."""
        for item in self.list.selectedItems():
            row = item.data(0, Qt.ItemDataRole.UserRole)
            if isinstance(row, Mapping):
                self._line.send(f"{ROOT}/midi/unmap", row.device, row.control)
        self.ask()

    def _fill(self) -> None:
        chosen = [i.data(0, Qt.ItemDataRole.UserRole) for i in self.list.selectedItems()]
        self.list.clear()
        for row in sorted(self.mappings.rows, key=lambda r: (r.device, r.target, r.control)):
            conflict = self.mappings.conflict(row)
            texts = [plain(row.target), row.words, row.device, row.mode, conflict]
            item = QTreeWidgetItem(self.list, texts)
            item.setData(0, Qt.ItemDataRole.UserRole, row)
            item.setToolTip(4, conflict)
            if conflict:
                item.setText(4, f"⚠ {conflict}")
                item.setForeground(4, ACCENT)
            item.setSelected(row in chosen)

    def _show_choice(self) -> None:
        self.delete_button.setEnabled(bool(self.list.selectedItems()))

    def _say(self, text: str) -> None:
        self.notice.setText(text)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Ask while somebody sees the answers."""
        self.ask()
        self._questions.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Stop asking, leave the mode."""
        self._questions.stop()
        self.mode_button.setChecked(False)
