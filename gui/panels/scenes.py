"""Scenes as pads."""

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from gui.look import LEAST, TOUCH
from gui.model.store import Store
from gui.prefs import Prefs
from gui.widgets.bound import button, describe, titled

N_PADS = 16
_ROWS = 4
_TALLEST = 48  # pixels of a pad
_MOST_BARS = 128
_KEY = "scenes/morph"


class Scenes(QFrame):
    """A pad recalls its scene, or morphs to it; while Save is down it keeps how all is now."""

    def __init__(self, store: Store, prefs: Prefs) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._store, self._prefs = store, prefs
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addLayout(self._head())
        grid = QGridLayout()
        grid.setSpacing(4)
        self.pads = [self._pad(n) for n in range(1, N_PADS + 1)]
        for k, pad in enumerate(self.pads):
            grid.addWidget(pad, k // (N_PADS // _ROWS), k % (N_PADS // _ROWS))
        box.addLayout(grid, 1)
        store.watch("scenes", self._show)
        self._show()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(titled("SCENES"))
        head.addStretch(1)
        head.addWidget(titled("MORPH BARS"))
        head.setSpacing(8)
        self.bars = QDoubleSpinBox()
        self.bars.setRange(0, _MOST_BARS)
        self.bars.setDecimals(0)
        self.bars.setFixedWidth(44)
        self.bars.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bars.setValue(self._prefs.number(_KEY))
        self.bars.valueChanged.connect(lambda bars: self._prefs.put(_KEY, bars))
        describe(
            self.bars, "Bars of a morph", "A pad glides to its scene in so many bars; 0: at once."
        )
        self.save = button("Save", "Save a scene", "Then press a pad: it keeps how all is now. S")
        self.save.setCheckable(True)
        head.addWidget(self.bars)
        head.addWidget(self.save)
        return head

    def _pad(self, n: int) -> QPushButton:
        made = button(str(n), f"Scene {n}", _tip(n))
        made.setProperty("sign", "pad")
        made.setMinimumSize(TOUCH, LEAST)
        made.setMaximumHeight(_TALLEST)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        made.clicked.connect(lambda: self.press(n))
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda at: self._menu(n, at))
        return made

    def press(self, n: int) -> None:
        """Recall, morph to or save a scene."""
        if self.save.isChecked():
            self._keep(n)
        elif n in self._store.scenes:
            if bars := self.bars.value():
                self._store.call("scene/morph", n, bars)
            else:
                self._store.call("scene/recall", n)
        else:
            self._store.say(f"Scene {n} is empty: press Save, then the pad.")

    def _keep(self, n: int, name: str = "") -> None:
        name = name or self._store.scenes.get(n, "")
        self._store.call("scene/save", n, *([name] if name else []))
        self._store.call("scene/list")
        self.save.setChecked(False)

    def _menu(self, n: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if save := menu.addAction("Save here"):
            save.triggered.connect(lambda: self._keep(n))
        if named := menu.addAction("Save here as …"):
            named.triggered.connect(lambda: self._keep_as(n))
        if delete := menu.addAction("Forget"):
            delete.setEnabled(n in self._store.scenes)
            delete.triggered.connect(lambda: self._delete(n))
        menu.popup(self.pads[n - 1].mapToGlobal(at))

    def _keep_as(self, n: int) -> None:
        name, fine = QInputDialog.getText(self, "Save scene", f"Name of scene {n}")
        if fine:
            self._keep(n, name.strip())

    def _delete(self, n: int) -> None:
        self._store.call("scene/delete", n)
        self._store.call("scene/list")

    def _show(self) -> None:
        for n, pad in enumerate(self.pads, 1):
            name = self._store.scenes.get(n)
            pad.setProperty("kept", name is not None)
            pad.setText(str(n) if name is None else _short(n, name))
            pad.setToolTip(_tip(n) if name is None else f"{name}\n{_tip(n)}")
            if style := pad.style():
                style.polish(pad)


def _tip(n: int) -> str:
    function_key = f" F{n}" if n <= 12 else ""
    return f"Scene {n}: press to recall it, with the right button for more.{function_key}"


def _short(n: int, name: str) -> str:
    return f"{n}" if name == f"Scene {n}" else f"{n} {name}"[:11]
