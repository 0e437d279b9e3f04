"""Lists that can be read and touched on a stage."""

from collections.abc import Sequence

from PyQt6.QtWidgets import QTreeWidget

from gui.colours import ACCENT, DIM, GROUND, LINE, PLATE, RAISED, TEXT
from gui.look import TOUCH
from gui.widgets.bound import describe

_SHEET = f"""
QTreeWidget {{ background: {PLATE.name()}; alternate-background-color: {GROUND.name()};
    border: 1px solid {LINE.name()}; border-radius: 4px; outline: none; }}
QTreeWidget:focus {{ border-color: {ACCENT.name()}; }}
QTreeWidget::item {{ padding: 3px 2px; min-height: {TOUCH - 6}px; }}
QTreeWidget::item:selected {{ background: {LINE.name()}; color: {TEXT.name()}; }}
QHeaderView::section {{ background: {RAISED.name()}; color: {DIM.name()}; border: none;
    padding: 4px 6px; font-weight: 600; }}
QTreeWidget::indicator {{ width: 12px; height: 12px; border: 2px solid {DIM.name()};
    border-radius: 8px; background: {GROUND.name()}; }}
QTreeWidget::indicator:checked {{ background: {ACCENT.name()}; border-color: {ACCENT.name()}; }}
"""


def listing(name: str, tip: str, headers: Sequence[str], widths: Sequence[int]) -> QTreeWidget:
    """Return a flat list that is dressed and described."""
    made = QTreeWidget()
    dress_tree(made, headers, widths)
    made.setRootIsDecorated(False)
    describe(made, name, tip)
    return made


def dress_tree(tree: QTreeWidget, headers: Sequence[str], widths: Sequence[int]) -> None:
    """Give a list its headers, the widths of all columns but the last, and its look."""
    tree.setHeaderLabels(list(headers))
    tree.setUniformRowHeights(True)
    tree.setAlternatingRowColors(True)
    tree.setStyleSheet(_SHEET)
    for column, width in enumerate(widths):
        tree.setColumnWidth(column, width)
