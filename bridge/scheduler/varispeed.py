"""Reading music a little faster or slower: so small phase errors go away without a splice.

A fractional-delay filter in Farrow's form: each tap of a windowed sinc is a polynomial in the
fraction, so a rate that changes all the time costs nothing more.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]

TAPS = 32
DEGREE = 6
_HALF = TAPS // 2
_BETA = 9.0  # Kaiser; 90 dB
_CUTOFF = 0.96  # of the Nyquist frequency: rates stay within a percent


def _coefficients() -> Audio:
    """Return the polynomials (TAPS, DEGREE + 1), lowest power first, in (fraction - 1/2)."""
    fractions = 0.5 - 0.5 * np.cos(np.pi * (np.arange(64) + 0.5) / 64)  # Chebyshev nodes
    taps = np.arange(TAPS) - (_HALF - 1)
    distance = taps[None, :] - fractions[:, None]
    edge = np.clip(1 - (distance / _HALF) ** 2, 0, None)
    h = _CUTOFF * np.sinc(_CUTOFF * distance) * np.i0(_BETA * np.sqrt(edge)) / np.i0(_BETA)
    h /= h.sum(axis=1, keepdims=True)
    powers = np.vander(fractions - 0.5, DEGREE + 1, increasing=True)
    return np.linalg.lstsq(powers, h, rcond=None)[0].T.astype(np.float32)


_POLYNOMIALS = _coefficients()


class Varispeed:
    """Pulls samples (stems, n) from ``source`` and gives them at any rate near 1.

    As long as every rate is 1 the samples pass as they are, bit for bit. ``source`` may return
    None: there is no music yet.
    """

    def __init__(self, source: Callable[[int], Audio | None]) -> None:
        self._source = source
        self._held: Audio | None = None  # the samples around the reading point
        self._at = 0.0  # the reading point, in samples of ``_held``
        self._past: Audio | None = None  # the last samples that passed as they are

    @property
    def ahead(self) -> float:
        """Samples that were pulled and are not yet read past."""
        return 0.0 if self._held is None else self._held.shape[1] - self._at

    def read(self, n: int, rate: float) -> Audio | None:
        """Return the next ``n`` samples (stems, n), or None while there is no music."""
        if self._held is None:
            if rate == 1.0:
                return self._pass(n)
            if not self._begin():
                return None
        at = self._at + rate * np.arange(n, dtype=np.float64)
        self._pull(int(at[-1]) + _HALF + 1)
        return self._interpolate(at, self._at + rate * n)

    def flush(self) -> None:
        """Forget what was pulled: the source has been moved."""
        self._held, self._at, self._past = None, 0.0, None

    def _pass(self, n: int) -> Audio | None:
        block = self._source(n)
        if block is not None:
            self._past = block[:, -(_HALF - 1) :].copy()
        return block

    def _begin(self) -> bool:
        """Take hold of the samples around the reading point."""
        first = self._source(_HALF)
        if first is None:
            return False
        past = np.zeros((len(first), _HALF - 1), np.float32)
        if self._past is not None:
            past[:, past.shape[1] - self._past.shape[1] :] = self._past
        self._held, self._at = np.concatenate([past, first], axis=1), float(_HALF - 1)
        return True

    def _pull(self, end: int) -> None:
        """Hold samples up to ``end`` at least."""
        assert self._held is not None
        missing = end - self._held.shape[1]
        if missing > 0:
            more = self._source(missing)
            if more is None:
                more = np.zeros((len(self._held), missing), np.float32)
            self._held = np.concatenate([self._held, more], axis=1)

    def _interpolate(self, at: NDArray[np.float64], following: float) -> Audio:
        """Return the values at the places ``at`` (n,), and keep what comes after them."""
        assert self._held is not None
        index = at.astype(np.int64)
        windows = np.lib.stride_tricks.sliding_window_view(self._held, TAPS, axis=1)
        powers = windows[:, index - (_HALF - 1)] @ _POLYNOMIALS  # (stems, n, DEGREE + 1)
        fraction = (at - index - 0.5).astype(np.float32)
        y = powers[..., DEGREE]
        for power in range(DEGREE - 1, -1, -1):
            y = y * fraction + powers[..., power]
        keep = max(int(following) - (_HALF - 1), 0)
        self._held, self._at = self._held[:, keep:].copy(), following - keep
        return y
