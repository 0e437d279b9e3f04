"""Eight prompts with their weights, and the surface to move among them."""

from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from bridge.protocol.parameters import N_PROMPTS
from gui.look import TOUCH
from gui.model.store import Store
from gui.prefs import Prefs
from gui.widgets.bound import button, titled
from gui.widgets.entry import Number, Words
from gui.widgets.fader import Bar
from gui.widgets.surface import Surface

_GROWS = QSizePolicy.Policy.Expanding
_TALLEST = 48  # pixels of a row


class Prompts(QFrame):
    """Rows of words and weights. The number of a slot gives it all the weight."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store = store
        rows = QGridLayout(self)
        rows.setContentsMargins(10, 6, 10, 8)
        rows.setHorizontalSpacing(6)
        rows.setVerticalSpacing(3)
        rows.addLayout(self._head(), 0, 0, 1, 3)
        for n in range(1, N_PROMPTS + 1):
            self._add(rows, n)
            rows.setRowStretch(n, 1)
        rows.setColumnStretch(1, 3)
        rows.setColumnStretch(2, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(titled("PROMPTS"))
        head.addStretch(1)
        head.addWidget(titled("MORPH BARS"))
        head.setSpacing(8)
        slots = range(1, N_PROMPTS + 1)
        morph = Number(self._store, *(f"prompt/{n}/morph" for n in slots), digits=1)
        morph.setAccessibleName("Morph time of all prompts")
        morph.setFixedWidth(56)
        head.addWidget(morph)
        return head

    def _add(self, rows: QGridLayout, n: int) -> None:
        select = button(str(n), f"Only prompt {n}", f"Give prompt {n} all the weight. Ctrl+{n}")
        select.setProperty("sign", "tight")
        select.setFixedWidth(TOUCH)
        select.clicked.connect(lambda: self.select(n))
        words = Words(self._store, f"prompt/{n}/text", "words for the music")
        words.setProperty("row", True)
        weight = Bar(self._store, f"prompt/{n}/weight", f"prompt/{n}/text")
        for column, widget in enumerate((select, words, weight)):
            widget.setSizePolicy(widget.sizePolicy().horizontalPolicy(), _GROWS)
            widget.setMaximumHeight(_TALLEST)
            rows.addWidget(widget, n, column)

    def select(self, n: int) -> None:
        """Give one slot all the weight."""
        self._store.call("prompt/select", n)


class Plane(QFrame):
    """The surface on its ground."""

    def __init__(self, store: Store, prefs: Prefs) -> None:
        super().__init__()
        self.setObjectName("plate")
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        self.surface = Surface(store, prefs)
        box.addWidget(self.surface, 1)
