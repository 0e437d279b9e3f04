"""Which piece each seed becomes: split, style, length, tempo. A pure function of the seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from training.compose.composer import FORBIDDEN_TEMPI as HELD_OUT_TEMPI

SPLITS = ("train", "validation", "test")


class HasTempo(Protocol):
    """What the plan needs of a style."""

    @property
    def tempo(self) -> Mapping[str, tuple[float, float]]:
        """Metre → lowest and highest felt beats per minute."""
        ...


@dataclass(frozen=True)
class Recipe:
    """How to compose one piece; ``metre`` and ``tempo`` None leave them to the composer."""

    seed: int
    style: str
    split: str
    seconds: float
    metre: str | None
    tempo: float | None


def split_of(seed: int) -> str:
    """Return the split of a seed: one in twenty validates, one in twenty tests."""
    return {0: "validation", 1: "test"}.get(seed % 20, "train")


def is_held_out(tempo: float) -> bool:
    """Whether a tempo lies in a range that is never rendered for training."""
    return any(low <= tempo <= high for low, high in HELD_OUT_TEMPI)


def style_of(seed: int, names: Sequence[str]) -> str:
    """Return the style of a seed: every run of ``len(names)`` seeds has each style once."""
    names = sorted(names)
    block, place = divmod(seed, len(names))
    return names[int(np.random.default_rng((block, 3)).permutation(len(names))[place])]


def held_out_tempo(
    tempo: Mapping[str, tuple[float, float]], rng: np.random.Generator
) -> tuple[str, float] | None:
    """Draw a metre and a held-out tempo within 8 % of its range, or None if none is near."""
    near = [
        (metre, max(low, 0.92 * slowest), min(high, 1.08 * fastest))
        for metre, (slowest, fastest) in tempo.items()
        for low, high in HELD_OUT_TEMPI
    ]
    near = [(metre, low, high) for metre, low, high in near if low < high]
    if not near:
        return None
    metre, low, high = near[int(rng.integers(len(near)))]
    return metre, round(float(rng.uniform(low, high)), 2)


def recipe(seed: int, styles: Mapping[str, HasTempo], seconds: tuple[float, float]) -> Recipe:
    """Return the recipe of a seed.

    Every second test piece is asked for a held-out tempo where its style reaches one; all other
    pieces get a tempo from the composer, which never draws a held-out one.
    """
    rng = np.random.default_rng((seed, 5))
    style, split = style_of(seed, list(styles)), split_of(seed)
    length = float(rng.uniform(*seconds))
    wants_unseen = split == "test" and (seed // 20) % 2 == 0
    unseen = held_out_tempo(styles[style].tempo, rng) if wants_unseen else None
    metre, tempo = unseen or (None, None)
    return Recipe(seed, style, split, round(length, 2), metre, tempo)
