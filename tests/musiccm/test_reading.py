"""The reader of prompts, with a small vocabulary."""

import numpy as np
import pytest

from musiccm.reading import PULL, Reader, stems

NAMES = ["house", "waltz"]
DIM = 8


def _unit(*places: int) -> np.ndarray:
    vector = np.zeros(DIM, np.float32)
    vector[list(places)] = 1
    return vector / np.linalg.norm(vector)


@pytest.fixture
def reader() -> Reader:
    weight = np.zeros((2, DIM))
    weight[0, 0] = weight[1, 1] = 4
    table = {
        "words": {"weight": weight, "bias": [0.0, 0.0]},
        "reading": {
            "house": {
                "terms": ["four on the floor", "ibiza", "warehouse"],
                "texts": ["dancing until the sun comes up"],
                "centre": _unit(0).tolist(),
            },
            "waltz": {
                "terms": ["vienna", "one two three"],
                "texts": ["ladies in gowns at a ball"],
                "centre": _unit(1).tolist(),
            },
        },
    }
    return Reader(table, NAMES)


def test_words_are_stems() -> None:
    """Case, punctuation, possessives and plurals do not matter."""
    assert stems("Vienna’s BALLS, glass one-two") == ["vienna", "ball", "glass", "one", "two"]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("nights in Ibiza", "house"),
        ("Vienna's new year", "waltz"),
        ("one, two, three!", "waltz"),
        ("a gown and a ball", "waltz"),
    ],
)
def test_terms_tell_where_the_vector_does_not(reader: Reader, text: str, style: str) -> None:
    """A term, or words of known texts, decide for a vector that lies between the styles."""
    assert reader.style_of(text, _unit(0, 1)) == style


def test_a_vector_tells_where_no_word_is_known(reader: Reader) -> None:
    """Without a known word the classifier of vectors decides."""
    assert reader.style_of("xyzzy", _unit(1, 2)) == "waltz"


def test_what_is_read_surely_is_pulled_to_its_style(reader: Reader) -> None:
    """A vector that lies far from the style comes near it, and what else it says stays in it."""
    far = _unit(5)
    played = reader.read("Ibiza warehouse", far)
    assert np.linalg.norm(played) == pytest.approx(1, abs=1e-5)
    assert played[0] / played[5] == pytest.approx(PULL / (1 - PULL), rel=0.1)


def test_what_is_not_understood_stays_as_it_is() -> None:
    """Among many styles, a text that says nothing of any is played as its own vector."""
    names = [f"style{i}" for i in range(DIM)]
    rows = {n: {"terms": [], "texts": [], "centre": _unit(i).tolist()} for i, n in enumerate(names)}
    words = {"weight": np.zeros((DIM, DIM)), "bias": np.zeros(DIM)}
    vector = _unit(2, 3)
    read = Reader({"words": words, "reading": rows}, names).read("nothing of that", vector)
    assert np.allclose(read, vector, atol=1e-6)
