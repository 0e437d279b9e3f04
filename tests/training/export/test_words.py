"""The planner's sense of words."""

from typing import cast

import numpy as np

from musiccm.reading import stems
from musiccm.text import TextEncoder
from training.compose.loader import load_styles
from training.export.words import accuracy, combinations, encode_all, fit, load_lexicon, reading
from training.quality.words import cases


def test_a_separable_vocabulary_is_learnt() -> None:
    """Styles whose texts lie apart are all found, also in texts that were not seen."""
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((5, 384)).astype(np.float32)
    labels = rng.integers(5, size=400)
    vectors = centres[labels] + 0.5 * rng.standard_normal((400, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = fit([((vectors[:200], labels[:200]), 1.0)], 5)
    assert accuracy(words, (vectors[200:], labels[200:])) > 0.95


def test_labels_without_meaning_are_not_found() -> None:
    """On shuffled labels held-out accuracy stays near chance."""
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((400, 384)).astype(np.float32) / 20
    labels = rng.integers(5, size=400)
    words = fit([((vectors[:200], labels[:200]), 1.0)], 5)
    assert accuracy(words, (vectors[200:], labels[200:])) < 0.4


def test_the_lexicon_knows_every_style_and_no_judged_prompt() -> None:
    """Each style has terms and texts of text; no prompt that judges reading is among them."""
    lexicon = load_lexicon()
    assert set(lexicon) == set(load_styles())
    judged = {" ".join(stems(case.prompt)) for case in cases()}
    for entry in lexicon.values():
        known = [*entry["terms"], *entry["texts"]]
        assert len(entry["terms"]) >= 200
        assert len(entry["texts"]) >= 50
        assert all(isinstance(text, str) and text for text in known)
        assert not judged & {" ".join(stems(text)) for text in known}


def test_combinations_are_made_of_terms() -> None:
    """Two to five terms of the style each, and the same ones for the same seed."""
    terms = [f"term{i}" for i in range(9)]
    texts, again = (combinations(terms, np.random.default_rng(1), 20) for _ in range(2))
    assert texts == again
    assert all(2 <= sum(term in text for term in terms) <= 5 for text in texts)


def test_texts_are_encoded_in_their_own_order() -> None:
    """Batches of like length come back in the order in which the texts were given."""

    class Lengths:
        def encode(self, texts: list[str]) -> np.ndarray:
            return np.array([[len(text)] for text in texts], np.float32)

    texts = ["x" * n for n in np.random.default_rng(2).integers(1, 50, 300)]
    vectors = encode_all(cast("TextEncoder", Lengths()), texts)
    assert vectors[:, 0].tolist() == [len(text) for text in texts]


def test_a_style_without_captions_has_its_own_words() -> None:
    """The centre is the mean of captions that name the style, else of the style's words."""
    lexicon = {name: {"terms": ["x"], "texts": ["y"]} for name in ("house", "waltz")}
    own = (np.array([[1, 0], [0, 1], [0, 3]], np.float32), np.array([0, 1, 1]))
    table = reading(lexicon, {"house": np.array([5, 6], np.float32)}, ["house", "waltz"], own)
    assert table["house"]["centre"] == [5, 6]
    assert table["waltz"] == {"terms": ["x"], "texts": ["y"], "centre": [0, 2]}
