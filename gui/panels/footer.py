"""The lowest row: will it hold, and the newest line of the log."""

from datetime import datetime

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from gui.colours import BAD, DIM, GROUND, TEXT
from gui.look import GOOD, WARN
from gui.model.health import Health, Verdict, judge, number
from gui.model.presence import Link
from gui.model.store import Store
from gui.model.words import Entry
from gui.widgets.bound import button, describe, titled

COLOUR = {Verdict.UNKNOWN: DIM, Verdict.GOOD: GOOD, Verdict.TIGHT: WARN, Verdict.BAD: BAD}
_FULL_BARS = 8.0  # that fill the gauge of what is planned


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
        return QSize(112, 30)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(88, 30)

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


class LogWindow(QDialog):
    """All lines of the log."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Log")
        self.resize(640, 320)
        self._store, self._last = store, None
        self._list = QListWidget()
        describe(self._list, "Log", "What has happened, newest last.")
        QVBoxLayout(self).addWidget(self._list)
        store.watch("log", self.fill)

    def fill(self) -> None:
        """Show the lines, while the window is open."""
        if self.isVisible():
            self._list.clear()
            self._list.addItems([_line(entry) for entry in self._store.log])
            self._list.scrollToBottom()

    def open_now(self) -> None:
        """Open the window."""
        self.show()
        self.raise_()
        self.fill()


def _line(entry: Entry) -> str:
    sign = f"{Verdict.BAD.value} " if entry.bad else ""
    return f"{datetime.fromtimestamp(entry.at):%H:%M:%S}  {sign}{entry.text}"


class Footer(QFrame):
    """Health at a glance."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store = store
        self.verdict = QLabel()
        self.verdict.setMinimumWidth(160)
        describe(
            self.verdict, "Will it hold here?", "Whether this machine keeps up with the music."
        )
        self._ahead = Gauge("ahead", "Plan ahead", "How much music is planned after what you hear.")
        self._engine = Gauge(
            "engine ms",
            "Engine time",
            "Time of an answer (95 %) against the time that it may take.",
        )
        self._counts = titled("", "dim")
        describe(
            self._counts,
            "Underruns, loops, restarts",
            "Blocks that the device missed · times the music had to loop · engine restarts · how "
            "busy the engine is and where it computes",
        )
        self.line = titled("", "dim")
        describe(self.line, "Newest line of the log", "The newest line of the log.")
        self.log = LogWindow(store, self)
        self._build()
        store.watch("status", self._show)
        store.watch("link", self._show)
        store.watch("log", self._show_line)
        self._show()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(14)
        for widget in (self.verdict, self._ahead, self._engine, self._counts):
            row.addWidget(widget)
        self.line.setMinimumWidth(60)
        row.addWidget(self.line, 1)
        log = button("Log", "Open the log", "All that has happened, in plain words. L")
        log.clicked.connect(self.log.open_now)
        row.addWidget(log)

    def _show(self) -> None:
        health = judge(self._store.status)
        link = self._store.link
        words = health.words if link is Link.CONNECTED else link.value
        _set(self.verdict, f"{health.verdict.value}  {words}")
        _tint(self.verdict, health.verdict)
        self._gauges(health)
        _set(self._counts, self._count_words())

    def _gauges(self, health: Health) -> None:
        if health.verdict is Verdict.UNKNOWN and not self._store.status:
            for gauge in (self._ahead, self._engine):
                gauge.show_part("–", 0.0, Verdict.UNKNOWN)
            return
        low = Verdict.GOOD if health.ahead >= 1 else Verdict.BAD
        self._ahead.show_part(f"{health.ahead:.1f} bars", health.ahead / _FULL_BARS, low)
        figure = f"{health.ms:.0f} / {health.budget:.0f}"
        self._engine.show_part(figure, health.share, health.verdict)

    def _count_words(self) -> str:
        status = self._store.status
        if not status:
            return ""
        counts = (f"{number(status, n):.0f} {n}" for n in ("underruns", "fallbacks", "restarts"))
        busy = f"{status.get('compute', '')} {number(status, 'load'):.0f} %".strip()
        return " · ".join((*counts, busy))

    def _show_line(self) -> None:
        entry = self._store.log[-1]
        sign = f"{Verdict.BAD.value} " if entry.bad else ""
        _set(self.line, sign + entry.text)
        self.line.setToolTip(entry.text)


def _set(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _tint(label: QLabel, verdict: Verdict) -> None:
    style = f"color: {COLOUR[verdict].name()}; font-weight: 700;"
    if label.styleSheet() != style:
        label.setStyleSheet(style)
