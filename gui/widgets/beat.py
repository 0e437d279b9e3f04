"""Where the music is: bar and beat in figures, chord and section, a lamp for each beat."""

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
        self._said = ("", "")  # chord and section
        self.setMinimumWidth(self.sizeHint().width())
        about = "Bar and beat that sound now, chord and section; the first lamp is the one."
        describe(self, "Bar and beat", about)
        store.watch("features", self._hear)

    def sizeHint(self) -> QSize:
        """Room for four figures of a bar and a chord with a seventh."""
        return QSize(172, 44)

    def _hear(self) -> None:
        features = self._store.features
        self._clock.hear(features, self._store.features_at)
        said = str(features.get("chord", "")), str(features.get("section", ""))
        if said != self._said:
            self._said = said
            self.setAccessibleDescription(" ".join(said))
            self.update()

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
        half, height = self.width() / 2, self.height() - 12
        painter.drawText(QRectF(0, 0, half, height), Qt.AlignmentFlag.AlignCenter, words)
        self._harmony(painter, QRectF(half, 0, half, height))
        self._lamps(painter, beat, 1 - step / _STEPS, beats)

    def _harmony(self, painter: QPainter, box: QRectF) -> None:
        """Write the chord, and beneath it the section."""
        chord, section = self._said
        font = self.font()
        font.setPixelSize(15)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(TEXT)
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        if painter.fontMetrics().horizontalAdvance(chord) > box.width():  # told by its notes
            font.setPixelSize(10)
            painter.setFont(font)
        right = Qt.TextElideMode.ElideRight
        painter.drawText(box, top, painter.fontMetrics().elidedText(chord, right, int(box.width())))
        font.setPixelSize(11)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(DIM)
        foot = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, foot, section)

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
