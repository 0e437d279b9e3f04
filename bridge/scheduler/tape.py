"""A strip of time that is addressed by absolute position and forgets its far past."""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

_STRIDE = 1 << 15  # rows

Scalar = TypeVar("Scalar", bound=np.generic)


class Tape(Generic[Scalar]):
    """Rows ``[base, end)`` of an endless array; a row is one moment.

    Not for threads: it belongs to the loop.
    """

    def __init__(self, row: tuple[int, ...], dtype: type[Scalar], room: int) -> None:
        """Make an empty tape for rows of shape ``row`` with space for ``room`` of them.

        All of it is touched now: memory that the system has yet to find, a page at a time, would
        keep the music waiting later.
        """
        self._rows: NDArray[Scalar] = np.full((room, *row), 0, dtype)
        self.base = 0
        self.end = 0

    @property
    def nbytes(self) -> int:
        """The memory that it takes, empty space included."""
        return self._rows.nbytes

    def append(self, rows: NDArray[Scalar]) -> None:
        """Write ``rows`` (n, *row) at the end."""
        n = len(rows)
        used = self.end - self.base
        if used + n > len(self._rows):
            more = np.zeros((max(n, len(self._rows) // 4), *self._rows.shape[1:]), self._rows.dtype)
            self._rows = np.concatenate([self._rows, more])
        self._rows[used : used + n] = rows
        self.end += n

    def view(self, start: int, stop: int) -> NDArray[Scalar]:
        """Return rows ``[start, stop)``, not copied.

        Raises
        ------
        IndexError
            For rows that the tape does not hold.
        """
        if not self.base <= start <= stop <= self.end:
            raise IndexError(f"[{start}, {stop}) is not within [{self.base}, {self.end})")
        return self._rows[start - self.base : stop - self.base]

    def truncate(self, end: int) -> None:
        """Drop the rows from ``end`` on."""
        if not self.base <= end <= self.end:
            raise IndexError(f"{end} is not within [{self.base}, {self.end}]")
        self.end = end

    def forget(self, before: int) -> None:
        """Let go of rows before ``before``; moves memory only when a quarter of it is free.

        In strides, so that no thread waits for all of it.
        """
        gone = min(before, self.end) - self.base
        if gone > len(self._rows) // 4:
            kept = self.end - self.base - gone
            for first in range(0, kept, _STRIDE):
                last = min(first + _STRIDE, kept)
                self._rows[first:last] = self._rows[gone + first : gone + last]
            self.base += gone
