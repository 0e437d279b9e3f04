"""Chords as performers write and hold them."""

import pytest

from bridge.protocol.chords import MAX_CHORDS, held_chord, name_chord, read_chords
from bridge.protocol.messages import ProtocolError


@pytest.mark.parametrize(
    ("text", "pitches"),
    [
        ("C", (0, 4, 7)),
        ("Am", (9, 0, 4)),
        ("F#m7", (6, 9, 1, 4)),
        ("Bbmaj7", (10, 2, 5, 9)),
        ("Dø", (2, 5, 8, 0)),
        ("G7sus4", (7, 0, 2, 5)),
        ("C/G", (0, 4, 7)),
        ("Am/F", (9, 0, 4, 5)),
        ("A,C,E,G", (9, 0, 4, 7)),
        ("A5", (9, 4)),
    ],
)
def test_a_symbol_is_its_pitch_classes(text: str, pitches: tuple[int, ...]) -> None:
    """The root comes first; a bass that is not in the chord comes last."""
    assert read_chords(text) == ((pitches, 1.0),)


def test_without_bar_lines_each_chord_has_a_bar() -> None:
    """Symbols in a row take a bar each, and % repeats the one before."""
    chords = read_chords("Am F % G")
    assert [pitches[0] for pitches, _ in chords] == [9, 5, 5, 7]
    assert [bars for _, bars in chords] == [1.0] * 4


def test_between_bar_lines_chords_share_the_bar() -> None:
    """Two chords in a bar have half of it each; empty bars mean nothing."""
    chords = read_chords("| Am F | C |")
    assert [(pitches[0], bars) for pitches, bars in chords] == [(9, 0.5), (5, 0.5), (0, 1.0)]


@pytest.mark.parametrize("text", ["H", "Cmajor99", "%", "C,x", "é", "C " * (MAX_CHORDS + 1)])
def test_what_is_no_chord_is_refused(text: str) -> None:
    """Other symbols, a % at the beginning and endless progressions raise ProtocolError."""
    with pytest.raises(ProtocolError):
        read_chords(text)


@pytest.mark.parametrize(
    ("notes", "text"),
    [
        ([60, 64, 67], "C,E,G"),
        ([64, 67, 72], "C,E,G"),
        ([57, 60, 64, 67], "A,C,E,G"),
        ([60, 61, 62], "C,C#,D"),
        ([48, 60], "C"),
        ([], ""),
    ],
)
def test_held_notes_find_their_root(notes: list[int], text: str) -> None:
    """Inversions of a known chord have its root; other notes have the lowest one."""
    assert held_chord(notes) == text


@pytest.mark.parametrize(
    ("root", "pitches", "name"),
    [
        (9, [0, 4, 9], "Am"),
        (9, [0, 4], "Am"),
        (0, [0, 4, 7, 11], "Cmaj7"),
        (6, [6, 10, 1, 4], "F#7"),
        (0, [0, 1, 2], "C,C#,D"),
    ],
)
def test_a_chord_has_its_name(root: int, pitches: list[int], name: str) -> None:
    """Known chords have their symbol, be the root among the pitches or not; others their notes."""
    assert name_chord(root, pitches) == name
    assert set(read_chords(name)[0][0]) == {root, *pitches}
