"""Colours for a dark stage: nothing is told by them alone.

The stems have the hues of Okabe and Ito ("Color Universal Design", 2008), which people with any
colour vision tell apart, lightened for a dark ground.
"""

from PyQt6.QtGui import QColor

GROUND = QColor("#0d0f12")
PLATE = QColor("#16191e")
RAISED = QColor("#22262d")
LINE = QColor("#343a43")
TEXT = QColor("#eceff3")
DIM = QColor("#9aa4b1")
FAINT = QColor("#8b95a2")  # what is not there yet: empty pads, hints in empty fields
ACCENT = QColor("#f2c14e")  # what a hand has set
BAD = QColor("#ff6b3d")
STEM = {
    "drums": QColor("#f0a83c"),
    "bass": QColor("#5cb8f0"),
    "harmony": QColor("#34c6a0"),
    "lead": QColor("#dd8fc0"),
}


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return ``share`` (0 … 1) of ``colour`` over ``ground``, opaque."""
    over, under = colour.getRgb()[:3], ground.getRgb()[:3]
    return QColor(
        *(
            round(share * (a or 0) + (1 - share) * (b or 0))
            for a, b in zip(over, under, strict=True)
        )
    )


def clear(colour: QColor, alpha: int) -> QColor:
    """Return a colour that lets what is under it through; ``alpha`` is 0 … 255."""
    return QColor(colour.red(), colour.green(), colour.blue(), alpha)
