"""Numbers and orders in a prompt."""

import pytest

from musiccm.errors import PromptError
from musiccm.prompt import check_bpm, check_metre, parse_key, read_prompt


def test_a_prompt_states_its_numbers() -> None:
    """Tempo, key, metre and rests are read as controls."""
    facts = read_prompt("slow blues in A minor, 92 bpm, 6/8, no drums and without melody")
    assert (facts.bpm, str(facts.key), facts.metre) == (92.0, "Am", "6/8")
    assert facts.rests == ("drums", "lead")


def test_a_prompt_without_numbers_states_none() -> None:
    """Plain words leave every choice open."""
    facts = read_prompt("warm rhodes and brushed drums, a major event at 9 in the evening")
    assert (facts.bpm, facts.key, facts.metre, facts.rests) == (None, None, None, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Am", "Am"),
        ("f#m", "F#m"),
        ("Bb", "A#"),
        ("C major", "C"),
        ("E♭ minor", "D#m"),
        ("Cb", "B"),
    ],
)
def test_keys_are_read_as_players_write_them(name: str, text: str) -> None:
    """Flats, sharps and long names mean the same pitch class."""
    assert str(parse_key(name)) == text


@pytest.mark.parametrize("name", ["", "H", "Amin7", "A##", "minor"])
def test_what_is_no_key_is_refused(name: str) -> None:
    """The error shows how to write a key."""
    with pytest.raises(PromptError, match="write it like"):
        parse_key(name)


@pytest.mark.parametrize("bpm", [0, -3, 39, 221, float("nan")])
def test_absurd_tempi_are_refused(bpm: float) -> None:
    """The error names the range."""
    with pytest.raises(PromptError, match="choose 40 to 220"):
        check_bpm(bpm)


def test_unknown_metres_are_refused() -> None:
    """7/8 is not trained."""
    with pytest.raises(PromptError, match="4/4, 3/4, 6/8"):
        check_metre("7/8")
