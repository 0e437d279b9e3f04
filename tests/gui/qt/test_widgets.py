"""Each widget shows what the store says and says what a hand does."""

from functools import partial

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.look import GOOD
from gui.prefs import Prefs
from gui.widgets.bound import Toggle
from gui.widgets.choice import Choice, Segments
from gui.widgets.dial import Dial
from gui.widgets.entry import Number, Words
from gui.widgets.fader import Bar, Fader
from gui.widgets.meter import FLOOR_DB, Meter
from gui.widgets.surface import SEND_MS, Surface
from tests.gui.qt.conftest import Hands

LEFT = Qt.MouseButton.LeftButton


def test_a_fader_follows_a_drag(qtbot: QtBot, hands: Hands) -> None:
    """Dragged down the gain falls, and every place on the way is sent."""
    fader = Fader(hands.store, "stem/drums/gain", taper=2.0)
    qtbot.addWidget(fader)
    fader.resize(40, 200)
    fader.show()
    qtbot.mousePress(fader, LEFT, pos=QPoint(20, 60))
    qtbot.mouseMove(fader, QPoint(20, 90))
    qtbot.mouseMove(fader, QPoint(20, 120))
    qtbot.mouseRelease(fader, LEFT, pos=QPoint(20, 120))
    sent = [arguments[0] for address, arguments in hands.take()]
    assert len(sent) >= 2
    assert sent == sorted(sent, reverse=True)
    assert 0 < sent[-1] < 1


def test_a_press_alone_moves_nothing(qtbot: QtBot, hands: Hands) -> None:
    """Touching a fader anywhere leaves it where it is."""
    fader = Fader(hands.store, "stem/drums/gain", taper=2.0)
    qtbot.addWidget(fader)
    qtbot.mouseClick(fader, LEFT, pos=QPoint(20, 5))
    assert hands.take() == []


def test_a_fader_says_decibels(qtbot: QtBot, hands: Hands) -> None:
    """Unity is 0 dB, nothing is minus infinity."""
    fader = Fader(hands.store, "stem/drums/gain")
    qtbot.addWidget(fader)
    assert fader.words() == "+0.0"
    hands.tell("/mcm/stem/drums/gain", 0.0)
    assert fader.words() == "-∞"
    assert fader.accessibleDescription() == "-∞"


def test_a_dial_goes_back_to_auto(qtbot: QtBot, hands: Hands) -> None:
    """Arrows leave auto from the middle on; Delete gives it back to the planner."""
    dial = Dial(hands.store, "density", "density", GOOD)
    qtbot.addWidget(dial)
    assert dial.position is None
    qtbot.keyClick(dial, Qt.Key.Key_Up)
    assert hands.store["density"] == pytest.approx(0.51)
    qtbot.keyClick(dial, Qt.Key.Key_Home)
    assert hands.store["density"] == 0.0
    qtbot.keyClick(dial, Qt.Key.Key_Delete)
    assert hands.take()[-1] == ("/mcm/density", ("auto",))


def test_a_dial_of_whole_numbers_steps_by_one(qtbot: QtBot, hands: Hands) -> None:
    """Up is one more, and End is the most that the table allows."""
    dial = Dial(hands.store, "steps", "steps")
    qtbot.addWidget(dial)
    qtbot.keyClick(dial, Qt.Key.Key_Up)
    qtbot.keyClick(dial, Qt.Key.Key_End)
    assert hands.take() == [("/mcm/steps", (5,)), ("/mcm/steps", (16,))]


def test_every_slide_paints(qtbot: QtBot, hands: Hands) -> None:
    """Dial, fader and bar draw something, and something else when their value changes."""
    for widget in (
        Dial(hands.store, "density", "density"),
        Fader(hands.store, "master/gain"),
        Bar(hands.store, "prompt/1/weight"),
    ):
        qtbot.addWidget(widget)
        widget.resize(80, 80)
        before = widget.grab().toImage()
        widget.move_to(0.25)
        assert widget.grab().toImage() != before


