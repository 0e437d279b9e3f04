"""The painted timeline: waveforms that scroll, looked back on by hand."""

import time
from collections.abc import Callable

from PyQt6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from gui.colours import ACCENT
from gui.timeline.geometry import Geometry
from gui.timeline.layers import Bands, Layers
from gui.timeline.model import Bar, Timeline
from gui.timeline.tiles import PLANNED, PLAYED, Tiles

FRAME_MS = 25  # 40 frames a second
NOTCH = 120  # of a wheel, as Qt counts
_HOME = (Qt.Key.Key_Home, Qt.Key.Key_Escape)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Canvas(QWidget):
    """Paints ``timeline`` and turns hands into ``back`` (bars).

    Dragging looks back, the wheel too; with Ctrl, by a pinch, or by + and - it zooms. A click on a
    bar of the past rolls back to it; the arrows choose one and Enter does it.
    """

    back = pyqtSignal(int)
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
        self._grabbed: tuple[QPoint, float] | None = None
        self._dragged = False
        self._pointed: Bar | None = None
        self._stale = True
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.advance)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 90)
        self.setAccessibleName("timeline")
        self.setToolTip(
            "What was played, and outlined what is planned. Drag or scroll to look back, Ctrl and "
            "scroll to zoom, click on a bar of the past to roll back to it."
        )

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

    def showEvent(self, event: QShowEvent | None) -> None:
        """Frames are only made while somebody sees them."""
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

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the music."""
        if event and event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().toPoint(), self.geometry_.back
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag the music, or point at a bar."""
        if event is None:
            return
        if self._grabbed is None:
            inside = event.position().y() >= self.top
            self._point(self.geometry_.place(event.position().x()) if inside else None)
            return
        moved = event.position().toPoint().x() - self._grabbed[0].x()
        if self._dragged or abs(moved) >= QApplication.startDragDistance():
            self._dragged = True
            self._point(None)
            self.look_back(self._grabbed[1] + moved / self.geometry_.speed)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go; without a drag it was a click."""
        if event is None or self._grabbed is None:
            return
        self._grabbed = None
        if not self._dragged and event.position().y() >= self.top:
            self._roll_back(self.geometry_.place(event.position().x()))

    def leaveEvent(self, event: QEvent | None) -> None:
        """Point at nothing."""
        self._point(None)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Look back or forth; with Ctrl, zoom."""
        if event is None:
            return
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(delta.y() / NOTCH)
        else:
            pixels = (delta.y() or -delta.x()) * 60 / NOTCH
            self.look_back(self.geometry_.back + pixels / self.geometry_.speed)
        event.accept()

    def event(self, event: QEvent | None) -> bool:
        """Zoom by a pinch."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture) and pinch.scaleFactor() > 0:
                self.zoom(3.1 * (pinch.scaleFactor() - 1.0))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Choose a bar by the arrows, roll back by Enter, zoom by + and -."""
        if event is None:
            return
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in _CHOOSE and self._pointed:
            self._roll_back(self._pointed.place)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in _HOME:
            self._point(None)
            self.look_back(0.0)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Point at the bar before or after the one that is pointed at."""
        bars, from_ = self.timeline.bars, self._pointed
        start = from_ or self.timeline.bar_at(self.geometry_.now)
        if start in bars:
            index = min(max(bars.index(start) + by, 0), len(bars) - 1)
            self._point(bars[index].place)
            shown = self.geometry_.x(bars[index].place)
            if shown < 0:
                self.look_back(self.geometry_.back - shown / self.geometry_.speed)

    def _roll_back(self, place: float) -> None:
        bars = self._bars_back(place)
        if bars:
            self.back.emit(bars)
            self._point(None)

    @property
    def pointed(self) -> Bar | None:
        """The bar of the past that is pointed at."""
        return self._pointed
