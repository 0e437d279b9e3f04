"""MIDI mappings without Qt: what they are called, and what gets into each other's way."""

import pytest

from gui.learn.model import Mapping, Mappings


def _told(*rows: tuple[str, str, str]) -> Mappings:
    mappings = Mappings()
    for row in rows:
        assert mappings.receive("/mcm/midi/row", [*row, "absolute"])
    assert mappings.receive("/mcm/midi/list.reply", [len(rows)])
    return mappings


@pytest.mark.parametrize(
    ("control", "words"),
    [
        ("cc 1 21", "CC 21 · channel 1"),
        ("note 10 36", "Note C1 (36) · channel 10"),
        ("program 3", "Program change · channel 3"),
        ("cc14 2 7", "CC 7 (14 bit) · channel 2"),
    ],
)
def test_a_control_is_named_as_on_the_device(control: str, words: str) -> None:
    """Kind, number and channel are written as controllers print them."""
    assert Mapping("Knobs", control, "density").words == words


def test_a_list_is_taken_over_whole() -> None:
    """Rows count from their end on; a new list takes the old one's place."""
    mappings = _told(("Knobs", "cc 1 21", "density"))
    mappings.receive("/mcm/midi/row", ["Knobs", "cc 1 22", "brightness", "twos"])
    assert [row.target for row in mappings.rows] == ["density"]
    mappings.receive("/mcm/midi/list.reply", [1])
    assert mappings.rows == [Mapping("Knobs", "cc 1 22", "brightness", "twos")]
    assert not mappings.receive("/mcm/tempo", [120.0])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("A", "cc14 1 5", "density"), ("A", "cc 1 37", "brightness")),
        (("A", "note 1 60", "stem/bass/mute"), ("A", "note 1", "held notes")),
        (("A", "nrpn 1 400", "density"), ("A", "cc 1 6", "brightness")),
    ],
)
def test_two_rows_that_hear_the_same_message_conflict(
    first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    """14 bits, NRPNs and held notes share messages with plain controls, on one device only."""
    mappings = _told(first, second)
    assert all("too" in mappings.conflict(row) for row in mappings.rows)
    apart = _told(first, ("B", *second[1:]))
    assert not any(apart.conflict(row) for row in apart.rows)


def test_two_controls_of_one_parameter_are_told() -> None:
    """A parameter with two knobs names the other one; a command may have as many as it likes."""
    mappings = _told(("A", "cc 1 1", "density"), ("B", "cc 1 2", "density"))
    assert mappings.conflict(mappings.rows[0]) == "also moved by CC 2 · channel 1 of B"
    pads = _told(("A", "note 10 36", "prompt/select"), ("A", "note 10 37", "prompt/select"))
    assert not any(pads.conflict(row) for row in pads.rows)


def test_learning_says_what_it_took_the_place_of() -> None:
    """The notice names control, device, parameter and what lost its control; errors are told."""
    mappings = Mappings()
    mappings.target = "stem/bass/gain"
    mappings.receive("/mcm/midi/learned", ["Knobs", "cc 1 21", "stem/bass/gain", "density"])
    assert mappings.notice == ("CC 21 · channel 1 of Knobs now moves bass gain, no longer density")
    assert mappings.target is None
    mappings.receive("/mcm/error", ["/mcm/midi/learn", "MIDI is off: start with --midi"])
    assert mappings.notice.startswith("MIDI is off")
    assert not mappings.receive("/mcm/error", ["/mcm/tempo", "out of range"])
