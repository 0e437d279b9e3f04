"""The window as a whole, without a daemon."""

import re
import time
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QShortcut
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bridge.protocol.parameters import PARAMETERS, STATUS
from gui.learn.touch import PROPERTY
from gui.line import FakeLine
from gui.look import LEAST as CLOSE
from gui.look import TOUCH
from gui.model.presence import Link
from gui.panels.keys import KEYS
from gui.panels.scenes import N_PADS
from gui.panels.studio import TABS
from gui.prefs import KEEP_PLAYING, Prefs
from gui.window import LEAST, Window
from tests.gui.qt.conftest import Hands
from tests.gui.scene import status

_FRAME = 6  # pixels of a button's frame and the least air around its text


def _tell_status(hands: Hands, **values: float | int | str) -> None:
    blank: dict[str, float | int | str] = {f.name: "" if f.tag == "s" else 0 for f in STATUS}
    hands.tell("/mcm/status.reply", *{**blank, "engine": "ready", **values}.values())


def _controls(window: Window) -> list[QWidget]:
    """Return what a hand or the keyboard can reach; parts of Qt's own widgets are none."""
    found = window.findChildren(QWidget)
    own = [w for w in found if w.focusPolicy().value and not isinstance(w, QScrollBar)]
    return [w for w in own if not _inside_another(w)]


def _inside_another(widget: QWidget) -> bool:
    """Return whether it is the list of a combo box or the line of a spin box."""
    above = widget.parent()
    while above is not None and not isinstance(above, QComboBox | QAbstractSpinBox):
        above = above.parent()
    return above is not None


def test_every_control_has_a_tool_tip_and_an_accessible_name(window: Window) -> None:
    """Nobody has to guess what a control is, with eyes or without."""
    controls = _controls(window)
    assert len(controls) > 80
    nameless = [repr(w) for w in controls if not w.accessibleName() or not w.toolTip()]
    assert not nameless


def _too_small(window: Window, least: int) -> list[tuple[str, int, int]]:
    sizes = [(w.accessibleName(), w.width(), w.height()) for w in _controls(window) if _seen(w)]
    assert len(sizes) > 80
    return [size for size in sizes if min(size[1:]) < least]


def _seen(widget: QWidget) -> bool:
    """Return whether it is shown; a row of tabs is as low as its tabs, its ground is no target."""
    return widget.isVisible() and not isinstance(widget, QTabWidget)


def test_a_finger_hits_every_control(window: Window) -> None:
    """From 1280×800 on each is 36 pixels wide and high, at the least size those in rows 28."""
    window.resize(*LEAST)
    assert not _too_small(window, CLOSE)
    window.resize(1280, 800)
    assert not _too_small(window, TOUCH)


@pytest.mark.parametrize("name", TABS)
def test_a_finger_hits_every_control_of_the_studio(window: Window, name: str) -> None:
    """On each of its tabs, 36 pixels wide and high."""
    window.studio.open_at(name)
    controls = [w for w in _controls(window) if window.studio.isAncestorOf(w) and _seen(w)]
    assert [w.accessibleName() for w in controls]
    assert not [w.accessibleName() for w in controls if min(w.width(), w.height()) < TOUCH]


def test_the_list_of_keys_tells_every_shortcut(window: Window) -> None:
    """Each key that does something in the window is a row of the list that ? opens."""
    told = " ".join(key for key, _ in KEYS).split()
    shortcuts = {s.key().toString() for s in window.findChildren(QShortcut)} - {"Home", "Del"}
    ranged = {"F1", "F12", "Ctrl+1", "Ctrl+8"}
    assert ranged <= shortcuts
    alone = {k for k in shortcuts if not re.fullmatch(r"F\d+|Ctrl\+\d", k)}
    assert alone <= set(told) and ranged <= set(told)
    window.studio.hide()
    next(s for s in window.findChildren(QShortcut) if s.key().toString() == "?").activated.emit()
    assert window.studio.tabs.tabText(window.studio.tabs.currentIndex()) == "Keys"


