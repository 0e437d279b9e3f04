"""Levels of a stem, slice by slice, for as long as a performer may look back."""

from array import array
from collections.abc import Sequence

SLICES_PER_SECOND = 32  # as /mcm/plan/view says
HOLE_DB = -1000.0  # not told
UNKNOWN = -1.0
MOST_SLICES = 20 * 60 * SLICES_PER_SECOND
_LOUD = 54.0  # dB between the smallest height and full height


class Levels:
    """Levels in dB by the number of their slice; holes are at HOLE_DB."""

    def __init__(self) -> None:
        self._first = 0
        self._levels = array("f")

    @property
    def first(self) -> int:
        """The oldest slice that is remembered."""
        return self._first

    @property
    def end(self) -> int:
        """The slice after the newest one."""
        return self._first + len(self._levels)

    def put(self, first: int, levels: Sequence[float]) -> tuple[int, int]:
        """Write levels from slice ``first`` on; what lay after them stays.

        Returns the first slice that is another than before, and the one after the last of them.
        """
        old = self.of(first, first + len(levels))
        self._write(first, levels)
        new = self.of(first, first + len(levels))
        begin = next(
            (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old)
        )
        return first + begin, first + len(new)

    def of(self, first: int, last: int) -> "array[float]":
        """Return what is known of the slices ``[first, last)``, fewer where it ends before."""
        begin = first - self._first
        return self._levels[begin : max(begin, last - self._first)] if begin >= 0 else array("f")

    def _write(self, first: int, levels: Sequence[float]) -> None:
        if not self._levels or first > self.end + MOST_SLICES or first < self._first:
            self._first, self._levels = first, array("f")
        self._levels.extend([HOLE_DB] * (first - self.end))
        at = first - self._first
        self._levels[at : at + len(levels)] = array("f", levels)
        if len(self._levels) > 2 * MOST_SLICES:
            self._first += len(self._levels) - MOST_SLICES
            del self._levels[:-MOST_SLICES]

    def cut(self, end: int) -> None:
        """Forget the slices from ``end`` on."""
        del self._levels[max(0, end - self._first) :]

    def height(self, first: int, last: int) -> float:
        """Return how high the loudest of the slices ``[first, last)`` is drawn, 0 … 1.

        UNKNOWN where none of them is known.
        """
        begin = max(0, first - self._first)
        loudest = max(self._levels[begin : max(begin, last - self._first)], default=HOLE_DB)
        return UNKNOWN if loudest <= HOLE_DB else min(max(1.0 + loudest / _LOUD, 0.0), 1.0) ** 1.4
