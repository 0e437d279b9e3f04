"""The stage look: dark, few colours, large figures."""

from PyQt6.QtGui import QColor, QFont, QPalette
from PyQt6.QtWidgets import QApplication

from gui.colours import ACCENT, BAD, DIM, FAINT, GROUND, LINE, PLATE, RAISED, STEM, TEXT

GOOD = STEM["bass"]  # blue and orange are told apart by all
WARN = STEM["drums"]
STEMS = {**STEM, "master": QColor("#d5dae1")}
TOUCH = 36  # pixels of what a finger hits
LEAST = 28  # of rows that stand close at the least size of the window
FAMILIES = ["Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "DejaVu Sans"]

STYLE = f"""
* {{ color: {TEXT.name()}; font-size: 12px; }}
QMainWindow, QDialog {{ background: {GROUND.name()}; }}
QToolTip {{ background: {RAISED.name()}; color: {TEXT.name()}; border: 1px solid {LINE.name()};
    padding: 4px; }}
#plate {{ background: {PLATE.name()}; border-radius: 6px; }}
#title {{ color: {DIM.name()}; font-size: 10px; font-weight: 600; letter-spacing: 1px; }}
#dim {{ color: {DIM.name()}; font-size: 11px; }}
#tempo {{ font-size: 16px; font-weight: 700; padding: 0 4px; }}
#wordmark {{ font-size: 15px; font-weight: 700; letter-spacing: 1px; }}
QPushButton {{ background: {RAISED.name()}; border: 1px solid {LINE.name()}; border-radius: 4px;
    padding: 2px 8px; min-height: {TOUCH - 6}px; font-weight: 600; }}
QPushButton:hover {{ border-color: {DIM.name()}; }}
QPushButton:pressed {{ background: {LINE.name()}; }}
QPushButton:focus, QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus {{
    border: 1px solid {ACCENT.name()}; }}
QPushButton:disabled {{ color: #5b636e; }}
QPushButton:checked {{ background: {ACCENT.name()}; color: #14110a;
    border-color: {ACCENT.name()}; }}
QPushButton[sign="mute"]:checked {{ background: {BAD.name()}; border-color: {BAD.name()}; }}
QPushButton[sign="rest"]:checked, QPushButton[sign="play"]:checked {{
    background: {GOOD.name()}; border-color: {GOOD.name()}; }}
QPushButton[sign="mute"], QPushButton[sign="solo"], QPushButton[sign="play"],
QPushButton[sign="rest"] {{ padding: 1px 2px; min-width: {TOUCH - 6}px;
    min-height: {LEAST - 4}px; }}
QPushButton[sign="record"]:checked {{ background: {BAD.name()}; border-color: {BAD.name()}; }}
QPushButton[sign="segment"] {{ padding: 2px 4px; min-width: {TOUCH - 10}px; }}
QPushButton[sign="tight"] {{ padding: 1px 2px; min-width: {TOUCH - 6}px;
    min-height: {LEAST - 4}px; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ background: {GROUND.name()};
    border: 1px solid {LINE.name()}; border-radius: 4px; padding: 2px 6px;
    min-height: {TOUCH - 6}px;
    selection-background-color: {ACCENT.name()}; selection-color: #14110a; }}
QLineEdit[row="true"] {{ min-height: {LEAST - 4}px; padding: 1px 6px; font-size: 13px; }}
QLineEdit[edited="true"] {{ border-color: {ACCENT.name()}; }}
QComboBox::drop-down {{ border: none; width: 14px; }}
QComboBox QAbstractItemView {{ background: {RAISED.name()}; border: 1px solid {LINE.name()};
    selection-background-color: {LINE.name()}; outline: none; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QMenu {{ background: {RAISED.name()}; border: 1px solid {LINE.name()}; }}
QMenu::item:selected {{ background: {LINE.name()}; }}
QPushButton[sign="pad"] {{ color: {FAINT.name()}; padding: 1px 4px; font-weight: 500;
    min-height: {LEAST - 4}px; }}
QPushButton[sign="pad"][kept="true"] {{ color: {TEXT.name()}; border-color: {ACCENT.name()};
    font-weight: 700; }}
QTabWidget::pane {{ border: none; background: {PLATE.name()}; border-radius: 6px; padding: 8px; }}
QTabBar::tab {{ background: transparent; color: {DIM.name()}; padding: 9px 14px; font-weight: 600;
    min-width: {TOUCH}px; min-height: {TOUCH - 20}px;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {TEXT.name()}; border-bottom-color: {ACCENT.name()}; }}
QTreeView {{ background: {GROUND.name()}; border: 1px solid {LINE.name()}; border-radius: 4px;
    outline: none; }}
QTreeView::item, QListWidget::item {{ padding: 3px; }}
QTreeView::item:selected {{ background: {LINE.name()}; color: {TEXT.name()}; }}
QHeaderView::section {{ background: {RAISED.name()}; border: none; padding: 4px 6px;
    color: {DIM.name()}; font-weight: 600; }}
QCheckBox {{ min-height: {TOUCH}px; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {DIM.name()};
    border-radius: 3px; background: {GROUND.name()}; }}
QCheckBox::indicator:checked {{ background: {ACCENT.name()}; }}
QListWidget {{ background: {PLATE.name()}; border: none; outline: none; }}
"""


def dress(app: QApplication) -> None:
    """Give the application its palette, font and style sheet."""
    app.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.Base, role.AlternateBase), GROUND),
        ((role.WindowText, role.Text, role.ButtonText, role.BrightText), TEXT),
        ((role.Button, role.ToolTipBase), RAISED),
        ((role.Highlight,), ACCENT),
        ((role.PlaceholderText,), FAINT),
    ):
        for one in roles:
            palette.setColor(one, colour)
    app.setPalette(palette)
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(12)
    app.setFont(font)
    app.setStyleSheet(STYLE)
