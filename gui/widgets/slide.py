"""The behaviour of everything that is dragged: dial, fader and bar differ in how they look."""

import math

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from bridge.protocol.parameters import BY_NAME, Value
from gui.colours import ACCENT
from gui.model.coming import Coming
from gui.model.store import Store
from gui.model.words import shown
from gui.widgets.bound import describe_parameter

NOTCH = 120  # of a wheel's angle, Qt's unit
FINE = 0.1  # of the usual way with Shift held
_KEYS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class Slide(QWidget):
    """A number that is dragged, turned with the wheel or stepped with the keys.

    Double click or Delete: the default, which for an optional parameter is auto. A drag is
    relative, so a touch never makes the value jump. ``taper`` bends the way: the value is the
    position to that power, as a mixer's fader has more room for the loud part.
    """

    travel: float = 160.0  # pixels from end to end
    horizontal = False

    def __init__(
        self, store: Store, name: str, title: str = "", colour: QColor = ACCENT, taper: float = 1.0
    ) -> None:
        super().__init__()
        self._store, self._name, self._title = store, name, title
        self._colour, self._taper = colour, taper
        self._parameter = BY_NAME[name]
        self._from: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        describe_parameter(self, name)
        store.watch(name, self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        coming = self.coming
        self.setAccessibleDescription(self.words() + (f"; {coming.words}" if coming else ""))
        self.update()

    @property
    def coming(self) -> Coming | None:
        """What waits for its line, unless a hand is at it."""
        return None if self._from else self._store.coming(self._name)

    @property
    def heard(self) -> float | None:
        """The position of what is heard, which differs from that of a value that waits."""
        coming = self.coming
        if coming is None:
            return self.position
        return None if coming.before is None else self._where(float(coming.before))

    @property
    def value(self) -> Value:
        """The value as the store has it."""
        return self._store[self._name]

    def words(self) -> str:
        """Return the value as it is written on the widget."""
        return shown(self._name, self.value)

    @property
    def position(self) -> float | None:
        """The way from the low end to the high one, 0 … 1; None for auto."""
        value = self.value
        return None if value is None else self._where(float(value))

    def _where(self, value: float) -> float:
        low, high = self._parameter.low or 0.0, self._parameter.high or 1.0
        part = min(max((value - low) / (high - low), 0.0), 1.0)
        return float(part ** (1 / self._taper))

    def move_to(self, position: float) -> None:
        """Set the value that belongs to a position."""
        low, high = self._parameter.low or 0.0, self._parameter.high or 1.0
        part = min(max(position, 0.0), 1.0) ** self._taper
        self._write(low + part * (high - low))

    def _write(self, value: Value) -> None:
        if self._parameter.kind == "int" and value is not None:
            value = round(float(value))
        if value != self.value:
            self._store.write(self._name, value)

    def reset(self) -> None:
        """Go back to the table's default."""
        self._write(self._parameter.default)

    def _step(self) -> float:
        """Return the least step of the position: one for whole numbers, else a hundredth."""
        low, high = self._parameter.low or 0.0, self._parameter.high or 1.0
        return 1 / (high - low) if self._parameter.kind == "int" else 0.01

    def _nudge(self, steps: float) -> None:
        position = 0.5 if self.position is None else self.position
        self.move_to(position + steps * self._step())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold."""
        if event and event.button() == Qt.MouseButton.LeftButton:
            position = 0.5 if self.position is None else self.position
            self._from = (self._along(event), position)

    def _along(self, event: QMouseEvent) -> float:
        at = event.position()
        return at.x() if self.horizontal else -at.y()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag."""
        if event and self._from:
            fine = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            begun, position = self._from
            self.move_to(position + fine * (self._along(event) - begun) / self.travel)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go."""
        self._from = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Go back to the default."""
        self.reset()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Turn."""
        if event:
            notches = event.angleDelta().y() / NOTCH
            coarse = 1 if self._parameter.kind == "int" else 2
            self._nudge(math.copysign(max(abs(notches), 0.1), notches) * coarse)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Step with the arrows, jump with Home and End, reset with Delete."""
        if event is None:
            return
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._nudge(_KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.move_to(float(key == Qt.Key.Key_End))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.reset()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Show that the focus has gone."""
        self.update()

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw anew when it is enabled or not."""
        self.update()
