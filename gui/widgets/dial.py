"""A knob."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen

from gui.colours import DIM, LINE, RAISED, TEXT
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
        if self.position is not None:
            zero = self._where(0.0)
            begin = 16 * (_BEGIN - _SWEEP * zero)
            painter.setPen(QPen(self._colour, width, cap=Qt.PenCapStyle.FlatCap))
            span = -16 * _SWEEP * (self.position - zero)
            painter.drawArc(box, int(begin), int(span) or -8)
        if self.hasFocus():
            painter.setPen(QPen(TEXT, 1))
            painter.setBrush(RAISED)
            painter.drawEllipse(box.center(), box.width() * 0.36, box.height() * 0.36)

    def _words(self, painter: QPainter, box: QRectF) -> None:
        font = self.font()
        font.setPixelSize(max(10, int(box.height() / 3.8)))
        font.setBold(self.position is not None)
        painter.setFont(font)
        painter.setPen(DIM if self.position is None else TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words())
        font.setPixelSize(11)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(DIM)
        foot = QRectF(0, box.bottom() - box.height() / 12, self.width(), _FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._title)
