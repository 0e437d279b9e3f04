"""Reading: what style free words mean, and the words that the denoiser would know for it. No torch.

The denoiser has learned from captions; "study beats for a rainy night" lies far from all of them.
A :class:`Reader` therefore pulls the vector of a text towards the mean caption of the style that it
reads, as far as it is sure, and leaves the rest of the vector, the mood and the sound, alone.

What it reads with comes from the checkpoint's ``planner.json``: ``words``, a linear classifier of
text vectors, and ``reading``: per style its terms, texts that mean it, and its mean caption.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

LONGEST = 3  # words of a term
TERM = 1.0  # nats for every word of a term that occurs in the text
WORD = 0.3  # of the log-odds of single words
SMOOTHING = 0.02
SURE = (0.3, 0.8)  # probability of the read style from which it counts, and at which it is sure
PULL = 0.75  # part of a surely read vector that is the style's own

_WORDS = re.compile(r"[\w'’]+")


def stems(text: str) -> list[str]:
    """Return the words of ``text``, lower case, without a possessive or plural s."""
    words = (word.replace("’", "'").removesuffix("'s") for word in _WORDS.findall(text.lower()))
    return [w[:-1] if len(w) > 3 and w.endswith("s") and w[-2] != "s" else w for w in words]


class Reader:
    """Reads prompts. ``names`` are the styles in the order of the classifier's rows."""

    def __init__(self, table: Mapping[str, Any], names: list[str]) -> None:
        self.names = names
        self.weight = np.asarray(table["words"]["weight"], np.float32)
        self.bias = np.asarray(table["words"]["bias"], np.float32)
        rows = [table["reading"][name] for name in names]
        self.centres = np.asarray([row["centre"] for row in rows], np.float32)
        self.terms: dict[str, set[int]] = defaultdict(set)
        self.counts: dict[str, Vector] = defaultdict(lambda: np.zeros(len(names), np.float32))
        for index, row in enumerate(rows):
            self._learn(index, row["terms"], row["texts"])

    def _learn(self, index: int, terms: list[str], texts: list[str]) -> None:
        for term in terms:
            words = stems(term)
            self.terms[" ".join(words)].add(index)
            for word in words:
                self.counts[word][index] += 1
        for text in texts:
            for word in set(stems(text)):
                self.counts[word][index] += 1

    def scores(self, text: str, vector: Vector) -> Vector:
        """Return log-odds (styles,) of what ``text`` with ``vector`` (text_dim,) means."""
        words = stems(text)
        scores = self.weight @ vector + self.bias
        return np.asarray(scores + TERM * self._terms_in(words) + WORD * self._odds(words))

    def _terms_in(self, words: list[str]) -> Vector:
        found = np.zeros(len(self.names), np.float32)
        for length in range(1, LONGEST + 1):
            for start in range(len(words) - length + 1):
                term = " ".join(words[start : start + length])
                for index in self.terms.get(term, ()):
                    found[index] += length
        return found

    def _odds(self, words: list[str]) -> Vector:
        odds = np.zeros(len(self.names), np.float32)
        for word in set(words) & self.counts.keys():
            count = self.counts[word] + SMOOTHING
            odds += np.log(count / count.mean())
        return odds

    def style_of(self, text: str, vector: Vector) -> str:
        """Return the style that ``text`` most likely means."""
        return self.names[int(np.argmax(self.scores(text, vector)))]

    def read(self, text: str, vector: Vector) -> Vector:
        """Return the unit vector (text_dim,) to play for ``text``, whose own is ``vector``."""
        scores = self.scores(text, vector)
        odds = np.exp(scores - scores.max())
        belief = odds / odds.sum()
        low, high = SURE
        pull = PULL * float(np.clip((belief.max() - low) / (high - low), 0.0, 1.0))
        drawn = _unit((1 - pull) * _unit(vector) + pull * _unit(belief @ self.centres))
        return np.asarray(drawn, np.float32)


def _unit(vector: Vector) -> Vector:
    return vector / max(float(np.linalg.norm(vector)), 1e-6)
