"""A knob."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen

from gui.colours import ACCENT, DIM, LINE, RAISED, TEXT, clear
from gui.model.words import shown
from gui.widgets.ghost import small
from gui.widgets.slide import Slide

_SWEEP = 270.0  # degrees
_BEGIN = 225.0  # where the low end is, counter-clockwise from three o'clock


_LARGEST = 76  # pixels across
_FOOT = 14  # pixels for the name


class Dial(Slide):
    """An arc with the value inside and its name beneath; auto is an empty arc."""

    def sizeHint(self) -> QSize:
        """Room for the arc and a word."""
        return QSize(62, 66)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(42, 52)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw arc, value and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width() - 4, self.height() - _FOOT - 2, _LARGEST)
        top = max(0.0, (self.height() - _FOOT - side) / 2)
        box = QRectF((self.width() - side) / 2, top, side, side)
        self._arc(painter, box.adjusted(3, 3, -3, -3))
        self._words(painter, box)

    def _arc(self, painter: QPainter, box: QRectF) -> None:
        width = max(4.0, box.width() / 11)
        painter.setPen(QPen(LINE, width, cap=Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, int(16 * _BEGIN), int(-16 * _SWEEP))
        zero, heard = self._where(0.0), self.heard
        if heard is not None:
            self._part(painter, box, zero, heard, QPen(self._colour, width))
        if self.coming and self.position is not None:
            pen = QPen(clear(ACCENT, 120), width)
            self._part(painter, box, zero if heard is None else heard, self.position, pen)
            tick = self.position
            self._part(painter, box, tick - 0.01, tick + 0.01, QPen(ACCENT, 2 * width))
        if self.hasFocus():
            painter.setPen(QPen(TEXT, 1))
            painter.setBrush(RAISED)
            painter.drawEllipse(box.center(), box.width() * 0.36, box.height() * 0.36)

    def _part(self, painter: QPainter, box: QRectF, begin: float, end: float, pen: QPen) -> None:
        """Draw the arc between two positions."""
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        span = int(-16 * _SWEEP * (end - begin)) or -8
        painter.drawArc(box, int(16 * (_BEGIN - _SWEEP * begin)), span)

    def _words(self, painter: QPainter, box: QRectF) -> None:
        font = self.font()
        font.setPixelSize(max(10, int(box.height() / 3.8)))
        coming, heard = self.coming, self.heard
        font.setBold(heard is not None)
        painter.setFont(font)
        painter.setPen(DIM if heard is None else TEXT)
        words = shown(self._name, coming.before) if coming else self.words()
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        font.setPixelSize(11)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(DIM)
        foot = QRectF(0, box.bottom() - box.height() / 12, self.width(), _FOOT)
        if coming:
            small(painter, foot, coming.note)
            return
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._title)
