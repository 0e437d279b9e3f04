"""MIDI bytes to moved controls."""

import numpy as np
import pytest

from bridge.midi.controls import Control, Decoder, Move


def _moves(*messages: tuple[int, ...]) -> list[Move]:
    decoder = Decoder()
    return [move for message in messages for move in decoder.decode(bytes(message))]


def test_seven_bits() -> None:
    """A controller's value is its place between 0 and 1."""
    assert _moves((0xB0, 74, 127)) == [Move(Control("cc", 1, 74), 1.0, 127)]
    assert _moves((0xBF, 74, 0)) == [Move(Control("cc", 16, 74), 0.0, 0)]


def test_fourteen_bits_are_whole_with_their_second_half() -> None:
    """The first half alone moves only itself; both give one value of 14 bits."""
    moves = _moves((0xB0, 1, 64), (0xB0, 33, 1))
    whole = [move for move in moves if move.control.kind == "cc14"]
    assert whole == [Move(Control("cc14", 1, 1), (64 * 128 + 1) / 16383, 64 * 128 + 1)]
    assert not [m for m in _moves((0xB0, 33, 5)) if m.control.kind == "cc14"]


def test_nrpn_is_chosen_then_set_then_stepped() -> None:
    """After 99 and 98, data entry moves the NRPN, and increments step it."""
    moves = _moves(
        (0xB2, 99, 2), (0xB2, 98, 3), (0xB2, 6, 100), (0xB2, 38, 7), (0xB2, 96, 0), (0xB2, 97, 0)
    )
    nrpn = [move for move in moves if move.control.kind == "nrpn"]
    assert {move.control for move in nrpn} == {Control("nrpn", 3, 2 * 128 + 3)}
    assert nrpn[1].value == (100 * 128 + 7) / 16383
    assert [move.step for move in nrpn] == [0, 0, 1, -1]


@pytest.mark.parametrize(
    "choice", [((0xB0, 101, 0), (0xB0, 100, 0)), ((0xB0, 99, 127), (0xB0, 98, 127))]
)
def test_data_for_an_rpn_or_for_nothing_moves_no_nrpn(choice: tuple[tuple[int, ...], ...]) -> None:
    """When an RPN or the null is chosen, data entry is not the NRPN's."""
    moves = _moves((0xB0, 99, 1), (0xB0, 98, 1), *choice, (0xB0, 6, 64))
    assert not [move for move in moves if move.control.kind == "nrpn"]


def test_bend_notes_programs_and_pressure() -> None:
    """Pitch bend has 14 bits; a note off, and a note on without velocity, are 0."""
    assert _moves((0xE0, 0x7F, 0x7F))[0] == Move(Control("bend", 1), 1.0, 16383)
    assert _moves((0xE0, 0, 64))[0].value == pytest.approx(0.5, abs=1e-4)
    notes = _moves((0x90, 60, 100), (0x90, 60, 0), (0x80, 60, 64))
    assert [move.raw for move in notes] == [100, 0, 0]
    assert _moves((0xC3, 6)) == [Move(Control("program", 4), 6 / 127, 6)]
    assert _moves((0xD0, 127))[0].control == Control("pressure", 1)


@pytest.mark.parametrize(
    "control", ["cc 1 21", "cc14 16 31", "nrpn 2 16383", "bend 1", "note 10 36", "program 3"]
)
def test_controls_are_written_as_they_are_read(control: str) -> None:
    """A control's text reads back as itself."""
    assert str(Control.read(control)) == control


@pytest.mark.parametrize(
    "text",
    ["", "cc 1", "cc 0 1", "cc 17 1", "cc 1 128", "cc14 1 40", "bend 1 2", "fader 1 2", "cc one 2"],
)
def test_other_texts_are_no_controls(text: str) -> None:
    """What names no control raises ValueError."""
    with pytest.raises(ValueError, match="is no control"):
        Control.read(text)


def test_no_bytes_raise() -> None:
    """Random bytes of any length never raise."""
    rng, decoder = np.random.default_rng(0), Decoder()
    for _ in range(5000):
        decoder.decode(bytes(rng.integers(0, 256, rng.integers(0, 5), np.uint8)))
