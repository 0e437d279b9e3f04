"""Typing: words, and numbers that are better typed than turned."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QDoubleSpinBox, QLineEdit, QStyle

from bridge.protocol.parameters import BY_NAME
from gui.model.store import Store
from gui.model.words import tip
from gui.widgets.bound import describe_parameter
from gui.widgets.ghost import Ghost

MAX_TEXT = 400


class Words(QLineEdit):
    """A text or a progression of chords; Enter sends it, Escape takes it back.

    While a hand types, what comes from the daemon waits; the frame shows that it is not sent.
    """

    def __init__(self, store: Store, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._store, self._name = store, name
        self.setMaxLength(MAX_TEXT)
        self.setPlaceholderText(placeholder)
        describe_parameter(self, name)
        self.returnPressed.connect(self.send)
        self.textEdited.connect(lambda: self._mark(True))
        store.watch(name, self._show)
        self._show()
        Ghost(self, store, name)

    def _mark(self, edited: bool) -> None:
        if self.property("edited") != edited:
            self.setProperty("edited", edited)
            style: QStyle | None = self.style()
            if style:
                style.polish(self)

    def send(self) -> None:
        """Hand the text to the daemon; an empty one gives an optional parameter to the planner."""
        text = self.text().strip()
        self._mark(False)
        self._store.write(self._name, (text or None) if BY_NAME[self._name].optional else text)

    def _show(self) -> None:
        text = str(self._store[self._name] or "")
        if not self.property("edited") and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
            about = tip(BY_NAME[self._name])
            self.setToolTip(f"{text}\n\n{about}" if text else about)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Take an edit back with Escape."""
        if event and event.key() == Qt.Key.Key_Escape:
            self._mark(False)
            self._show()
        else:
            super().keyPressEvent(event)


class Number(QDoubleSpinBox):
    """A number from the table, sent when it is whole: Enter, arrows or wheel.

    ``names`` are parameters of one kind that it sets together; the first is what it shows.
    """

    def __init__(self, store: Store, *names: str, digits: int = 0) -> None:
        super().__init__()
        self._store, self._names = store, names
        parameter = BY_NAME[names[0]]
        self.setRange(parameter.low or 0.0, parameter.high or 0.0)
        self.setDecimals(digits)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        describe_parameter(self, names[0])
        self._show()
        self.valueChanged.connect(self._write)
        store.watch(names[0], self._show)
        Ghost(self, store, names[0])

    def _write(self, value: float) -> None:
        for name in self._names:
            self._store.write(name, value)

    def _show(self) -> None:
        blocked = self.blockSignals(True)
        self.setValue(self._store.number(self._names[0]))
        self.blockSignals(blocked)
