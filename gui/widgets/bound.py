"""What every widget has: a tool tip, from the table where it can, and an accessible name."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import BY_NAME
from gui.colours import DIM
from gui.learn.touch import PROPERTY
from gui.look import TOUCH
from gui.model.store import Store
from gui.model.words import label, tip
from gui.widgets.ghost import Ghost


def describe(widget: QWidget, name: str, text: str) -> None:
    """Give a widget its accessible name and its tool tip."""
    widget.setAccessibleName(name)
    widget.setToolTip(text)


def describe_parameter(widget: QWidget, name: str) -> None:
    """Describe a widget as the table describes its parameter, and let MIDI learn find it."""
    widget.setProperty(PROPERTY, name)
    describe(widget, label(name), tip(BY_NAME[name]))


def button(text: str, name: str, tip_text: str, sign: str = "") -> QPushButton:
    """Return a button; ``sign`` chooses a variant of the style sheet.

    A click does not take the focus, so that after it Space still means play.
    """
    made = QPushButton(text)
    made.setProperty("sign", sign)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    describe(made, name, tip_text)
    return made


def titled(text: str, object_name: str = "title") -> QLabel:
    """Return a small heading."""
    made = QLabel(text)
    made.setObjectName(object_name)
    return made


class Shortened(QLabel):
    """A line that ends in dots where there is no room for all of it; the tip has the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dim")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show a text."""
        if text != self.text():
            self.setText(text)
            self.setToolTip(text or self.accessibleName())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(DIM)
        right = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(self.text(), right, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


def notice(text: str = "") -> QLabel:
    """Return the line that says what happened, at first what there is to do."""
    made = titled(text, "dim")
    made.setWordWrap(True)
    made.setAccessibleName("what happened")
    return made


def column(title: str, *widgets: QWidget) -> QVBoxLayout:
    """Return a heading with something beneath it."""
    box = QVBoxLayout()
    box.setSpacing(1)
    box.addWidget(titled(title))
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        widget.setFixedHeight(TOUCH)
        row.addWidget(widget)
    box.addLayout(row)
    return box


class Toggle(QPushButton):
    """A switch for a bool."""

    def __init__(self, store: Store, name: str, text: str, sign: str = "") -> None:
        super().__init__(text)
        self._store, self._name = store, name
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("sign", sign)
        describe_parameter(self, name)
        self.clicked.connect(lambda on: store.write(name, bool(on)))
        store.watch(name, self._show)
        self._show()
        Ghost(self, store, name)

    def _show(self) -> None:
        self.setChecked(bool(self._store[self._name]))
