"""How the music is: density, brightness, intensity; and how the model draws it."""

from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from gui.look import GOOD
from gui.model.store import Store
from gui.widgets.bound import titled
from gui.widgets.dial import Dial
from gui.widgets.entry import Number

_HEARD = ("density", "brightness", "intensity")
_DRAWN = ("guidance", "variation", "steps")


class Character(QFrame):
    """Six dials, the seed and the take."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store = store
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(2)
        box.addWidget(titled("CHARACTER"))
        row = QHBoxLayout()
        row.setSpacing(2)
        for name in _HEARD:
            row.addWidget(Dial(store, name, name), 1)
        for name in _DRAWN:
            row.addWidget(Dial(store, name, name, GOOD), 1)
        row.addLayout(self._numbers())
        box.addLayout(row, 1)

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        for row, name in enumerate(("seed", "take")):
            grid.addWidget(titled(name.upper()), row, 0)
            number = Number(self._store, name)
            number.setMinimumWidth(72)
            grid.addWidget(number, row, 1)
        return grid
