"""The learning hand: while the mode is on, touching a control chooses it and moves nothing."""

from collections.abc import Iterator

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QApplication, QWidget

from gui.colours import ACCENT, GROUND, clear
from gui.learn.model import Mappings

PROPERTY = "parameter"  # the dynamic property that holds the name of what a widget shows
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_SWALLOWED = (*_PRESSES, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel)
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_REFRESH_MS = 200


def parameter_of(widget: QObject | None, within: QWidget) -> tuple[QWidget, str] | None:
    """Return the nearest widget around ``widget`` that shows a parameter, and the parameter."""
    while isinstance(widget, QWidget):
        name = widget.property(PROPERTY)
        if name and (widget is within or within.isAncestorOf(widget)):
            return widget, str(name)
        widget = widget.parentWidget()
    return None


class Touch(QObject):
    """Watches the controls in ``window`` while ``on``; ``chosen`` tells a touched one's name."""

    chosen = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, window: QWidget, mappings: Mappings) -> None:
        super().__init__(window)
        self._window, self._mappings = window, mappings
        self._glow: Glow | None = None

    @property
    def on(self) -> bool:
        """Whether touching chooses."""
        return self._glow is not None

    def begin(self) -> None:
        """Enter the mode."""
        app = QApplication.instance()
        if self._glow is None and app is not None:
            app.installEventFilter(self)
            self._glow = Glow(self._window, self._mappings)

    def end(self) -> None:
        """Leave the mode."""
        app = QApplication.instance()
        if self._glow is not None and app is not None:
            app.removeEventFilter(self)
            self._glow.close()
            self._glow.deleteLater()
            self._glow = None

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Turn a press on a control into a choice."""
        if event is None or watched is None:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(watched, event.key())
        if event.type() not in _SWALLOWED:
            return False
        found = parameter_of(watched, self._window)
        if found and event.type() in _PRESSES:
            self.chosen.emit(found[1])
        return found is not None

    def _key(self, watched: QObject, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        found = parameter_of(watched, self._window) if key in _KEYS else None
        if found:
            self.chosen.emit(found[1])
        return found is not None


class Glow(QWidget):
    """Outlines all controls that can be learned, and says what moves them."""

    def __init__(self, window: QWidget, mappings: Mappings) -> None:
        super().__init__(window)
        self._mappings = mappings
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._follow)
        self._timer.start()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        """Stay over the whole window, above what was added to it."""
        parent = self.parentWidget()
        if parent:
            self.setGeometry(parent.rect())
        self.raise_()
        self.update()

    def _places(self) -> Iterator[tuple[QRect, str]]:
        parent = self.parentWidget()
        for widget in parent.findChildren(QWidget) if parent else []:
            name = widget.property(PROPERTY)
            if name and widget.isVisible():
                yield QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size()), str(name)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint outlines and names over everything."""
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(10)
        font.setBold(True)
        painter.setFont(font)
        for place, name in self._places():
            waits = name == self._mappings.target
            painter.fillRect(place, clear(ACCENT, 110 if waits else 36))
            painter.setPen(QPen(ACCENT, 3 if waits else 1))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
            self._name(painter, place, "move a control …" if waits else self._moved_by(name))
        painter.end()

    def _moved_by(self, name: str) -> str:
        return ", ".join(row.control for row in self._mappings.of(name))

    def _name(self, painter: QPainter, place: QRect, text: str) -> None:
        if not text:
            return
        width = painter.fontMetrics().horizontalAdvance(text) + 8
        plate = QRect(place.left(), place.bottom() - 13, min(width, self.width()), 14)
        painter.fillRect(plate, ACCENT)
        painter.setPen(GROUND)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
