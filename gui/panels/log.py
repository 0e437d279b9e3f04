"""All lines of the log."""

from datetime import datetime

from PyQt6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from gui.model.health import Verdict
from gui.model.store import Store
from gui.model.words import Entry
from gui.widgets.bound import describe


class LogView(QWidget):
    """Filled while it is seen."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.list = QListWidget()
        describe(self.list, "Log", "What has happened, newest last.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        store.watch("log", self.fill)

    def fill(self) -> None:
        """Show the lines."""
        if self.isVisible():
            self.list.clear()
            self.list.addItems([_line(entry) for entry in self._store.log])
            self.list.scrollToBottom()


def _line(entry: Entry) -> str:
    return f"{datetime.fromtimestamp(entry.at):%H:%M:%S}  {marked(entry)}"


def marked(entry: Entry) -> str:
    """Return an entry's text, trouble with a sign before it."""
    return f"{Verdict.BAD.value} {entry.text}" if entry.bad else entry.text
