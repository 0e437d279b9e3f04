"""A strip for each stem, and the master's."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bridge.protocol.parameters import STEMS
from gui.look import STEMS as COLOURS
from gui.model.store import Store
from gui.widgets.bound import Toggle, titled
from gui.widgets.dial import Dial
from gui.widgets.fader import Fader
from gui.widgets.meter import Meter

TAPER = 2.0  # unity at 0.7 of a fader's way, more room for the loud part


_TURNS = 58  # pixels of the dials, so that the fader gets the rest


_SWITCHES = (("mute", "M"), ("solo", "S"), ("play", "P"), ("rest", "R"))
_SWITCH = 22  # pixels, at least


class Strip(QWidget):
    """Name, meter and fader; pan and width; mute, solo and rest."""

    def __init__(self, store: Store, stem: str) -> None:
        super().__init__()
        colour, base = COLOURS[stem], f"stem/{stem}"
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(_name(stem))
        self.meter = Meter(store, stem, colour)
        box.addLayout(_fader(self.meter, Fader(store, f"{base}/gain", "", colour, TAPER)), 1)
        turns = QHBoxLayout()
        turns.setSpacing(0)
        for name in ("pan", "width"):
            dial = Dial(store, f"{base}/{name}", name, colour)
            dial.setMaximumHeight(_TURNS)
            turns.addWidget(dial)
        box.addLayout(turns)
        switches = QHBoxLayout()
        switches.setSpacing(2)
        for name, letter in _SWITCHES:
            switch = Toggle(store, f"{base}/{name}", letter, name)
            switch.setMinimumWidth(_SWITCH)
            switches.addWidget(switch)
        box.addLayout(switches)


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
    row.addStretch(1)
    row.addWidget(meter)
    row.addWidget(fader)
    row.addStretch(1)
    return row


class Stems(QFrame):
    """All strips side by side."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("plate")
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addWidget(titled("STEMS"))
        row = QHBoxLayout()
        row.setSpacing(8)
        strips = [Strip(store, stem) for stem in STEMS]
        master = Master(store)
        for strip in (*strips, master):
            row.addWidget(strip, 1)
        box.addLayout(row, 1)
        self.meters = [strip.meter for strip in strips] + [master.meter]
