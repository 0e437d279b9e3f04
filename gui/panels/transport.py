"""The upper row: play, where it is, tempo and who leads it, recording, capture."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
)

from gui.model.health import number
from gui.model.presence import Link
from gui.model.store import Store
from gui.panels.health import Standing
from gui.widgets.beat import Beat
from gui.widgets.bound import button, column, describe
from gui.widgets.choice import Choice, List
from gui.widgets.entry import Number

_BARS = ("1", "2", "4", "8", "16", "32")
_AT_REST = ("", "stopped")
_ROOMY = 1160  # pixels from which on the name is shown


class Transport(QFrame):
    """Play and stop, bar and beat, tempo, record, capture.

    ``wanted`` tells that there shall be a daemon: Play was pressed, and none is there.
    """

    wanted = pyqtSignal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store = store
        self.play = self._play_button()
        self.beat, self.standing = Beat(store), Standing(store)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(12)
        self._wordmark = QLabel("MusicCM")
        self._wordmark.setObjectName("wordmark")
        row.addWidget(self._wordmark)
        row.addWidget(self.play)
        row.addWidget(self.beat)
        row.addLayout(column("TEMPO", self._tempo(), self._tap()))
        row.addLayout(column("FOLLOWS", Choice(store, "transport/leader")))
        row.addWidget(self.standing, 1)
        row.addLayout(column("CAPTURE", self._bars(), self._capture()))
        row.addWidget(self._record())
        store.watch("status", self._show)
        store.watch("link", self._show)

    def _play_button(self) -> QPushButton:
        made = button(
            "▶ Play",
            "Play or stop",
            "Play on, or stop within 10 ms; starts a daemon where none is. Space",
        )
        made.setFixedSize(84, 44)
        made.clicked.connect(self.toggle)
        return made

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave the name out where the state needs its room."""
        self._wordmark.setVisible(self.width() >= _ROOMY)

    def toggle(self) -> None:
        """Play, or stop what plays; without a daemon, ask for one."""
        if self._store.link is not Link.CONNECTED:
            self.wanted.emit()
            return
        rests = self._store.status.get("state", "") in _AT_REST
        self._store.call("transport/play" if rests else "transport/stop")

    def _tempo(self) -> Number:
        made = Number(self._store, "tempo", digits=1)
        made.setObjectName("tempo")
        made.setMinimumWidth(76)
        return made

    def _tap(self) -> QPushButton:
        made = button("Tap", "Tap the tempo", "Tap twice or more on the beat. T")
        made.pressed.connect(self.tap)
        return made

    def tap(self) -> None:
        """Tap the tempo."""
        self._store.call("transport/tap")

    def _bars(self) -> List:
        self._capture_bars = List()
        self._capture_bars.addItems([f"{bars} bars" for bars in _BARS])
        self._capture_bars.setCurrentIndex(_BARS.index("4"))
        describe(self._capture_bars, "Bars to capture", "How many bars back a capture reaches.")
        return self._capture_bars

    def _capture(self) -> QPushButton:
        made = button(
            "Capture",
            "Capture the last bars",
            "Write the last whole bars as loops, master and stems, to the session folder. C",
        )
        made.clicked.connect(self.capture)
        return made

    def capture(self) -> None:
        """Write the last bars as loops."""
        self._store.call("capture", int(_BARS[self._capture_bars.currentIndex()]))

    def _record(self) -> QPushButton:
        self.record = button(
            "● Rec",
            "Record master and stems",
            "Record master and stems to the session folder, from now on until it is pressed again.",
            "record",
        )
        self.record.setCheckable(True)
        self.record.setFixedHeight(44)
        self.record.clicked.connect(
            lambda on: self._store.call("record/start" if on else "record/stop")
        )
        return self.record

    def _show(self) -> None:
        status = self._store.status
        rests = status.get("state", "") in _AT_REST
        there = self._store.link is Link.CONNECTED
        words = ("▶ Play" if rests else "■ Stop") if there else "▶ Start"
        if self.play.text() != words:
            self.play.setText(words)
        self.record.setChecked(bool(number(status, "recording")))
