"""The painted timeline: waveforms that scroll, frame by frame."""

import time
from collections.abc import Callable

from PyQt6.QtCore import QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gui.colours import ACCENT
from gui.timeline.geometry import Geometry
from gui.timeline.layers import Bands, Layers
from gui.timeline.model import Bar, Timeline
from gui.timeline.tiles import PLANNED, PLAYED, Tiles

FRAME_MS = 25  # 40 frames a second


class Picture(QWidget):
    """Paints ``timeline``; what is looked at, and at which bar is pointed, can be told."""

    moved = pyqtSignal()  # the view looks elsewhere

    def __init__(
        self,
        timeline: Timeline,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.timeline, self._clock = timeline, clock
        self.geometry_ = Geometry()
        self.tiles = Tiles(timeline.levels)
        timeline.on_levels = self.tiles.spoil
        self._pointed: Bar | None = None
        self._stale, self._led = True, False
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.advance)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 90)

    def sizeHint(self) -> QSize:
        """Return a size that shows half a minute."""
        return QSize(1000, 340)

    @property
    def top(self) -> int:
        """The logical pixel where the waveforms begin."""
        return Bands(self.height()).lanes

    def refresh(self) -> None:
        """Paint again at the next frame, even if the music stands still."""
        self._stale = True

    def advance(self) -> None:
        """Go to the present; paint if that is another pixel."""
        left = self.geometry_.left
        self.geometry_.now = self.timeline.playhead.at(self._clock())
        if self._stale or self.geometry_.left != left or not self.geometry_.follows:
            self._stale = False
            self.update()

    def look_back(self, seconds: float) -> None:
        """Look back ``seconds`` from the present; 0 follows it again."""
        self.geometry_.look_back(seconds, self.timeline.known[0])
        if self.geometry_.follows:
            self._point(None)
        self._stale = True
        self.moved.emit()

    def zoom(self, steps: float) -> None:
        """Show less or more of the music."""
        self.geometry_.zoom(steps)
        self._stale = True
        self.update()

    def be_led(self) -> None:
        """Let somebody else call :meth:`advance`: two clocks would paint a window twice a frame."""
        self._led = True
        self._frames.stop()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Frames are only made while somebody sees them."""
        if not self._led:
            self._frames.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Stop the frames."""
        self._frames.stop()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the present at its share of the width."""
        self.geometry_.width = self.width()
        self._stale = True

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Copy the columns, then paint what lies over them."""
        geometry = self.geometry_
        geometry.ratio = self.devicePixelRatioF()
        geometry.now = self.timeline.playhead.at(self._clock())
        painter = QPainter(self)
        painter.setFont(self.font())
        self._lanes(painter)
        layers = Layers(painter, self.timeline, geometry, self.height())
        layers.committed(geometry.now)
        layers.labels()
        layers.ruler()
        layers.loop()
        layers.flags()
        layers.playhead(geometry.now)
        if not self.timeline.bars:
            layers.nothing()
        self._pointing(layers)
        if self.hasFocus():
            painter.setPen(QPen(ACCENT, 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _lanes(self, painter: QPainter) -> None:
        geometry = self.geometry_
        height = round((self.height() - self.top) * geometry.ratio)
        self.tiles.fit(geometry.device_speed, height, geometry.ratio)
        left = geometry.left
        right = left + round(geometry.width * geometry.ratio)
        now = min(max(round(geometry.now * geometry.device_speed), left), right)
        self.tiles.draw(painter, PLAYED, left, left, now, self.top)
        self.tiles.draw(painter, PLANNED, left, now, right, self.top)

    def _pointing(self, layers: Layers) -> None:
        if self._pointed is None:
            return
        bars = self._bars_back(self._pointed.place)
        present = self.timeline.bar_at(self.geometry_.now)
        if bars and present:
            layers.target(self._pointed, present.place, bars)

    def point_back(self, bars: int) -> None:
        """Point at the bar that began so many bars ago."""
        present = self.timeline.bar_at(self.geometry_.now)
        if present in self.timeline.bars:
            index = self.timeline.bars.index(present) - bars
            self._point(self.timeline.bars[max(index, 0)].place)

    def _bars_back(self, place: float) -> int | None:
        return self.timeline.bars_back(place, self._clock())

    def _point(self, place: float | None) -> None:
        bar = self.timeline.bar_at(place) if place is not None else None
        bar = bar if bar and self._bars_back(bar.place) else None
        if bar != self._pointed:
            self._pointed = bar
            self._stale = True

    @property
    def pointed(self) -> Bar | None:
        """The bar of the past that is pointed at."""
        return self._pointed
