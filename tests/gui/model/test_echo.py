"""Shown values: a hand's at once, the daemon's word from then on."""

from bridge.protocol.parameters import BY_NAME
from gui.model.echo import PATIENCE, Echo, as_sent

GAIN = "stem/drums/gain"


def _echo() -> Echo:
    return Echo({GAIN: 1.0})


def test_a_hand_is_shown_at_once() -> None:
    """A written value is shown before anybody has answered, and once only counts as new."""
    echo = _echo()
    assert echo.write(GAIN, 0.5, 0.0)
    assert echo.values[GAIN] == 0.5
    assert not echo.write(GAIN, 0.5, 0.1)


def test_late_echoes_of_a_drag_do_not_pull_it_back() -> None:
    """While a fader moves, the echoes of where it was are passed over."""
    echo = _echo()
    for n, value in enumerate((0.9, 0.8, 0.7)):
        echo.write(GAIN, value, 0.01 * n)
    shown = []
    for value in (0.9, 0.8, 0.7):
        echo.hear(GAIN, value)
        shown.append(echo.values[GAIN])
    assert shown == [0.7, 0.7, 0.7]


def test_the_last_writer_at_the_daemon_wins() -> None:
    """What another client sets after our echo has come is shown."""
    echo = _echo()
    echo.write(GAIN, 0.5, 0.0)
    echo.hear(GAIN, 0.5)
    assert echo.hear(GAIN, 0.2)
    assert echo.values[GAIN] == 0.2


def test_a_lost_write_is_asked_for_and_what_comes_is_the_truth() -> None:
    """An unanswered write is asked after; then the daemon's word stands, ours or not."""
    echo = _echo()
    echo.write(GAIN, 0.5, 0.0)
    assert echo.overdue(PATIENCE / 2) == []
    assert echo.overdue(PATIENCE) == [GAIN]
    assert echo.overdue(PATIENCE * 1.5) == []
    assert echo.overdue(PATIENCE * 2) == [GAIN]
    assert echo.hear(GAIN, 1.0)
    assert echo.values[GAIN] == 1.0
    assert echo.overdue(PATIENCE * 9) == []


def test_nothing_waits_for_a_daemon_that_is_gone() -> None:
    """After a lost daemon the next one's first word is shown."""
    echo = _echo()
    echo.write(GAIN, 0.5, 0.0)
    echo.forget()
    assert echo.hear(GAIN, 1.0)


def test_values_are_sent_as_the_daemon_will_tell_them() -> None:
    """Floats have 32 bits, whole numbers are whole, and nothing leaves its range."""
    assert as_sent(BY_NAME[GAIN], 0.1) == 0.10000000149011612
    assert as_sent(BY_NAME[GAIN], 9.0) == 2.0
    assert as_sent(BY_NAME["steps"], 3.6) == 4
    assert as_sent(BY_NAME["density"], None) is None
    assert as_sent(BY_NAME["prompt/1/text"], " dub ") == "dub"
