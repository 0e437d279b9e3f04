"""The daemon's threads before those of other programs, where the system allows it."""

import os
import sys
from pathlib import Path

# Below the 5 that JACK gives its clients' callbacks: what copies goes before what mixes.
PRIORITY = 3
_TASKS = Path("/proc/self/task")


class Priority:
    """Asks for round-robin real-time scheduling, as audio servers do, of all threads of a process.

    All of them: a writing thread that holds the interpreter's lock while others have the processor
    would keep the loop and the audio callback waiting as well. Child processes begin without it.
    Linux only, and only for users who may (an ``rtprio`` limit, as audio groups have, or root).
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
                policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
                os.sched_setscheduler(thread, policy, os.sched_param(PRIORITY))
        except PermissionError:
            self.possible = False
        except OSError:  # the thread has ended meanwhile
            pass
