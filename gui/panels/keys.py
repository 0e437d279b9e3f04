"""All shortcuts, listed where a performer looks for them."""

from PyQt6.QtWidgets import QTreeWidgetItem, QVBoxLayout, QWidget

from gui.trees import listing

KEYS = (
    ("?", "This list"),
    ("Space", "Play or stop; what has the focus by the keyboard is pressed instead"),
    ("T", "Tap the tempo"),
    ("C", "Capture the last bars"),
    ("H", "Hold: loop the last bars; again: release"),
    ("A", "Again: the same once more, with other notes"),
    ("B", "Back: roll back four bars"),
    ("S", "Save a scene: then press its pad"),
    ("F1 … F12", "Scenes 1 to 12"),
    ("Ctrl+1 … Ctrl+8", "Only that prompt"),
    ("L", "The log"),
    ("Tab, Shift+Tab", "To the next control, to the one before"),
    ("Arrows, Page up, Page down", "Turn the dial, the fader or the weight that has the focus"),
    ("Home, End", "To its least, to its most"),
    ("Delete, double click", "Back to its default: for many that is auto"),
    ("Shift and drag", "Ten times finer"),
    ("Enter, Escape", "Send what was typed, take it back"),
    ("Left, Right, then Enter", "On the timeline: choose a bar and roll back to it"),
    ("+, −", "On the timeline: zoom"),
    ("Home", "On the timeline: follow the music again"),
    ("Delete", "In the list of MIDI mappings: take it off its control"),
)


class Keys(QWidget):
    """A list with a row for each key."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.list = listing("Keys", "What each key does.", ("Key", "Does"), (240,))
        for key in KEYS:
            QTreeWidgetItem(self.list, list(key))
        column.addWidget(self.list)
