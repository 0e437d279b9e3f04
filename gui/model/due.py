"""Messages that count later: what the daemon tells of a sound comes before the sound is heard."""

import heapq
import itertools
from typing import Generic, TypeVar

LONGEST = 2.0  # seconds: a tag further ahead is another clock's, and no reason to wait
MOST = 512  # that wait

Item = TypeVar("Item")


class Due(Generic[Item]):
    """Items by the time when they count. ``now`` is Unix time."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Item]] = []
        self._serials = itertools.count()

    def add(self, unix: float, item: Item, now: float) -> bool:
        """Keep an item for its time; False for one that counts at once."""
        if not now < unix < now + LONGEST or len(self._heap) >= MOST:
            return False
        heapq.heappush(self._heap, (unix, next(self._serials), item))
        return True

    def take(self, now: float) -> list[Item]:
        """Return what has become due, in its order."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            due.append(heapq.heappop(self._heap)[2])
        return due

    def wait(self, now: float) -> float | None:
        """Return the seconds until the next one is due; None while nothing waits."""
        return max(self._heap[0][0] - now, 0.0) if self._heap else None

    def clear(self) -> None:
        """Forget all: who has told it is gone."""
        self._heap.clear()
