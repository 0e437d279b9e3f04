"""The lowest row: will it hold, and the newest line of the log."""

from datetime import datetime

from PyQt6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from gui.model.health import Health, Verdict, judge, number
from gui.model.store import Store
from gui.model.words import Entry
from gui.panels.health import Gauge
from gui.widgets.bound import button, describe, titled

_FULL_BARS = 8.0  # that fill the gauge of what is planned


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
        self._ahead = Gauge("ahead", "Plan ahead", "How much music is planned after what you hear.")
        self._engine = Gauge(
            "engine",
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
        for widget in (self._ahead, self._engine, self._counts):
            row.addWidget(widget)
        self.line.setMinimumWidth(60)
        row.addWidget(self.line, 1)
        log = button("Log", "Open the log", "All that has happened, in plain words. L")
        log.clicked.connect(self.log.open_now)
        row.addWidget(log)

    def _show(self) -> None:
        health = judge(self._store.status)
        self._gauges(health)
        _set(self._counts, self._count_words())

    def _gauges(self, health: Health) -> None:
        if health.verdict is Verdict.UNKNOWN and not self._store.status:
            for gauge in (self._ahead, self._engine):
                gauge.show_part("–", 0.0, Verdict.UNKNOWN)
            return
        low = Verdict.GOOD if health.ahead >= 1 else Verdict.BAD
        self._ahead.show_part(f"{health.ahead:.1f} bars", health.ahead / _FULL_BARS, low)
        figure = f"{health.ms:.0f} / {health.budget:.0f} ms"
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
