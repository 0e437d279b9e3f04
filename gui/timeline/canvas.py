"""The timeline under a hand: dragged, scrolled, zoomed, pointed at, rolled back."""

import time
from collections.abc import Callable

from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from gui.timeline.model import Timeline
from gui.timeline.picture import Picture
from gui.widgets.bound import describe

NOTCH = 120  # of a wheel, as Qt counts
_HOME = (Qt.Key.Key_Home, Qt.Key.Key_Escape)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Canvas(Picture):
    """Turns hands into ``back`` (bars).

    Dragging looks back, the wheel too; with Ctrl, by a pinch, or by + and - it zooms. A click on a
    bar of the past rolls back to it; the arrows choose one and Enter does it.
    """

    back = pyqtSignal(int)

    def __init__(
        self,
        timeline: Timeline,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(timeline, clock, parent)
        self._grabbed: tuple[QPoint, float] | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(
            self,
            "Timeline",
            "What was played, and outlined what is planned. Drag or scroll to look back, Ctrl and "
            "scroll to zoom, click on a bar of the past to roll back to it.",
        )

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
