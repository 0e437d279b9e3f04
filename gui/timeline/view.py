"""The timeline with its buttons: hold, again, roll back, and the way back to the present."""

import time
from collections.abc import Callable, Sequence

from PyQt6.QtCore import QSignalBlocker, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import ROOT
from gui.line import Line
from gui.look import TOUCH
from gui.timeline.canvas import Canvas
from gui.timeline.model import Timeline
from gui.widgets.bound import Shortened, button, describe
from gui.widgets.choice import List

ASK_MS = 250  # between two looks at the plan
HOLD_BARS = ("1", "2", "4", "8")
BACK_BARS = 4


class TimelineView(QWidget):
    """The whole timeline. What hands do is both sent over ``line`` and told by signals."""

    hold = pyqtSignal(int)
    release = pyqtSignal()
    again = pyqtSignal()
    back = pyqtSignal(int)

    def __init__(
        self, line: Line, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.timeline, self._line, self._clock = Timeline(), line, clock
        self.canvas = Canvas(self.timeline, clock, self)
        self._build()
        self._speak()
        self._shortcuts()
        self._questions = QTimer(self)
        self._questions.setInterval(ASK_MS)
        self._questions.timeout.connect(self.ask)

    def _build(self) -> None:
        self.hold_button = button("Hold", "Hold", "Loop the last bars until released. H")
        self.hold_button.setCheckable(True)
        self.hold_bars = List()
        self.hold_bars.setMinimumContentsLength(1)
        self.hold_bars.addItems(HOLD_BARS)
        describe(self.hold_bars, "Bars to hold", "How many bars Hold loops.")
        self.again_button = button(
            "Again", "Again", "The same once more, with other notes: the next take. A"
        )
        self.back_button = button(
            f"Back {BACK_BARS}",
            f"Back {BACK_BARS} bars",
            f"Roll back to how it was {BACK_BARS} bars ago. B",
        )
        self.now_button = button("Now", "Now", "Follow the music again. Home")
        self.closer = button("+", "Zoom in", "Show less of the music, larger. +")
        self.wider = button("−", "Zoom out", "Show more of the music, smaller. -")
        for zoom in (self.closer, self.wider):
            zoom.setFixedWidth(TOUCH)
        self.words = Shortened()
        describe(self.words, "What waits", "The changes that wait for their line.")
        self._lay_out()

    def _lay_out(self) -> None:
        row = self.row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.hold_button, self.hold_bars, self.again_button, self.back_button):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(self.words, 1)
        for widget in (self.now_button, self.wider, self.closer):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.canvas, 1)
        column.addLayout(row)

    def _speak(self) -> None:
        self.hold_button.clicked.connect(self._hold_or_release)
        self.again_button.clicked.connect(self.again)
        self.back_button.clicked.connect(lambda: self.back.emit(BACK_BARS))
        self.canvas.back.connect(self.back)
        self.canvas.moved.connect(self._show_words)
        self.now_button.clicked.connect(lambda: self.canvas.look_back(0.0))
        self.closer.clicked.connect(lambda: self.canvas.zoom(1))
        self.wider.clicked.connect(lambda: self.canvas.zoom(-1))
        self.hold.connect(lambda bars: self._line.send(f"{ROOT}/plan/hold", bars))
        self.release.connect(lambda: self._line.send(f"{ROOT}/plan/release"))
        self.again.connect(lambda: self._line.send(f"{ROOT}/plan/again"))
        self.back.connect(lambda bars: self._line.send(f"{ROOT}/plan/back", bars))

    def _shortcuts(self) -> None:
        for key, does in (
            ("H", self.hold_button.click),
            ("A", self.again_button.click),
            ("B", self.back_button.click),
            ("Home", self.now_button.click),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def _hold_or_release(self, wanted: bool) -> None:
        if wanted:
            self.hold.emit(int(self.hold_bars.currentText()))
        else:
            self.release.emit()

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message of the daemon in."""
        if self.timeline.receive(address, arguments, self._clock()):
            self.canvas.refresh()

    def ask(self) -> None:
        """Ask how the plan is, and say in words how it was."""
        self._line.send(f"{ROOT}/plan/view", *self.timeline.wish())
        with QSignalBlocker(self.hold_button):
            self.hold_button.setChecked(self.timeline.held)
        self.hold_button.setText("Release" if self.timeline.held else "Hold")
        self._show_words()

    def _show_words(self) -> None:
        now = self._clock()
        self.now_button.setEnabled(not self.canvas.geometry_.follows)
        self.canvas.setAccessibleDescription(self.timeline.describe(now))
        self.words.say(self.timeline.ahead(now))

    def stand(self) -> None:
        """Show that nobody tells anything any more."""
        self.timeline.stand(self._clock())
        self._show_words()
        self.canvas.refresh()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Ask only while somebody sees the answers."""
        self._questions.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Stop asking."""
        self._questions.stop()