def test_a_switch_is_the_daemon_s(qtbot: QtBot, hands: Hands) -> None:
    """A click is sent; what the daemon says is shown, without being sent again."""
    toggle = Toggle(hands.store, "stem/lead/mute", "M", "mute")
    qtbot.addWidget(toggle)
    toggle.click()
    assert hands.take() == [("/mcm/stem/lead/mute", (True,))]
    hands.tell("/mcm/stem/lead/mute", True)
    hands.tell("/mcm/stem/lead/mute", False)
    assert not toggle.isChecked()
    assert hands.take() == []


def test_a_list_has_the_table_s_choices(qtbot: QtBot, hands: Hands) -> None:
    """Auto first where there is one; a key from elsewhere is shown."""
    choice = Choice(hands.store, "key")
    qtbot.addWidget(choice)
    assert choice.count() == 25
    hands.tell("/mcm/key", "F#m")
    assert choice.currentText() == "F#m"
    choice.activated.emit(0)
    assert hands.take() == [("/mcm/key", ("auto",))]


def test_segments_show_one_choice(qtbot: QtBot, hands: Hands) -> None:
    """Exactly one is down, and a press sends its name."""
    segments = Segments(hands.store, "quantize")
    qtbot.addWidget(segments)
    buttons = segments.findChildren(QPushButton)
    buttons[2].click()
    assert hands.take() == [("/mcm/quantize", ("bar",))]
    hands.tell("/mcm/quantize", "bar")
    hands.tell("/mcm/quantize", "8")
    assert [b.isChecked() for b in buttons] == [False] * 5 + [True]


def test_words_are_sent_with_enter(qtbot: QtBot, hands: Hands) -> None:
    """Typing sends nothing and is not overwritten; Enter sends, Escape takes back."""
    words = Words(hands.store, "prompt/1/text")
    qtbot.addWidget(words)
    qtbot.keyClicks(words, "dub")
    hands.tell("/mcm/prompt/1/text", "house")
    assert (words.text(), hands.take()) == ("dub", [])
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    assert words.text() == "house"
    words.selectAll()
    qtbot.keyClicks(words, "techno")
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert hands.take() == [("/mcm/prompt/1/text", ("techno",))]


def test_an_empty_progression_is_auto(qtbot: QtBot, hands: Hands) -> None:
    """Chords that are deleted go back to the planner."""
    words = Words(hands.store, "chord")
    qtbot.addWidget(words)
    hands.tell("/mcm/chord", "Am F")
    words.clear()
    words.send()
    assert hands.take() == [("/mcm/chord", ("auto",))]


def test_a_number_sets_all_its_parameters(qtbot: QtBot, hands: Hands) -> None:
    """One box for the morph time of several slots; what comes in is not sent back."""
    number = Number(hands.store, "prompt/1/morph", "prompt/2/morph")
    qtbot.addWidget(number)
    hands.tell("/mcm/prompt/1/morph", 4.0)
    assert (number.value(), hands.take()) == (4.0, [])
    number.setValue(8)
    assert hands.take() == [("/mcm/prompt/1/morph", (8.0,)), ("/mcm/prompt/2/morph", (8.0,))]


def test_a_meter_falls_slowly_and_rests(qtbot: QtBot, hands: Hands) -> None:
    """A loud moment is shown at once and falls; in silence nothing is drawn any more."""
    meter = Meter(hands.store, "drums", GOOD)
    qtbot.addWidget(meter)
    meter.resize(10, 120)
    hands.tell("/mcm/features.reply", 0.0, 0.0, -6.0, -90.0, -90.0, -90.0, -90.0, -90.0, 0.0, 0.0)
    meter.tick()
    loud = meter._drawn
    hands.tell("/mcm/features.reply", 0.0, 0.0, *[FLOOR_DB] * 6, 0.0, 0.0)
    meter.tick()
    assert loud[0] < meter._drawn[0] < 30
    for _ in range(200):
        meter.tick()
    assert meter._drawn == (120, 120)


@pytest.fixture
def surface(qtbot: QtBot, hands: Hands, prefs: Prefs) -> Surface:
    """Return a surface with words in slots 1 and 2."""
    made = Surface(hands.store, prefs)
    qtbot.addWidget(made)
    made.resize(212, 212)
    made.show()
    hands.tell("/mcm/prompt/1/text", "dub")
    hands.tell("/mcm/prompt/2/text", "jazz")
    return made


