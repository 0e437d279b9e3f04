"""The daemon's threads before those of other programs, where the system allows it."""

import os
import sys
from pathlib import Path

# Below the 5 that JACK gives its clients' callbacks: what copies goes before what mixes.
PRIORITY = 3
NICENESS = -11  # of the engine, as PipeWire has it: after whatever plays, before what only works
_TASKS = Path("/proc/self/task")


class Priority:
    """Asks for round-robin real-time scheduling, as audio servers do, of all threads of a process.

    All of them: a writing thread that holds the interpreter's lock while others have the processor
    would keep the loop and the audio callback waiting as well. Child processes inherit it, because
    the thread that starts one waits for it to begin (vfork): one that computes calls :func:`prefer`
    first of all. Linux only, and only for users who may (an ``rtprio`` limit, as audio groups have,
    or root).
    """

    def __init__(self) -> None:
        self.possible = sys.platform == "linux" and _TASKS.exists()
        self._raised: set[str] = set()

    def raise_threads(self) -> bool:
        """Raise the threads that are new since the last call; return whether that is allowed."""
        if self.possible:
            there = set(os.listdir(_TASKS))
            for thread in there - self._raised:
                self._raise(int(thread))
            self._raised = there
        return self.possible

    def _raise(self, thread: int) -> None:
        try:
            if os.sched_getscheduler(thread) == os.SCHED_OTHER:
                os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(PRIORITY))
        except PermissionError:
            self.possible = False
        except OSError:  # the thread has ended meanwhile
            pass


def raise_thread() -> bool:
    """Schedule the calling thread as the daemon's are; return whether the system allows it."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))
    except (AttributeError, OSError):  # neither Windows nor macOS has it; no right to
        return False
    return True


def prefer() -> bool:
    """Let this process go before others that compute; return whether the system allows it.

    It gives up what it has inherited from a daemon with :class:`Priority`.
    """
    try:
        if sys.platform == "linux" and os.sched_getscheduler(0) == os.SCHED_RR:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        os.nice(min(0, NICENESS - os.nice(0)))
    except (AttributeError, OSError):  # Windows; no right to
        return False
    return True
