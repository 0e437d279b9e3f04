"""The surface: eight prompts on a plane, and a point that moves among them."""

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from bridge.protocol.parameters import N_PROMPTS
from gui.colours import ACCENT, DIM, GROUND, LINE, PLATE, RAISED, TEXT
from gui.model.store import Store
from gui.model.surface import Point, centre, weights
from gui.prefs import Prefs
from gui.widgets.bound import describe

SEND_MS = 30  # between two settings of the weights while a hand moves
_STEP = 0.02
_GRIP = 0.07  # as near as a press must be to a place to take hold of it
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class Surface(QWidget):
    """Drag to mix, Ctrl and drag to move a prompt's place. Prompts without words are left out."""

    def __init__(self, store: Store, prefs: Prefs) -> None:
        super().__init__()
        self._store, self._prefs = store, prefs
        self.places = prefs.places(N_PROMPTS)
        self._at: Point | None = None  # while a hand is on it
        self._held: int | None = None  # the place that is being moved
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEND_MS)
        self._timer.timeout.connect(self._send)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        describe(
            self,
            "Prompt surface",
            "Drag to move among the prompts: the nearer, the louder.\n"
            "Ctrl and drag moves the place of a prompt. Arrow keys move the point.",
        )
        for n in self.places:
            store.watch(f"prompt/{n}/weight", self.update)
            store.watch(f"prompt/{n}/text", self.update)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        """Still a way to move."""
        return QSize(150, 150)

    def _lit(self) -> dict[int, Point]:
        """Return the places of the prompts that have words."""
        return {n: p for n, p in self.places.items() if self._store[f"prompt/{n}/text"]}

    def _shares(self) -> dict[int, float]:
        return {n: self._store.number(f"prompt/{n}/weight") for n in self.places}

    @property
    def point(self) -> Point | None:
        """Where the mix is: under the hand, or where the weights say."""
        return self._at or centre(self._shares(), self._lit())

    def move_to(self, at: Point) -> None:
        """Bring the point to a place, soon heard."""
        self._at = (min(max(at[0], 0.0), 1.0), min(max(at[1], 0.0), 1.0))
        if not self._timer.isActive():
            self._timer.start()
        self.update()

    def _send(self) -> None:
        if self._at is None:
            return
        for n, weight in weights(self._at, self._lit()).items():
            if abs(weight - self._store.number(f"prompt/{n}/weight")) > 0.002:
                self._store.write(f"prompt/{n}/weight", weight)

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(6, 6, -6, -6)

    def _point_of(self, event: QMouseEvent) -> Point:
        box, at = self._box(), event.position()
        return (at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.height()

    def _on_screen(self, at: Point) -> QPointF:
        box = self._box()
        return QPointF(box.left() + at[0] * box.width(), box.top() + at[1] * box.height())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the point, with Ctrl of the nearest place."""
        if event is None:
            return
        at = self._point_of(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            near = min(self.places, key=lambda n: math.dist(at, self.places[n]))
            self._held = near if math.dist(at, self.places[near]) < 2 * _GRIP else None
        else:
            self.move_to(self._snapped(at))

    def _snapped(self, at: Point) -> Point:
        """Return a lit place where the hand is on it: only that prompt is meant."""
        return next((p for p in self._lit().values() if math.dist(at, p) < _GRIP / 2), at)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag."""
        if event is None:
            return
        x, y = self._point_of(event)
        if self._held is None:
            self.move_to(self._snapped((x, y)))
        else:
            self.places[self._held] = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go: from now on the weights say where the point is."""
        if self._held is not None:
            self._prefs.put_place(self._held, self.places[self._held])
        self._send()
        self._held = self._at = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move with the arrows."""
        if event and Qt.Key(event.key()) in _ARROWS and self.point:
            dx, dy = _ARROWS[Qt.Key(event.key())]
            x, y = self.point
            self.move_to((x + dx, y + dy))
        elif event:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the plane, the prompts as large as their weight, and the point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ACCENT if self.hasFocus() else LINE, 1))
        painter.setBrush(GROUND)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        lit, point = self._lit(), self.point
        for n, place in self.places.items():
            self._paint_place(painter, n, place, n in lit, point)
        if point and lit:
            painter.setPen(QPen(GROUND, 2))
            painter.setBrush(TEXT)
            painter.drawEllipse(self._on_screen(point), 7, 7)

    def _paint_place(
        self, painter: QPainter, n: int, place: Point, lit: bool, point: Point | None
    ) -> None:
        at, weight = self._on_screen(place), self._store.number(f"prompt/{n}/weight")
        if lit and point and weight > 0:
            painter.setPen(QPen(ACCENT, 0.5 + 2 * weight))
            painter.drawLine(at, self._on_screen(point))
        radius = 10 + (6 * weight if lit else 0)
        painter.setPen(QPen(ACCENT if lit else LINE, 1.5))
        painter.setBrush(ACCENT.darker(round(320 - 200 * weight)) if lit else PLATE)
        painter.drawEllipse(at, radius, radius)
        font = self.font()
        font.setPixelSize(11)
        font.setBold(lit)
        painter.setFont(font)
        painter.setPen((RAISED if weight > 0.6 else TEXT) if lit else DIM)
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(n))
