"""How the machine fares, line by line; filled while it is seen."""

from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QFormLayout, QLabel, QWidget

from gui.look import TOUCH
from gui.model.facts import facts
from gui.model.store import Store
from gui.widgets.bound import describe


class Fares(QWidget):
    """A heading and a line for each fact."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._lines: dict[str, QLabel] = {}
        form = QFormLayout(self)
        form.setContentsMargins(12, 14, 12, 12)
        form.setHorizontalSpacing(18)
        for heading, _ in self._facts():
            form.addRow(_heading(heading), self._line(heading))
        store.watch("status", self.fill)

    def _facts(self) -> list[tuple[str, str]]:
        store = self._store
        return list(facts(store.status, store.number("steps"), store.since, store.unix()))

    def _line(self, heading: str) -> QLabel:
        made = self._lines[heading] = QLabel()
        made.setWordWrap(True)
        made.setMinimumHeight(TOUCH)
        describe(made, heading, heading)
        return made

    def showEvent(self, event: QShowEvent | None) -> None:
        """Be filled at once, also without a daemon."""
        self.fill()

    def fill(self) -> None:
        """Show how it is now."""
        if not self.isVisible():
            return
        for heading, words in self._facts():
            words = words if self._store.status else "no daemon"
            if self._lines[heading].text() != words:
                self._lines[heading].setText(words)


def _heading(text: str) -> QLabel:
    made = QLabel(text)
    made.setObjectName("dim")
    made.setMinimumHeight(TOUCH)
    return made
