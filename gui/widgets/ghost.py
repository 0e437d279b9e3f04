"""What waits for its line, shown on its own control."""

from PyQt6.QtCore import QEvent, QObject, QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from gui.colours import ACCENT, GROUND, clear
from gui.model.coming import Coming
from gui.model.store import Store

_FOOT = 11  # pixels
_PLENTY, _ROOM = 140, 60  # pixels from which on there is room for all, and for a value and a bar


class Ghost(QWidget):
    """Lies over a field that shows what is asked for; says what is heard, and until which bar.

    Hands do not feel it. ``store`` tells what waits for ``name``.
    """

    def __init__(self, field: QWidget, store: Store, name: str) -> None:
        super().__init__(field)
        self._field, self._store, self._name = field, store, name
        self._coming: Coming | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        field.installEventFilter(self)
        store.watch(name, self._show)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay over the whole field."""
        if event and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._field.rect())
        return False

    def _show(self) -> None:
        coming = self._store.coming(self._name)
        if coming == self._coming:
            return
        self._coming = coming
        self._field.setAccessibleDescription(coming.words if coming else "")
        self.setVisible(coming is not None)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw a dashed frame, and the words at its foot."""
        if self._coming is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame(painter, QRectF(self.rect()))
        foot = QRectF(3, self.height() - _FOOT - 1, self.width() - 6, _FOOT)
        small(painter, foot, self._words(self._coming))

    def _words(self, coming: Coming) -> str:
        """Return as much as there is room for."""
        if self.width() >= _PLENTY:
            return coming.words
        return coming.until if self.width() >= _ROOM else coming.mark


def frame(painter: QPainter, box: QRectF) -> None:
    """Draw the frame of what is not heard yet."""
    painter.setPen(QPen(ACCENT, 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)


def small(painter: QPainter, box: QRectF, text: str) -> None:
    """Write something small in the middle of a box, shortened to its width."""
    font = painter.font()
    font.setPixelSize(10)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(ACCENT)
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, int(box.width()))
    width = metrics.horizontalAdvance(shown) + 4.0
    ground = QRectF(box.center().x() - width / 2, box.center().y() - _FOOT / 2, width, _FOOT)
    painter.fillRect(ground, clear(GROUND, 225))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
