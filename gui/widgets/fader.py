"""A mixer's fader, and the bar of a prompt's weight."""

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen

from gui.colours import ACCENT, DIM, GROUND, LINE, PLATE, RAISED, TEXT
from gui.model.store import Store
from gui.widgets.ghost import frame, small
from gui.widgets.slide import Slide

_CAP = 16  # pixels of the handle
_QUIET = 1e-3  # gain under which the fader says -inf


class Fader(Slide):
    """Vertical, in decibels, with a line at unity."""

    def words(self) -> str:
        """Return the gain in dB."""
        gain = float(self.value or 0.0)
        return f"{20 * math.log10(gain):+.1f}" if gain > _QUIET else "-∞"

    def sizeHint(self) -> QSize:
        """Tall."""
        return QSize(40, 150)

    def minimumSizeHint(self) -> QSize:
        """Still a way to drag."""
        return QSize(34, 70)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw track, unity, handle and level."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        way = self.height() - _CAP - 16
        self.travel = max(way, 1)
        middle = self.width() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(QRectF(middle - 2, _CAP / 2, 4, way), 2, 2)
        unity = _CAP / 2 + (1 - self._where(1.0)) * way
        painter.setPen(QPen(DIM, 1))
        painter.drawLine(int(middle) - 12, int(unity), int(middle) + 12, int(unity))
        if self.coming:
            ghost = QRectF(middle - 13, (1 - (self.position or 0.0)) * way, 26, _CAP)
            frame(painter, ghost)
        self._handle(painter, middle, (1 - (self.heard or 0.0)) * way)
        painter.setPen(TEXT if self.hasFocus() else DIM)
        font = self.font()
        font.setPixelSize(10)
        painter.setFont(font)
        foot = QRectF(0, self.height() - 14, self.width(), 14)
        if self.coming:
            small(painter, foot, f"{self.words()} {self.coming.mark}")
        else:
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.words())

    def _handle(self, painter: QPainter, middle: float, top: float) -> None:
        box = QRectF(middle - 13, top, 26, _CAP)
        painter.setPen(QPen(ACCENT if self.hasFocus() else LINE, 1))
        painter.setBrush(RAISED.lighter(130))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(self._colour, 2))
        y = box.center().y()
        painter.drawLine(int(box.left()) + 4, int(y), int(box.right()) - 4, int(y))


class Bar(Slide):
    """Horizontal, filled up to the value, which is written on it."""

    horizontal = True

    def __init__(self, store: Store, name: str, beside: str = "") -> None:
        """``beside`` is a text without which the value is of no account."""
        self._beside = beside
        super().__init__(store, name)
        if beside:
            store.watch(beside, self.update)

    def sizeHint(self) -> QSize:
        """Wide."""
        return QSize(96, 24)

    def minimumSizeHint(self) -> QSize:
        """Still a way to drag."""
        return QSize(56, 20)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw ground, filling and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self.travel = max(self.width(), 1)
        painter.setPen(QPen(ACCENT if self.hasFocus() else LINE, 1))
        painter.setBrush(GROUND)
        painter.drawRoundedRect(box, 4, 4)
        filled = box.adjusted(1, 1, -1, -1)
        whole = filled.width()
        filled.setWidth(whole * (self.heard or 0.0))
        lit = not self._beside or bool(self._store[self._beside])
        painter.fillRect(filled, self._colour.darker(190) if lit else PLATE)
        edge = QRectF(filled.right() - 2, filled.top(), 2, filled.height())
        painter.fillRect(edge, self._colour if lit else LINE)
        painter.setPen(TEXT if lit else DIM)
        if self.coming is None:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words())
            return
        x = box.left() + 1 + whole * (self.position or 0.0)
        painter.setPen(QPen(ACCENT, 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, box.top() + 1), QPointF(x, box.bottom() - 1))
        small(painter, box, self.coming.note)
