"""MIDI learn as a widget: the mode, touching, the list, conflicts, deleting."""

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.learn.touch import Glow
from gui.learn.view import LearnView
from gui.line import FakeLine


class Stage:
    """A window with a fader that shows a parameter, a plain button, and the learning panel."""

    def __init__(self) -> None:
        self.line, self.window = FakeLine(), QWidget()
        self.fader, self.plain = QSlider(), QPushButton("plain")
        self.fader.setProperty("parameter", "stem/bass/gain")
        self.view = LearnView(self.line, self.window)
        column = QVBoxLayout(self.window)
        for widget in (self.fader, self.plain, self.view):
            column.addWidget(widget)
        self.window.resize(700, 500)

    def rows(self, *rows: tuple[str, str, str]) -> None:
        for row in rows:
            self.view.receive("/mcm/midi/row", [*row, "absolute"])
        self.view.receive("/mcm/midi/list.reply", [len(rows)])

    def texts(self) -> list[list[str]]:
        items = [self.view.list.topLevelItem(n) for n in range(self.view.list.topLevelItemCount())]
        return [[item.text(column) for column in range(5)] for item in items if item]


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage()
    qtbot.addWidget(stage.window)
    stage.window.show()
    qtbot.waitExposed(stage.window)
    stage.line.take()
    yield stage
    stage.view.touch.end()


def test_touching_a_control_in_the_mode_learns_it(stage: Stage, qtbot: QtBot) -> None:
    """The touched fader does not move but is asked to be learned, as the chosen encoder counts."""
    stage.view.counting.setCurrentText("twos")
    stage.view.mode_button.click()
    place = stage.fader.rect().center()
    value = stage.fader.value()
    qtbot.mouseClick(stage.fader, Qt.MouseButton.LeftButton, pos=place)
    assert stage.line.take() == [("/mcm/midi/learn", ("stem/bass/gain", "twos"))]
    assert stage.fader.value() == value
    assert "bass gain" in stage.view.notice.text()
    stage.view.receive("/mcm/midi/learned", ["Knobs", "cc 1 21", "stem/bass/gain", ""])
    assert stage.view.notice.text() == "CC 21 · channel 1 of Knobs now moves bass gain"
    assert stage.line.take() == [("/mcm/midi/list", ())]


def test_what_shows_no_parameter_works_on(stage: Stage, qtbot: QtBot) -> None:
    """In the mode other buttons can still be pressed; out of it the fader moves again."""
    stage.view.mode_button.click()
    with qtbot.waitSignal(stage.plain.clicked):
        qtbot.mouseClick(stage.plain, Qt.MouseButton.LeftButton)
    stage.view.mode_button.click()
    assert stage.line.take() == [("/mcm/midi/learn", ())]
    qtbot.keyClick(stage.fader, Qt.Key.Key_Up)
    assert stage.fader.value() > 0
    assert stage.line.take() == []


def test_keys_choose_and_escape_leaves(stage: Stage, qtbot: QtBot) -> None:
    """Enter on a focused control chooses it, Escape ends the mode and the daemon is told."""
    stage.view.mode_button.click()
    qtbot.keyClick(stage.fader, Qt.Key.Key_Return)
    qtbot.keyClick(stage.fader, Qt.Key.Key_Escape)
    assert [arguments for _, arguments in stage.line.take()] == [("stem/bass/gain", "absolute"), ()]
    assert not stage.view.mode_button.isChecked() and not stage.view.touch.on


def test_the_mode_glows_over_what_can_be_learned(stage: Stage, qtbot: QtBot) -> None:
    """The fader is outlined while the mode is on, and nothing of it is left afterwards."""
    plain = stage.window.grab().toImage()
    stage.view.mode_button.click()
    [glow] = stage.window.findChildren(Glow)
    place, elsewhere = stage.fader.geometry(), stage.plain.geometry()
    glowing = stage.window.grab().toImage()
    assert glowing.copy(place) != plain.copy(place)
    assert glowing.copy(elsewhere) == plain.copy(elsewhere)
    with qtbot.waitSignal(glow.destroyed):
        stage.view.hide()
    assert not stage.view.touch.on


def test_the_list_shows_conflicts_and_deletes(stage: Stage, qtbot: QtBot) -> None:
    """Rows in words, conflicts with a sign; Delete takes the chosen one off its control."""
    stage.rows(("Knobs", "cc 1 21", "density"), ("Pads", "cc 2 7", "density"))
    assert stage.texts()[0][:3] == ["density", "CC 21 · channel 1", "Knobs"]
    assert stage.texts()[0][4] == "⚠ also moved by CC 7 · channel 2 of Pads"
    assert not stage.view.delete_button.isEnabled()
    stage.view.list.setCurrentItem(stage.view.list.topLevelItem(1))
    stage.window.activateWindow()
    stage.view.list.setFocus()
    qtbot.waitUntil(stage.view.list.hasFocus)
    qtbot.keyClick(stage.view.list, Qt.Key.Key_Delete)
    assert stage.line.take() == [
        ("/mcm/midi/unmap", ("Pads", "cc 2 7")),
        ("/mcm/midi/list", ()),
    ]


def test_trouble_is_said(stage: Stage) -> None:
    """Where MIDI is off, the panel says so."""
    stage.view.receive("/mcm/error", ["/mcm/midi/learn", "MIDI is off: start with --midi"])
    assert stage.view.notice.text() == "MIDI is off: start with --midi"


def test_every_control_has_a_name_and_a_tip(stage: Stage) -> None:
    """Screen readers and those who hover learn what each control is."""
    view = stage.view
    for widget in (view.mode_button, view.counting, view.delete_button, view.list):
        assert widget.accessibleName() and widget.toolTip()
