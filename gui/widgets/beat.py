"""Where the music is: bar and beat in figures, and a lamp for each beat."""

import time

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from gui.colours import ACCENT, DIM, LINE, TEXT
from gui.model.beatclock import BeatClock, place
from gui.model.health import number
from gui.model.store import Store
from gui.widgets.bound import describe

_STEPS = 8  # that a lamp fades in


class Beat(QWidget):
    """Drawn anew when the beat or the brightness of its lamp changes."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._clock = store, BeatClock()
        self._drawn: tuple[int, int, int, int] = (0, 0, 0, 4)
        self.setMinimumWidth(self.sizeHint().width())
        describe(self, "Bar and beat", "Bar and beat that sound now; the first lamp is the one.")
        store.watch("features", self._hear)

    def sizeHint(self) -> QSize:
        """Room for three figures of a bar."""
        return QSize(128, 44)

    def _hear(self) -> None:
        self._clock.hear(self._store.features, time.monotonic())

    def tick(self) -> None:
        """Move on by a frame."""
        status = self._store.status
        beats = round(number(status, "beats_per_bar")) or 4
        bar, beat, phase = place(self._clock.beat(status, time.monotonic()), beats)
        drawn = (bar, beat, int(phase * _STEPS), beats)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the figures and the lamps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar, beat, step, beats = self._drawn
        font = self.font()
        font.setPixelSize(24)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(TEXT if self._store.status else DIM)
        words = f"{bar}.{beat}" if self._store.status else "–"
        figures = QRectF(0, 0, self.width(), self.height() - 12)
        painter.drawText(figures, Qt.AlignmentFlag.AlignCenter, words)
        self._lamps(painter, beat, 1 - step / _STEPS, beats)

    def _lamps(self, painter: QPainter, beat: int, light: float, beats: int) -> None:
        gap, height = 4, 6
        width = (self.width() - gap * (beats - 1)) / beats
        painter.setPen(Qt.PenStyle.NoPen)
        for k in range(beats):
            painter.setBrush(LINE)
            box = QRectF(k * (width + gap), self.height() - height, width, height)
            painter.drawRoundedRect(box, 2, 2)
            if k == beat - 1 and self._store.status:
                painter.setOpacity(0.35 + 0.65 * light)
                painter.setBrush(ACCENT if k == 0 else TEXT)
                painter.drawRoundedRect(box, 2, 2)
                painter.setOpacity(1.0)
