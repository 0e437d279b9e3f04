"""The window: rows from far to near, what is looked at above what is touched."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import N_PROMPTS
from gui.line import Line
from gui.model.store import Store
from gui.panels.character import Character
from gui.panels.footer import Footer
from gui.panels.prompts import Plane, Prompts
from gui.panels.scenes import Scenes
from gui.panels.stems import Stems
from gui.panels.studio import Studio
from gui.panels.transport import Transport
from gui.prefs import Prefs
from gui.timeline.view import TimelineView
from gui.widgets.bound import titled
from gui.widgets.choice import Segments

FRAME_MS = 25  # 40 frames a second
LEAST = (1024, 640)
USUAL = (1280, 800)
N_FUNCTION_KEYS = 12
_GAP = 6  # pixels between two plates
_TIMELINE_KEYS = ("H", "A", "B")  # hold, again, back: wherever the focus is


class Window(QMainWindow):
    """``store`` is told what hands do; once a frame the widgets are told what has changed."""

    closed = pyqtSignal()

    def __init__(self, store: Store, prefs: Prefs, line: Line) -> None:
        super().__init__()
        self._store, self._prefs = store, prefs
        self.setWindowTitle("MusicCM")
        self.setMinimumSize(*LEAST)
        self.resize(*USUAL)
        self.transport = Transport(store)
        self.prompts, self.plane = Prompts(store), Plane(store, prefs)
        self.scenes, self.stems = Scenes(store, prefs), Stems(store)
        self.character, self.footer = Character(store), Footer(store)
        self.timeline = TimelineView(line)
        self.timeline.canvas.be_led()
        self.middle = self._middle()
        self.studio = Studio(store, prefs, line, self)
        self.footer.opened.connect(self.studio.open_at)
        self.transport.standing.clicked.connect(partial(self.studio.open_at, "Health"))
        self._lay_out()
        self._bind_keys()
        if not prefs.geometry.isEmpty():
            self.restoreGeometry(prefs.geometry)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.frame)
        self._timer.start()

    def _middle(self) -> QFrame:
        """Return the ground of the timeline."""
        made = QFrame()
        made.setObjectName("plate")
        made.setMinimumHeight(150)
        box = QVBoxLayout(made)
        box.setContentsMargins(10, 8, 10, 6)
        box.addWidget(self.timeline)
        self.timeline.row.insertSpacing(4, 12)
        self.timeline.row.insertWidget(5, titled("CHANGES ON"))
        self.timeline.row.insertWidget(6, Segments(self._store, "quantize"))
        for shortcut in self.timeline.findChildren(QShortcut):
            if shortcut.key().toString() in _TIMELINE_KEYS:
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        return made

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        column.setSpacing(_GAP)
        column.addWidget(self.transport)
        column.addWidget(self.middle, 3)
        column.addLayout(self._hands(), 5)
        column.addWidget(self.footer)
        self.setCentralWidget(ground)

    def _hands(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self.prompts, 4)
        row.addLayout(_stacked(self.plane, self.scenes, (6, 7)), 3)
        row.addLayout(_stacked(self.stems, self.character, (1, 0)), 5)
        return row

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "Space": self._space,
            "T": self.transport.tap,
            "C": self.transport.capture,
            "S": self.scenes.save.toggle,
            "L": partial(self.studio.open_at, "Log"),
            "?": partial(self.studio.open_at, "Keys"),
        }
        for n in range(1, N_PROMPTS + 1):
            keys[f"Ctrl+{n}"] = partial(self.prompts.select, n)
        for n in range(1, N_FUNCTION_KEYS + 1):
            keys[f"F{n}"] = partial(self.scenes.press, n)
        for key, does in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(does)

    def _space(self) -> None:
        """Play or stop; what has the focus by the keyboard is pressed instead."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
        elif isinstance(focus, QComboBox):
            focus.showPopup()
        else:
            self.transport.toggle()

    def frame(self) -> None:
        """Show what has changed since the last frame."""
        self._store.notify()
        self.timeline.canvas.advance()
        self.transport.beat.tick()
        for meter in self.stems.meters:
            meter.tick()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Remember the place of the window, and tell that it is closed."""
        self._timer.stop()
        self.studio.close()
        self._prefs.geometry = self.saveGeometry()
        self._prefs.save()
        self.closed.emit()
        super().closeEvent(event)


def _stacked(upper: QWidget, lower: QWidget, shares: tuple[int, int]) -> QVBoxLayout:
    """Return a column whose parts share the room that neither needs."""
    column = QVBoxLayout()
    column.setSpacing(_GAP)
    column.addWidget(upper, shares[0])
    column.addWidget(lower, shares[1])
    return column