def test_the_keyboard_reaches_every_control_in_order(window: Window) -> None:
    """Tab goes once round all controls, from the upper row to the lower one."""
    first = window.transport.play
    seen, widget = [first], first.nextInFocusChain()
    while widget is not None and widget is not first and len(seen) < 1000:
        seen.append(widget)
        widget = widget.nextInFocusChain()
    assert {w for w in _controls(window) if w.isVisible()} <= set(seen)
    rows = (window.transport, window.middle, window.prompts, window.plane, window.scenes)
    rows += (window.stems, window.character, window.footer)
    order = [_first_inside(row, seen) for row in rows]
    assert order == sorted(order)


def _first_inside(row: QWidget, seen: list[QWidget]) -> int:
    reached = (n for n, w in enumerate(seen) if row.isAncestorOf(w) and w.focusPolicy().value)
    return next(reached)


def test_one_clock_makes_the_frames(window: Window) -> None:
    """Timeline, meters and lamps move together: the window is painted once for all of them."""
    assert not [t for t in window.timeline.canvas.findChildren(QTimer) if t.isActive()]
    canvas, now = window.timeline.canvas, time.monotonic()
    window.timeline.receive("/mcm/status.reply", status(10.0))
    for later in (0.0, 0.5):
        canvas._clock = lambda at=now + later: at
        window.frame()
        assert canvas.geometry_.now == pytest.approx(10.0 + later, abs=0.3)


def test_nothing_is_cut_off_at_the_least_size(window: Window) -> None:
    """At 1024×640 every button and label has the room that its text needs."""
    window.resize(*LEAST)
    assert (window.width(), window.height()) == LEAST
    for widget in window.findChildren((QAbstractButton, QLabel)):  # type: ignore[call-overload]
        cut = widget is window.footer.line or not widget.isVisible() or not widget.text()
        hint = widget.fontMetrics().horizontalAdvance(widget.text())
        hint += _FRAME if isinstance(widget, QPushButton) else 0
        assert cut or widget.width() >= hint, (widget.text(), widget.width(), hint)
        inside = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
        assert cut or window.rect().contains(inside), widget.text()


def test_every_parameter_is_there_and_can_be_learned(window: Window) -> None:
    """Each row of the table has a widget, which MIDI learn finds by its name."""
    found = {w.property(PROPERTY) for w in window.findChildren(QWidget)} - {None}
    bars_of_a_slot = {f"prompt/{n}/morph" for n in range(2, 9)}  # one box sets all eight
    assert found == {p.name for p in PARAMETERS} - bars_of_a_slot


@pytest.mark.parametrize("name", TABS)
def test_the_studio_opens_on_what_was_asked_for(window: Window, name: str) -> None:
    """A button of the lowest row opens its tab, and the window takes the studio along."""
    window.footer.opened.emit(name)
    assert window.studio.isVisible()
    assert window.studio.tabs.tabText(window.studio.tabs.currentIndex()) == name
    window.close()
    assert not window.studio.isVisible()


def test_the_log_lists_what_has_happened(window: Window, hands: Hands) -> None:
    """Lines that came before it was opened, and those that come while it is."""
    hands.tell("/mcm/error", "/mcm/tempo", "late by 40 ms")
    window.studio.open_at("Log")
    hands.tell("/mcm/done", "/mcm/capture", "out/loops/1")
    lines = window.studio.log.list
    texts = [item.text() for n in range(lines.count()) if (item := lines.item(n))]
    assert [t.split("  ", 1)[1] for t in texts] == [
        "✕ Tempo: came 40 ms late and was played at once",
        "Capture: out/loops/1",
    ]


def test_settings_are_kept(window: Window, prefs: Prefs) -> None:
    """Whether the music outlives the panel is a preference."""
    box = window.studio.findChild(QCheckBox, "keep_playing")
    box.setChecked(True)
    assert prefs.flag(KEEP_PLAYING)


def test_play_and_stop(window: Window, hands: Hands) -> None:
    """The button says what it will do; Space does the same."""
    hands.store.set_link(Link.CONNECTED)
    _tell_status(hands, state="playing")
    assert "Stop" in window.transport.play.text()
    window.transport.play.click()
    _tell_status(hands, state="stopped")
    assert "Play" in window.transport.play.text()
    window.transport.play.click()
    assert hands.take() == [("/mcm/transport/stop", ()), ("/mcm/transport/play", ())]


