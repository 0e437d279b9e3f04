"""A strip for each stem, and the master's."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bridge.protocol.parameters import STEMS
from gui.look import STEMS as COLOURS
from gui.look import TOUCH
from gui.model.store import Store
from gui.widgets.bound import Toggle
from gui.widgets.dial import Dial
from gui.widgets.fader import Fader
from gui.widgets.meter import Meter

TAPER = 2.0  # unity at 0.7 of a fader's way, more room for the loud part
_TURNS = 58  # pixels of the dials, so that the fader gets the rest
_TALLEST = 48  # pixels of a switch
_SWITCHES = (("mute", "M"), ("solo", "S"), ("play", "P"), ("rest", "R"))


class Strip(QWidget):
    """Name, meter, fader and switches; pan and width beneath."""

    def __init__(self, store: Store, stem: str) -> None:
        super().__init__()
        colour, base = COLOURS[stem], f"stem/{stem}"
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(_name(stem))
        self.meter = Meter(store, stem, colour)
        row = _fader(self.meter, Fader(store, f"{base}/gain", "", colour, TAPER))
        row.addLayout(_switches(store, base))
        box.addLayout(row, 1)
        turns = QHBoxLayout()
        turns.setSpacing(0)
        for name in ("pan", "width"):
            dial = Dial(store, f"{base}/{name}", name, colour)
            dial.setMaximumHeight(_TURNS)
            turns.addWidget(dial)
        box.addLayout(turns)


class Master(QWidget):
    """Meter, fader and ceiling of what leaves."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        colour = COLOURS["master"]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(_name("master"))
        self.meter = Meter(store, "master", colour, "peak")
        box.addLayout(_fader(self.meter, Fader(store, "master/gain", "", colour, TAPER)), 1)
        box.addWidget(
            Dial(store, "master/ceiling", "ceiling", colour), 0, Qt.AlignmentFlag.AlignHCenter
        )


def _name(stem: str) -> QLabel:
    made = QLabel(stem.capitalize())
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setStyleSheet(f"color: {COLOURS[stem].name()}; font-weight: 700;")
    return made


def _fader(meter: Meter, fader: Fader) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2)
    row.addWidget(meter)
    row.addWidget(fader, 1)
    return row


def _switches(store: Store, base: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    for name, letter in _SWITCHES:
        switch = Toggle(store, f"{base}/{name}", letter, name)
        switch.setFixedWidth(TOUCH)
        switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        switch.setMaximumHeight(_TALLEST)
        column.addWidget(switch)
    return column


class Stems(QFrame):
    """All strips side by side."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(10)
        strips = [Strip(store, stem) for stem in STEMS]
        master = Master(store)
        for strip in (*strips, master):
            row.addWidget(strip, 1)
        box.addLayout(row, 1)
        self.meters = [strip.meter for strip in strips] + [master.meter]
