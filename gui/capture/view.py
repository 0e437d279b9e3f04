"""Capture as a panel: take the last bars, record, and drag what came of it into a DAW."""

from collections.abc import Iterable, Sequence

from PyQt6.QtCore import QMimeData, QSize, Qt, QTimer, QUrl
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bridge.protocol.parameters import ROOT
from gui.capture.model import Recording, Recordings, ago, megabytes
from gui.colours import STEM, TEXT
from gui.line import Line
from gui.look import TOUCH
from gui.trees import dress_tree
from gui.widgets.bound import button, describe, notice

BARS = (1, 2, 4, 8, 16)
SHOWN = 100  # files
ASK_MS = 5000  # between two looks: other panels capture too
_TEACH = "Drag a file into your DAW; a whole moment brings its master and stems."


class Files(QTreeWidget):
    """The files by their moment; dragged, they are file URLs that any DAW takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress_tree(self, ("What", "Bars · tempo · key", "Size", "When"), (230, 200, 80))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setIconSize(QSize(10, 10))
        describe(self, "Recordings", _TEACH)

    def mimeData(self, items: Iterable[QTreeWidgetItem]) -> QMimeData:
        """Return the files of the dragged rows, each once."""
        paths: dict[str, None] = {}
        for item in items:
            for leaf in [item.child(n) for n in range(item.childCount())] or [item]:
                if leaf is not None:
                    paths[str(leaf.data(0, Qt.ItemDataRole.UserRole))] = None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Files are copied: a DAW that moves them would empty the session folder."""
        return Qt.DropAction.CopyAction

    def fill(self, groups: Sequence[Sequence[Recording]]) -> None:
        """Show these; what was open stays open, the newest moment opens."""
        top = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        known = {item.text(0): item.isExpanded() for item in top if item}
        self.clear()
        for n, group in enumerate(groups):
            first = group[0]
            size = megabytes(sum(file.size for file in group))
            item = QTreeWidgetItem(self, [first.title, first.about, size, ago(first.age)])
            item.setData(0, Qt.ItemDataRole.UserRole, first.path)
            for file in group:
                self._leaf(item, file)
            item.setExpanded(known.get(first.title, n == 0))

    def _leaf(self, parent: QTreeWidgetItem, file: Recording) -> None:
        leaf = QTreeWidgetItem(parent, [file.part, file.about, megabytes(file.size), ""])
        leaf.setData(0, Qt.ItemDataRole.UserRole, file.path)
        leaf.setForeground(0, STEM.get(file.part, TEXT))
        leaf.setToolTip(0, file.path)


class CaptureView(QWidget):
    """Buttons that capture and record, and the list of what there is."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line, self.recordings = line, Recordings()
        self.files = Files(self)
        self.notice = notice(_TEACH)
        self.record_button = button(
            "● Record",
            "Record",
            "Record master and stems from now on, until it is pressed again.",
            "record",
        )
        self.record_button.setCheckable(True)
        self.record_button.clicked.connect(self._record)
        self._lay_out()
        self._questions = QTimer(self)
        self._questions.setInterval(ASK_MS)
        self._questions.timeout.connect(self.ask)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel("Capture the last", self))
        self.buttons = [self._bars_button(bars) for bars in BARS]
        for choice in self.buttons:
            row.addWidget(choice)
        row.addWidget(QLabel("bars", self))
        row.addStretch(1)
        row.addWidget(self.record_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.files, 1)
        column.addWidget(self.notice)

    def _bars_button(self, bars: int) -> QPushButton:
        about = f"Write the last {bars} whole bars as loops: master and stems."
        made = button(str(bars), f"Capture {bars} bars", about)
        made.setMinimumWidth(TOUCH)
        made.clicked.connect(lambda: self._line.send(f"{ROOT}/capture", bars))
        return made

    def _record(self, wanted: bool) -> None:
        self._line.send(f"{ROOT}/record/{'start' if wanted else 'stop'}")

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message of the daemon in."""
        before = self.recordings.files
        if not self.recordings.receive(address, arguments):
            return
        if self.recordings.notice:
            self.notice.setText(self.recordings.notice)
            self.recordings.notice = ""
            self.record_button.setChecked(self.recordings.recording)
            self.ask()
        if _shown(self.recordings.files) != _shown(before):
            self.files.fill(self.recordings.groups())

    def ask(self) -> None:
        """Ask for the newest files."""
        self._line.send(f"{ROOT}/files", SHOWN)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Ask while somebody sees the answers."""
        self.ask()
        self._questions.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Stop asking."""
        self._questions.stop()


def _shown(files: Sequence[Recording]) -> list[tuple[str, int, str]]:
    return [(file.path, file.size, ago(file.age)) for file in files]
