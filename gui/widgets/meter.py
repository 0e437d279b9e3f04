"""How loud it is."""

from PyQt6.QtCore import QRect, QSize
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gui.colours import BAD, GROUND, TEXT
from gui.model.health import number
from gui.model.store import Store
from gui.widgets.bound import describe

FLOOR_DB = -60.0
FALL_DB = 1.2  # a frame: 48 dB a second at 40 frames
PEAK_FRAMES = 40  # that the highest level stays to be read


class Meter(QWidget):
    """A level in dB with a fall that the eye can follow; drawn anew where a pixel changes."""

    def __init__(self, store: Store, field: str, colour: QColor, peak: str = "") -> None:
        super().__init__()
        self._store, self._field, self._colour, self._peak = store, field, colour, peak or field
        self._level = self._top = FLOOR_DB
        self._held = 0
        self._drawn = (0, 0)
        self.setFixedWidth(10)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        describe(self, f"{field.capitalize()} level", f"Level of {field} in dB, -60 … 0.")

    def sizeHint(self) -> QSize:
        """Tall."""
        return QSize(10, 120)

    def tick(self) -> None:
        """Move on by a frame."""
        features = self._store.features
        now = number(features, self._field) if features else FLOOR_DB
        top = number(features, self._peak) if features else FLOOR_DB
        self._level = max(now, self._level - FALL_DB, FLOOR_DB)
        self._held = max(self._held - 1, 0)
        if top >= self._top or not self._held:
            self._top, self._held = max(top, FLOOR_DB), PEAK_FRAMES
        drawn = (self._pixel(self._level), self._pixel(self._top))
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def _pixel(self, level: float) -> int:
        return round(self.height() * min(level / FLOOR_DB, 1.0)) if level < 0 else 0

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the level from below, and a line where the highest was."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        level, top = self._drawn
        painter.fillRect(QRect(1, level, self.width() - 2, self.height() - level), self._colour)
        if top < self.height() - 1:
            painter.fillRect(QRect(0, top, self.width(), 2), BAD if top == 0 else TEXT)
