"""Choosing one of a few: a list, or a row of buttons."""

from PyQt6.QtCore import QPointF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PyQt6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QWidget

from bridge.protocol.parameters import AUTO, BY_NAME
from gui.colours import DIM
from gui.learn.touch import PROPERTY
from gui.model.store import Store
from gui.model.words import label, tip
from gui.widgets.bound import describe, describe_parameter
from gui.widgets.ghost import Ghost

_MEANING = {"now": "now", "beat": "beat", "bar": "bar", "2": "2", "4": "4", "8": "8 bars"}
_SHOWN = {"osc": "OSC", "midi": "MIDI clock", "link": "Link"}


class List(QComboBox):
    """A list with an arrow that the style sheet does not take away."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(0, 0))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the box as ever, and the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(DIM)
        x, y = self.width() - 11.0, self.height() / 2
        corners = (QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 3))
        painter.drawPolygon(QPolygonF(corners))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Turn only while it has the focus: a stray wheel must not change the key."""
        if event and self.hasFocus():
            super().wheelEvent(event)
        elif event:
            event.ignore()


class Choice(List):
    """A list made from a parameter's choices; auto is the first where there is one."""

    def __init__(self, store: Store, name: str) -> None:
        super().__init__()
        self._store, self._name = store, name
        parameter = BY_NAME[name]
        self._values = [None] * parameter.optional + list(parameter.choices)
        self.addItems([AUTO if v is None else _SHOWN.get(v, v) for v in self._values])
        describe_parameter(self, name)
        self.activated.connect(self._write)
        store.watch(name, self._show)
        self._show()
        Ghost(self, store, name)

    def _write(self, index: int) -> None:
        self._store.write(self._name, self._values[index])

    def _show(self) -> None:
        value = self._store[self._name]
        if value in self._values:
            self.setCurrentIndex(self._values.index(value if value is None else str(value)))


class Segments(QWidget):
    """A row of buttons, of which one is down."""

    def __init__(self, store: Store, name: str) -> None:
        super().__init__()
        self._store, self._name = store, name
        self.setProperty(PROPERTY, name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons = {choice: self._add(row, choice) for choice in BY_NAME[name].choices}
        store.watch(name, self._show)
        self._show()

    def _add(self, row: QHBoxLayout, choice: str) -> QPushButton:
        made = QPushButton(_MEANING.get(choice, choice))
        made.setCheckable(True)
        made.setProperty("sign", "segment")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(made, f"{label(self._name)} {choice}", tip(BY_NAME[self._name]))
        made.clicked.connect(lambda: self._store.write(self._name, choice))
        self._group.addButton(made)
        row.addWidget(made)
        return made

    def _show(self) -> None:
        if made := self._buttons.get(str(self._store[self._name])):
            made.setChecked(True)
