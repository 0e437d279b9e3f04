"""Random streams: one independent generator per purpose, the same on every machine."""

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Streams:
    """Generators that depend only on (seed, style, purpose).

    A change in how the bass draws so leaves the drums alone.
    """

    def __init__(self, seed: int, style: str) -> None:
        self._root = (seed, zlib.crc32(style.encode()))

    def __call__(self, purpose: str) -> np.random.Generator:
        """Return a fresh generator for ``purpose``."""
        return np.random.default_rng((*self._root, zlib.crc32(purpose.encode())))


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """Return one of ``items``, all equally likely."""
    return items[int(rng.integers(len(items)))]


class Chooser:
    """Picks patterns by energy: the same one for the same intensity throughout a piece.

    Gumbel-max sampling: ``exp(-sharpness * |energy - intensity|)`` are the weights, the random
    part is drawn once, so that sections differ for their energy and not by accident.
    """

    def __init__(
        self, energies: Sequence[float], rng: np.random.Generator, sharpness: float = 6.0
    ) -> None:
        self._energies, self._sharpness = np.array(energies), sharpness
        self._luck = rng.gumbel(size=len(energies))

    def __call__(self, intensity: float) -> int:
        """Return the index of the pattern for ``intensity``."""
        return int(np.argmax(self._luck - self._sharpness * np.abs(self._energies - intensity)))
