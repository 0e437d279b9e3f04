"""The timeline as a widget: painted, dragged, clicked, moved by keys, told in words."""

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QImage, QWheelEvent
from PyQt6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.colours import STEM
from gui.line import FakeLine
from gui.timeline.tiles import WIDTH
from gui.timeline.view import TimelineView
from tests.gui.scene import status, view


class Hands:
    """A timeline under a clock of its own, with its line."""

    def __init__(self) -> None:
        self.now, self.line = 100.0, FakeLine()
        self.view = TimelineView(self.line, lambda: self.now)
        self.view.resize(1000, 360)

    def hear(self, seconds: float, **plan: object) -> None:
        for address, arguments in view(seconds, **plan):  # type: ignore[arg-type]
            self.view.receive(address, arguments)
        self.view.receive("/mcm/status.reply", status(seconds + 0.1))
        self.view.ask()
        self.view.canvas.advance()
        self.line.take()

    def picture(self) -> QImage:
        return self.view.canvas.grab().toImage()

    def at(self, place: float, y: int = 100) -> QPoint:
        return QPoint(round(self.view.canvas.geometry_.x(place)), y)

    def has(self, colour: QColor, begin: int, end: int) -> bool:
        picture, (top, bottom) = (
            self.picture(),
            (self.view.canvas.top, self.view.canvas.height() - 2),
        )
        wanted = colour.rgb()
        columns, rows = range(begin, end, 2), range(top, bottom)
        return any(picture.pixel(x, y) == wanted for x in columns for y in rows)


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    hands = Hands()
    qtbot.addWidget(hands.view)
    hands.view.show()
    hands.view.ask()
    hands.line.take()
    yield hands


@pytest.mark.parametrize("stem", sorted(STEM))
def test_what_was_played_is_solid_and_what_is_planned_is_not(hands: Hands, stem: str) -> None:
    """A stem's full colour is left of the playhead only, unknown music has none of it."""
    hands.hear(12.0)
    now = hands.at(12.0).x()
    assert hands.has(STEM[stem], now - 200, now - 4)
    assert not hands.has(STEM[stem], now + 4, 998)
    assert not hands.has(STEM[stem], 80, hands.at(0.0).x())


def test_it_scrolls_and_paints_only_new_columns(hands: Hands) -> None:
    """In a second the picture moves by its pixels; what was painted is not painted again."""
    hands.hear(12.0)
    hands.picture()
    x, painted = hands.view.canvas.geometry_.x(10.0), hands.view.canvas.tiles.painted
    hands.now += 1.0
    hands.view.canvas.advance()
    hands.picture()
    assert x - hands.view.canvas.geometry_.x(10.0) == 48
    assert hands.view.canvas.tiles.painted - painted <= 2 * WIDTH
    painted = hands.view.canvas.tiles.painted
    hands.now += 0.1
    hands.picture()
    assert hands.view.canvas.tiles.painted == painted
    for address, arguments in view(13.1, edition=2, since=12.1):
        hands.view.receive(address, arguments)
    hands.picture()
    assert 0 < hands.view.canvas.tiles.painted - painted <= 2 * (9 * 48 + 4)


def test_a_click_on_a_bar_of_the_past_rolls_back_to_it(hands: Hands, qtbot: QtBot) -> None:
    """Two bars and a half ago is three bars back, said once over the line; the future is not."""
    hands.hear(13.0)
    hands.picture()
    with qtbot.waitSignal(hands.view.back) as said:
        qtbot.mouseClick(hands.view.canvas, Qt.MouseButton.LeftButton, pos=hands.at(6.5))
    assert said.args == [3]
    assert hands.line.take() == [("/mcm/plan/back", (3,))]
    qtbot.mouseClick(hands.view.canvas, Qt.MouseButton.LeftButton, pos=hands.at(15.0))
    qtbot.mouseClick(hands.view.canvas, Qt.MouseButton.LeftButton, pos=hands.at(6.5, y=10))
    assert hands.line.take() == []


def test_a_drag_looks_back_and_now_returns(hands: Hands, qtbot: QtBot) -> None:
    """The music follows the hand and stays there, rolls nothing back; Now follows it again."""
    hands.hear(18.0)
    hands.picture()
    canvas, middle = hands.view.canvas, QPoint(300, 200)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(240, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(240, 0))
    assert canvas.geometry_.back == pytest.approx(5.0, abs=0.1)
    assert hands.view.now_button.isEnabled()
    hands.now += 2.0
    hands.picture()
    assert canvas.geometry_.back == pytest.approx(7.0, abs=0.1)
    hands.view.now_button.click()
    assert canvas.geometry_.follows and not hands.view.now_button.isEnabled()
    assert hands.line.take() == []


