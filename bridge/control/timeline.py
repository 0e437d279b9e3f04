"""Messages that wait for their time."""

import heapq
import math
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Timeline(Generic[T]):
    """A heap of (due time, item). Items of one time leave in the order in which they came.

    Times are seconds of the daemon's clock. Holds at most ``limit`` items: a client must not be
    able to fill the memory with the far future.
    """

    def __init__(self, limit: int = 4096) -> None:
        self._heap: list[tuple[float, int, T]] = []
        self._order = count()
        self._limit = limit

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, due: float, item: T) -> bool:
        """Keep ``item`` until ``due``; return False when there is no room."""
        if len(self._heap) >= self._limit:
            return False
        heapq.heappush(self._heap, (due, next(self._order), item))
        return True

    @property
    def next(self) -> float:
        """When the first item is due; infinite where nothing waits."""
        return self._heap[0][0] if self._heap else math.inf

    def take_due(self, now: float) -> list[T]:
        """Remove and return what is due at ``now``, oldest first."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            due.append(heapq.heappop(self._heap)[2])
        return due
