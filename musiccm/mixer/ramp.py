"""Factors that glide to their target, so that no fader clicks."""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]

RAMP_SECONDS = 0.01


class Ramp:
    """Factors of shape (k,) that glide to their target in ``length`` samples."""

    def __init__(self, values: Audio, length: int) -> None:
        self._length = length
        self._from = self._to = values
        self._done = length

    def aim(self, values: Audio) -> None:
        """Glide to ``values`` (k,) from where the factors are now."""
        if not np.array_equal(values, self._to):
            self._from, self._to, self._done = self._now(), values, 0

    def _now(self) -> Audio:
        return self._at(np.array([self._done], np.float32))[:, 0]

    def _at(self, position: Audio) -> Audio:
        part = np.minimum(position / np.float32(self._length), np.float32(1))
        return self._from[:, None] + (self._to - self._from)[:, None] * part[None, :]

    def take(self, n: int) -> Audio:
        """Return the factors of the next ``n`` samples, (k, n), or (k, 1) when all are equal."""
        if self._done >= self._length:
            return self._to[:, None]
        position = np.arange(self._done, self._done + n, dtype=np.float32)
        self._done = min(self._done + n, self._length)
        factors = self._at(position)
        factors[:, position >= self._length] = self._to[:, None]
        return factors
