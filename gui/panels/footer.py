"""The lowest row: will it hold, and the newest line of the log."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel

from gui.look import TOUCH
from gui.model.health import Health, Verdict, judge, number
from gui.model.store import Store
from gui.panels.health import Gauge
from gui.panels.log import marked
from gui.widgets.bound import Shortened, button, describe, titled

_WINDOWS = (
    ("Files", "Captured loops and takes, to be dragged into a DAW."),
    ("MIDI", "Give knobs, faders and pads of a controller to what they shall move."),
    ("Devices", "Where the sound goes, and which controllers are there."),
    ("Settings", "Time, and what the panel does when it opens and closes."),
    ("Keys", "What each key of the keyboard does. ?"),
    ("Log", "All that has happened, in plain words. L"),
)
_COUNTS = (("underruns", "underrun"), ("fallbacks", "loop"), ("restarts", "restart"))
_FULL_BARS = 8.0  # that fill the gauge of what is planned


class Footer(QFrame):
    """Health at a glance; ``opened`` tells which part of the studio is wanted."""

    opened = pyqtSignal(str)

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
            "Blocks that the device missed · times the music had to loop · engine restarts.",
        )
        self.line = Shortened()
        describe(self.line, "Newest line of the log", "The newest line of the log.")
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
        openers = QHBoxLayout()
        openers.setSpacing(4)
        row.addLayout(openers)
        for name, does in _WINDOWS:
            opener = button("?" if name == "Keys" else name, f"Open {name}", does)
            opener.clicked.connect(lambda _, n=name: self.opened.emit(n))
            opener.setMinimumWidth(TOUCH)
            openers.addWidget(opener)

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
        self._engine.name(f"engine {self._store.status.get('compute', '')}".strip())
        self._engine.show_part(figure, health.share, health.verdict)

    def _count_words(self) -> str:
        status = self._store.status
        if not status:
            return ""
        return " · ".join(_counted(number(status, name), word) for name, word in _COUNTS)

    def _show_line(self) -> None:
        entry = self._store.log[-1]
        self.line.say(marked(entry))


def _set(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _counted(n: float, word: str) -> str:
    return f"{n:.0f} {word}{'s' * (round(n) != 1)}"
