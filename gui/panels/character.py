"""How the music is: its character, and how the model draws it; key, scale, chords, metre, seed."""

from PyQt6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui.look import GOOD
from gui.model.store import Store
from gui.widgets.bound import column, titled
from gui.widgets.choice import Choice
from gui.widgets.dial import Dial
from gui.widgets.entry import Number, Words

_HEARD = ("density", "brightness", "intensity")
_DRAWN = ("guidance", "variation", "steps")
_LISTS = (("KEY", "key", 2), ("SCALE", "scale", 3), ("METRE", "metre", 2))
_NUMBERS = (("SEED", "seed", 60), ("TAKE", "take", 44))


class Character(QFrame):
    """Six dials; beneath them what is chosen or typed."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store = store
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addWidget(titled("CHARACTER"))
        box.addLayout(self._dials(), 1)
        box.addLayout(self._fields())

    def _dials(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for name in _HEARD:
            row.addWidget(Dial(self._store, name, name), 1)
        for name in _DRAWN:
            row.addWidget(Dial(self._store, name, name, GOOD), 1)
        return row

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        for title, name, stretch in _LISTS:
            row.addLayout(column(title, Choice(self._store, name)), stretch)
        chord = Words(self._store, "chord", "auto, or Am F C G")
        chord.setMinimumWidth(80)
        row.addLayout(column("CHORDS", chord), 5)
        for title, name, width in _NUMBERS:
            number = Number(self._store, name)
            number.setFixedWidth(width)
            row.addLayout(column(title, number))
        return row
