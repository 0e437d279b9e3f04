"""Will it hold: the state in large letters, and gauges."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.colours import ACCENT, BAD, DIM, GROUND, TEXT
from gui.look import GOOD, WARN
from gui.model.health import Verdict, judge
from gui.model.presence import Link
from gui.model.store import Store
from gui.widgets.bound import describe

_LETTERS = 14  # of a state in large letters
_SHORTENED = Qt.TextElideMode.ElideRight
COLOUR = {Verdict.UNKNOWN: DIM, Verdict.GOOD: GOOD, Verdict.TIGHT: WARN, Verdict.BAD: BAD}


class Gauge(QWidget):
    """A word, a figure, and a bar beneath them."""

    def __init__(self, title: str, name: str, tip: str) -> None:
        super().__init__()
        self._title, self._figure, self._part = title, "–", 0.0
        self._colour = DIM
        self.setFixedHeight(30)
        describe(self, name, tip)

    def sizeHint(self) -> QSize:
        """Room for a figure of two parts."""
        return QSize(160, 30)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(148, 30)

    def name(self, title: str) -> None:
        """Show another word."""
        if title != self._title:
            self._title = title
            self.update()

    def show_part(self, figure: str, part: float, verdict: Verdict) -> None:
        """Show a figure, and ``part`` (0 … 1) of the bar."""
        new = (figure, round(100 * min(max(part, 0.0), 1.0)) / 100, COLOUR[verdict])
        if new != (self._figure, self._part, self._colour):
            self._figure, self._part, self._colour = new
            self.setAccessibleDescription(figure)
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw both."""
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(DIM)
        words = QRectF(0, 2, self.width(), 18)
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, line | Qt.AlignmentFlag.AlignLeft, self._title)
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(TEXT)
        painter.drawText(words, line | Qt.AlignmentFlag.AlignRight, self._figure)
        painter.fillRect(QRectF(0, 22, self.width(), 4), GROUND)
        painter.fillRect(QRectF(0, 22, self.width() * self._part, 4), self._colour)


class Standing(QAbstractButton):
    """What the music does, readable across a stage, and beneath it whether it will hold."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.state, self.words, self.verdict = "", "", Verdict.UNKNOWN
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        about = "Whether this machine keeps up with the music; press for all of it."
        describe(self, "Will it hold here?", about)
        store.watch("status", self._show)
        store.watch("link", self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(170, 44)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(150, 44)

    def _show(self) -> None:
        store = self._store
        spell = store.unix() - store.since
        health, link = judge(store.status, store.number("steps"), spell), store.link
        connected = link is Link.CONNECTED
        state = str(store.status.get("state", "")) if connected else "no music"
        words = health.words if connected else link.value
        verdict = Verdict.BAD if link is Link.LOST else health.verdict
        new = (state, f"{verdict.value} {words}", verdict)
        if new != (self.state, self.words, self.verdict):
            self.state, self.words, self.verdict = new
            self.setAccessibleDescription(f"{state}; {words}")
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw both lines in the middle."""
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(round(min(max(self.width() / _LETTERS, 17), 22)))
        font.setBold(True)
        painter.setFont(font)
        calm = self.verdict in (Verdict.GOOD, Verdict.UNKNOWN)
        painter.setPen(TEXT if calm else COLOUR[self.verdict])
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 0, self.width(), 26), middle, self.state.upper())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(COLOUR[self.verdict])
        line = painter.fontMetrics().elidedText(self.words, _SHORTENED, self.width())
        painter.drawText(QRectF(0, 26, self.width(), 18), middle, line)
        if self.hasFocus():
            painter.setPen(QPen(ACCENT, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
