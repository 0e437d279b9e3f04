"""The thread that touches the disk, so that the loop never waits for it."""

import queue
import threading
from collections.abc import Callable

_LONGEST_QUEUE = 4096  # jobs: 43 s of blocks while the disk does not answer


class Scribe:
    """Does jobs in order in a thread of its own. A job raises nothing.

    With ``wait`` (offline clock) a full queue makes the caller wait; in real time it is Full.
    """

    def __init__(self, name: str, wait: bool = False, longest: int = _LONGEST_QUEUE) -> None:
        """At most ``longest`` jobs wait."""
        self._wait = wait
        self._queue: queue.Queue[Callable[[], None] | None] = queue.Queue(longest)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], None]) -> None:
        """Have ``job`` done after all others. Raises queue.Full when the disk does not follow."""
        self._queue.put(job, block=self._wait)

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            job()

    def close(self) -> None:
        """Do what is left and end the thread."""
        self._queue.put(None)
        self._thread.join()