def test_pads_save_recall_and_morph(window: Window, hands: Hands) -> None:
    """Save, then a pad: kept. A pad alone: recalled, or morphed to in so many bars."""
    scenes = window.scenes
    assert len(scenes.pads) == N_PADS
    scenes.press(3)
    assert hands.take() == []
    assert "empty" in hands.store.log[-1].text
    scenes.save.click()
    scenes.press(3)
    assert not scenes.save.isChecked()
    hands.tell("/mcm/scene", 3, "drop")
    hands.tell("/mcm/scene/list.reply", 1)
    assert "drop" in scenes.pads[2].text()
    scenes.bars.setValue(0)
    scenes.press(3)
    scenes.bars.setValue(8)
    scenes.press(3)
    assert hands.take() == [
        ("/mcm/scene/save", (3,)),
        ("/mcm/scene/list", ()),
        ("/mcm/scene/recall", (3,)),
        ("/mcm/scene/morph", (3, 8.0)),
    ]


def test_record_follows_the_daemon(window: Window, hands: Hands) -> None:
    """The light is on while a take is written, whoever asked for it."""
    window.transport.record.click()
    _tell_status(hands, state="playing", recording=1)
    assert window.transport.record.isChecked()
    window.transport.record.click()
    _tell_status(hands, state="playing", recording=0)
    assert not window.transport.record.isChecked()
    assert hands.take() == [("/mcm/record/start", ()), ("/mcm/record/stop", ())]


def test_health_is_said_in_words(window: Window, hands: Hands) -> None:
    """A daemon that keeps up holds; one that loops says why."""
    hands.store.set_link(type(hands.store.link).CONNECTED)
    _tell_status(hands, state="playing", tempo=120.0, ahead=6.0, engine_p95=300.0, budget=2000.0)
    assert "holds" in window.transport.standing.words
    _tell_status(hands, state="looping")
    assert "late" in window.transport.standing.words
    assert "late" in window.footer.line.text()


def test_the_window_comes_back_where_it_was(qtbot: QtBot, hands: Hands, tmp_path: Path) -> None:
    """Size, and the bars of a morph, are kept in a readable file."""
    path = tmp_path / "panel.ini"
    first = Window(hands.store, Prefs(path), FakeLine())
    qtbot.addWidget(first)
    first.show()
    first.resize(LEAST[0], 700)  # no larger than an offscreen screen, to which Qt would cut it
    first.scenes.bars.setValue(16)
    first.close()
    second = Window(hands.store, Prefs(path), FakeLine())
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (LEAST[0], 700)
    assert second.scenes.bars.value() == 16
    assert "[window]" in path.read_text()


@pytest.mark.parametrize("text", ["", "[surface]\n1=nonsense\n2=9 9 9\n", "\x00\xff"])
def test_broken_preferences_are_the_default_ones(tmp_path: Path, text: str) -> None:
    """A file that makes no sense does not keep the panel from opening."""
    path = tmp_path / "panel.ini"
    path.write_text(text, encoding="latin-1")
    prefs = Prefs(path)
    assert prefs.places(8) == Prefs(tmp_path / "none.ini").places(8)
    assert prefs.number("scenes/morph", 3.0) == 3.0


def test_a_closed_window_moves_no_more(window: Window) -> None:
    """No timer outlives the window."""
    window.close()
    assert not [t for t in window.findChildren(QTimer) if t.isActive()]


def test_without_a_daemon_play_asks_for_one(qtbot: QtBot, window: Window, hands: Hands) -> None:
    """The button says Start; nothing is sent to nobody."""
    hands.store.set_link(Link.LOST)
    hands.store.notify()
    assert "Start" in window.transport.play.text()
    with qtbot.waitSignal(window.transport.wanted):
        window.transport.play.click()
    assert hands.take() == []


def test_the_state_opens_all_that_is_known_of_the_machine(window: Window, hands: Hands) -> None:
    """A press on the state shows engine, steps and device in words, and keeps them new."""
    hands.store.set_link(Link.CONNECTED)
    _tell_status(hands, state="playing", steps=2, fallback="fewer steps", output="Scarlett")
    hands.tell("/mcm/steps", 4)
    window.transport.standing.click()
    assert {"2 of 4 steps are drawn", "Scarlett; no block was missed"} <= _read(window.studio)
    _tell_status(hands, state="looping", engine="away", fallback="looping")
    assert any("the link to its machine is gone" in line for line in _read(window.studio))


def _read(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}
