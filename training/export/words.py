"""What teaches the checkpoint to read prompts: a linear classifier of text vectors, and a lexicon.

The classifier is fitted on the captions of the training split, the styles' own words, and the terms
and texts of ``training/styles/_lexicon.yaml``, which were written without knowledge of the prompts
that `train quality` judges with. How a reading is used is in :mod:`musiccm.reading`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from musiccm.text import TextEncoder
from training.compose.loader import STYLES_FOLDER
from training.compose.style import Style
from training.crops import caption_vectors
from training.data.reader import Dataset

Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]
Lexicon = Mapping[str, Mapping[str, list[str]]]

LEXICON = STYLES_FOLDER / "_lexicon.yaml"
WEIGHT_DECAY = 1e-5
COMBINATIONS = 150  # texts of a few terms, for each style
GLUE = (", ", " and ", " with ", " ", " in ")
OPENINGS = ("", "", "", "music for ", "something like ", "play ", "the sound of ")
BATCH = 128  # texts of like length encoded at once


def load_lexicon(path: Path = LEXICON) -> dict[str, dict[str, list[str]]]:
    """Return by style its ``terms`` and the ``texts`` that mean it."""
    lexicon: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return lexicon


def combinations(
    terms: Sequence[str], rng: np.random.Generator, n: int = COMBINATIONS
) -> list[str]:
    """Return ``n`` texts of two to five terms, as somebody might string them together."""
    texts = []
    for _ in range(n):
        chosen = [terms[i] for i in rng.permutation(len(terms))[: rng.integers(2, 6)]]
        glue = [GLUE[i] for i in rng.integers(len(GLUE), size=len(chosen) - 1)]
        rest = "".join(link + term for link, term in zip(glue, chosen[1:], strict=True))
        texts.append(OPENINGS[rng.integers(len(OPENINGS))] + chosen[0] + rest)
    return texts


def encode_all(encoder: TextEncoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of ``texts`` (n, text_dim), encoded in batches of like length."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    vectors = np.concatenate([encoder.encode([texts[i] for i in part]) for part in parts])
    return np.asarray(vectors[np.argsort(order)])


def from_lexicon(lexicon: Lexicon, names: Sequence[str], encoder: TextEncoder) -> list[Labelled]:
    """Return vectors and labels of its terms, of combinations of them, and of its texts."""
    rng = np.random.default_rng(0)
    kinds = [
        [lexicon[name]["terms"] for name in names],
        [combinations(lexicon[name]["terms"], rng) for name in names],
        [lexicon[name]["texts"] for name in names],
    ]
    return [
        (
            encode_all(encoder, [text for texts in kind for text in texts]),
            np.concatenate([np.full(len(texts), index) for index, texts in enumerate(kind)]),
        )
        for kind in kinds
    ]


def centres(data: Path, styles: Mapping[str, Style]) -> dict[str, NDArray[np.float32]]:
    """Return by style the mean vector (text_dim,) of the training captions that name it."""
    dataset = Dataset(data)
    stored = caption_vectors(dataset)
    named: dict[str, list[NDArray[np.float32]]] = {name: [] for name in styles}
    for piece in dataset.pieces("train"):
        genres = styles[piece.style].words.genre if piece.style in styles else ()
        for caption, vector in zip(piece.captions, stored[str(piece.seed)], strict=True):
            if any(genre in caption.lower() for genre in genres):
                named[piece.style].append(vector)
    return {name: np.mean(vectors, axis=0) for name, vectors in named.items() if vectors}


def reading(
    lexicon: Lexicon, middle: Mapping[str, NDArray[np.float32]], names: Sequence[str], own: Labelled
) -> dict[str, Any]:
    """Return the table ``reading`` of ``planner.json``, see :class:`musiccm.reading.Reader`.

    A style that no caption of the data names has the mean of its ``own`` words for its centre.
    """
    vectors, labels = own
    rows = {}
    for index, name in enumerate(names):
        centre = middle[name] if name in middle else vectors[labels == index].mean(axis=0)
        rows[name] = {**lexicon[name], "centre": np.round(centre, 4).tolist()}
    return rows


def style_sentences(style: Style) -> list[str]:
    """Return the phrases that a style's own file gives."""
    genres = [style.name.replace("_", " "), *style.words.genre]
    scenes = [f"{style.words.genre[0]} {scene}" for scene in style.words.scenes]
    moods = [f"{adjective} {style.words.genre[0]}" for adjective in style.words.adjectives]
    return [*genres, *(f"{genre} music" for genre in genres), *scenes, *moods]


def from_styles(styles: dict[str, Style], names: Sequence[str], encoder: TextEncoder) -> Labelled:
    """Return vectors and labels of the styles' own words."""
    vectors = [encoder.encode(style_sentences(styles[name])) for name in names]
    labels = [np.full(len(rows), index) for index, rows in enumerate(vectors)]
    return np.concatenate(vectors), np.concatenate(labels)


def from_captions(data: Path, split: str, names: Sequence[str]) -> Labelled:
    """Return vectors and labels of the captions of a split."""
    dataset = Dataset(data)
    stored = caption_vectors(dataset)
    pieces = [piece for piece in dataset.pieces(split) if piece.style in names]
    vectors = [stored[str(piece.seed)] for piece in pieces]
    labels = [
        np.full(len(rows), names.index(piece.style))
        for piece, rows in zip(pieces, vectors, strict=True)
    ]
    return np.concatenate(vectors), np.concatenate(labels)


def fit(
    parts: Sequence[tuple[Labelled, float]], n_styles: int, decay: float = WEIGHT_DECAY
) -> dict[str, Any]:
    """Fit the classifier; return ``weight`` (styles, text_dim) and ``bias`` (styles,) as lists.

    ``parts`` are vectors and labels with a weight each, whatever their number.
    """
    x = torch.from_numpy(np.concatenate([vectors for (vectors, _), _ in parts]))
    y = torch.from_numpy(np.concatenate([labels for (_, labels), _ in parts])).long()
    each = [np.full(len(labels), weight / len(labels)) for (_, labels), weight in parts]
    share = torch.from_numpy(np.concatenate(each)).float()
    share = share / share.sum()
    layer = torch.nn.Linear(x.shape[1], n_styles)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(layer(x), y, reduction="none") @ share
        loss = loss + decay * layer.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    return {"weight": np.round(weight, 4).tolist(), "bias": np.round(bias, 4).tolist()}


def accuracy(words: dict[str, Any], labelled: Labelled) -> float:
    """Return the part of texts whose style is found."""
    vectors, labels = labelled
    scores = vectors @ np.asarray(words["weight"]).T + np.asarray(words["bias"])
    return float((scores.argmax(axis=1) == labels).mean())