def _wheel(hands: Hands, notches: int, keys: Qt.KeyboardModifier) -> None:
    middle = QPointF(300, 200)
    event = QWheelEvent(
        middle,
        hands.view.canvas.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(hands.view.canvas, event)


def test_the_wheel_scrolls_and_zooms(hands: Hands) -> None:
    """The wheel looks back, with Ctrl it zooms; the buttons zoom too."""
    hands.hear(18.0)
    hands.picture()
    geometry = hands.view.canvas.geometry_
    _wheel(hands, 2, Qt.KeyboardModifier.NoModifier)
    assert geometry.back == pytest.approx(120 / 48)
    _wheel(hands, -3, Qt.KeyboardModifier.NoModifier)
    assert geometry.follows
    _wheel(hands, 1, Qt.KeyboardModifier.ControlModifier)
    assert geometry.speed == pytest.approx(60.0)
    hands.view.wider.click()
    assert geometry.speed == pytest.approx(48.0)


def test_a_bar_is_chosen_and_rolled_back_to_by_keys(hands: Hands, qtbot: QtBot) -> None:
    """The arrows go from bar to bar, Enter rolls back, Escape lets go of the choice."""
    hands.hear(13.0)
    hands.picture()
    canvas = hands.view.canvas
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(canvas, key)
    assert canvas.pointed is not None and canvas.pointed.number == 4
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert hands.line.take() == [("/mcm/plan/back", (2,))]
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.pointed is None
    speed = canvas.geometry_.speed
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.geometry_.speed > speed


def test_hold_again_and_back_are_said(hands: Hands) -> None:
    """Each button says its command; Hold becomes Release while the daemon holds."""
    hands.view.hold_bars.setCurrentText("2")
    hands.view.hold_button.click()
    hands.view.again_button.click()
    hands.view.back_button.click()
    said = [("/mcm/plan/hold", (2,)), ("/mcm/plan/again", ()), ("/mcm/plan/back", (4,))]
    assert hands.line.take() == said
    hands.view.receive("/mcm/status.reply", status(5.0, state="holding"))
    hands.view.ask()
    assert hands.view.hold_button.isChecked() and hands.view.hold_button.text() == "Release"
    hands.line.take()
    hands.view.hold_button.click()
    assert hands.line.take() == [("/mcm/plan/release", ())]


def test_shortcuts_work_within_the_timeline(hands: Hands, qtbot: QtBot) -> None:
    """H, A and B are hold, again and back while the timeline has the keyboard."""
    hands.view.activateWindow()
    hands.view.canvas.setFocus()
    qtbot.waitUntil(hands.view.canvas.hasFocus)
    for key in (Qt.Key.Key_H, Qt.Key.Key_A, Qt.Key.Key_B):
        qtbot.keyClick(hands.view.canvas, key)
    names = [address for address, _ in hands.line.take()]
    assert [n for n in names if n != "/mcm/plan/view"] == [
        "/mcm/plan/hold",
        "/mcm/plan/again",
        "/mcm/plan/back",
    ]


def test_it_asks_while_it_is_seen_and_not_after(hands: Hands, qtbot: QtBot) -> None:
    """The plan is asked for again and again; a hidden timeline neither asks nor paints."""
    qtbot.waitUntil(lambda: len(hands.line.sent) >= 2)
    assert set(hands.line.take()) == {("/mcm/plan/view", (0.0, -1))}
    hands.view.hide()
    timers = (hands.view._questions, hands.view.canvas._frames)
    assert not any(timer.isActive() for timer in timers)


def test_flags_loop_and_sections_are_painted(hands: Hands) -> None:
    """A waiting change, bars that are held and a section each alter the picture at their place."""
    hands.hear(12.0)
    plain = hands.picture()
    flag = [(30.0, 3.0, "key", "Em", 0.0, False)]
    for extra in (
        {"changes": flag},
        {"sections": [(0.0, "intro"), (8.0, "drop")]},
        {"loop": (10.0, 4.0)},
    ):
        hands.hear(12.0, edition=2, **extra)
        assert hands.picture() != plain, extra


def test_it_speaks_to_those_who_do_not_see_it(hands: Hands) -> None:
    """The canvas tells its state in words; every button has a name and a tip, keys reach all."""
    hands.hear(12.0, changes=[(30.0, 3.0, "key", "Em", 0.0, False)])
    assert "bar 7" in hands.view.canvas.accessibleDescription()
    assert "waiting: key → Em" in hands.view.canvas.accessibleDescription()
    assert hands.view.words.text() == "bar 8: key → Em"
    buttons = [*hands.view.findChildren(QPushButton), hands.view.hold_bars, hands.view.canvas]
    for widget in buttons:
        assert widget.accessibleName() and widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_before_the_first_music_it_says_so(hands: Hands) -> None:
    """Without a daemon the timeline stands, and says what it waits for."""
    hands.picture()
    assert "no daemon" in hands.view.canvas.accessibleDescription()
