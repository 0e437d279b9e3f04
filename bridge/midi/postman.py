"""Messages that leave at their times, whatever the loop is doing."""

import heapq
import itertools
import threading
from collections.abc import Callable

from bridge.clock import Clock

Send = Callable[[str, bytes, float], None]


class Postman:
    """Keeps messages until they are due, or ``early`` seconds less, where others wait on.

    ``send(device, message, time)`` is called by one thread only.
    That is a thread of its own once it is :meth:`start`-ed: a tick of the loop, 5 ms, would be
    heard as jitter. Without it the owner calls :meth:`tick` (offline clock).
    """

    def __init__(self, clock: Clock, send: Send, early: float = 0.0) -> None:
        self._clock, self._send, self._early = clock, send, early
        self._due: list[tuple[float, int, str, bytes]] = []
        self._numbers = itertools.count()  # of two messages for one moment the older goes first
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False

    def start(self) -> None:
        """Deliver from a thread from now on."""
        self._thread = threading.Thread(target=self._work, name="midi out", daemon=True)
        self._thread.start()

    def post(self, device: str, data: bytes, time: float) -> None:
        """Let ``data`` leave at ``time`` of the clock, at once where that is over."""
        with self._changed:
            heapq.heappush(self._due, (time, next(self._numbers), device, data))
            self._changed.notify()

    def tick(self) -> None:
        """Send what is due, where no thread does."""
        while self._thread is None and (due := self._take()):
            self._send(*due)

    def _take(self) -> tuple[str, bytes, float] | None:
        """Return the next device and message that is due, and when."""
        with self._changed:
            if self._left() != 0.0:
                return None
            time, _, device, data = heapq.heappop(self._due)
        return device, data, time

    def _left(self) -> float | None:
        """Return the seconds until something is due, None where nothing waits."""
        if not self._due:
            return None
        return max(0.0, self._due[0][0] - self._early - self._clock.now())

    def _work(self) -> None:
        while not self._closing:
            if due := self._take():
                self._send(*due)
                continue
            with self._changed:
                left = self._left()
                if not self._closing and left != 0.0:
                    self._changed.wait(left)

    def close(self) -> None:
        """Send what is left, now, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread:
            self._thread.join()
        for time, _, device, data in sorted(self._due):
            self._send(device, data, min(time, self._clock.now()))
        self._due.clear()
