"""Which words mean which style: a linear classifier of text vectors.

Fitted on the captions of the training split and on the styles' own words. It only chooses the form
and the chords that the planner writes; the sound follows the text vector itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.text import TextEncoder
from training.compose.style import Style
from training.crops import caption_vectors
from training.data.reader import Dataset

Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]

WEIGHT_DECAY = 1e-4


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


def fit(vectors: NDArray[np.float32], labels: NDArray[np.int64], n_styles: int) -> dict[str, Any]:
    """Fit the classifier; return ``weight`` (styles, text_dim) and ``bias`` (styles,) as lists."""
    x, y = torch.from_numpy(vectors), torch.from_numpy(labels)
    layer = torch.nn.Linear(x.shape[1], n_styles)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(layer(x), y)
        loss = loss + WEIGHT_DECAY * layer.weight.square().sum()
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