def _pixel(surface: Surface, n: int) -> QPoint:
    return surface._on_screen(surface.places[n]).toPoint()


def test_a_drag_on_the_surface_mixes_the_prompts_that_have_words(
    qtbot: QtBot, hands: Hands, surface: Surface
) -> None:
    """On a prompt's place only it is heard; empty slots are left alone."""
    qtbot.mousePress(surface, LEFT, pos=_pixel(surface, 5))
    qtbot.mouseMove(surface, _pixel(surface, 2))
    qtbot.mouseRelease(surface, LEFT, pos=_pixel(surface, 2))
    assert hands.store.number("prompt/1/weight") == 0.0
    assert hands.store.number("prompt/2/weight") == 1.0
    assert {address for address, _ in hands.take()} <= {
        "/mcm/prompt/1/weight",
        "/mcm/prompt/2/weight",
    }


def test_a_moving_hand_sends_now_and_then(qtbot: QtBot, hands: Hands, surface: Surface) -> None:
    """Many moves between two sendings are one setting of each weight."""
    for k in range(50):
        surface.move_to((0.3 + 0.005 * k, 0.3))
    assert hands.take() == []
    qtbot.waitUntil(lambda: bool(hands.sent), timeout=100 * SEND_MS)
    assert len(hands.take()) <= 2


def test_the_point_is_where_the_weights_say(hands: Hands, surface: Surface) -> None:
    """Another panel's move is seen here."""
    hands.tell("/mcm/prompt/1/weight", 0.0)
    assert surface.point == pytest.approx(surface.places[2])


def test_places_are_moved_with_control_and_kept(
    qtbot: QtBot, surface: Surface, prefs: Prefs
) -> None:
    """A place that was moved is there again next time; no weight changes by it."""
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mousePress(surface, LEFT, control, _pixel(surface, 1))
    qtbot.mouseMove(surface, QPoint(106, 106))
    qtbot.mouseRelease(surface, LEFT, control, QPoint(106, 106))
    assert prefs.places(8)[1] == pytest.approx((0.5, 0.5), abs=0.01)


WAITS = {
    "density": (Dial, 0.8, 0.4, "0.40 until bar 9"),
    "prompt/2/weight": (Bar, 0.55, 0.2, "0.20 until bar 9"),
    "stem/drums/gain": (Fader, 1.0, 0.5, "0.50 until bar 9"),
    "key": (Choice, "Am", "Em", "Em until bar 9"),
    "prompt/1/text": (Words, "dub", "house", "house until bar 9"),
    "tempo": (Number, 128.0, 120.0, "120.0 until bar 9"),
    "stem/lead/rest": (partial(Toggle, text="R"), 1, 0, "off until bar 9"),
}


@pytest.mark.parametrize("name", WAITS)
def test_what_waits_for_its_line_is_seen_on_its_own_control(
    qtbot: QtBot, hands: Hands, name: str
) -> None:
    """Old value, new value and bar are painted and told; when the line has come they go."""
    make, after, before, words = WAITS[name]
    widget = make(hands.store, name)
    qtbot.addWidget(widget)
    widget.resize(150, 60)
    widget.show()
    hands.tell(f"/mcm/{name}", after)
    plain = widget.grab().toImage()
    hands.tell("/mcm/features.reply", *(26.0, 0.5, *[0.0] * 8, 6))
    hands.tell("/mcm/plan/change", 32.0, 3.0, name, after, 0.0, 0, before)
    hands.tell("/mcm/plan/view.reply", 1, 13.0, 13.1, 14.0, 20.0, -1.0, 0.0)
    assert words in widget.accessibleDescription()
    assert widget.grab().toImage() != plain
    hands.tell("/mcm/plan/view.reply", 1, 16.0, 16.1, 17.0, 20.0, -1.0, 0.0)
    assert words not in widget.accessibleDescription()
    assert widget.grab().toImage() == plain
