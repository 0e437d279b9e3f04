"""The planner's sense of words."""

import numpy as np

from training.export.words import accuracy, fit


def test_a_separable_vocabulary_is_learnt() -> None:
    """Styles whose texts lie apart are all found, also in texts that were not seen."""
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((5, 384)).astype(np.float32)
    labels = rng.integers(5, size=400)
    vectors = centres[labels] + 0.5 * rng.standard_normal((400, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = fit(vectors[:200], labels[:200], 5)
    assert accuracy(words, (vectors[200:], labels[200:])) > 0.95


def test_labels_without_meaning_are_not_found() -> None:
    """On shuffled labels held-out accuracy stays near chance."""
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((400, 384)).astype(np.float32) / 20
    labels = rng.integers(5, size=400)
    words = fit(vectors[:200], labels[:200], 5)
    assert accuracy(words, (vectors[200:], labels[200:])) < 0.4
