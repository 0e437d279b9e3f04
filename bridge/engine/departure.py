"""When a process ends, without asking it all the time."""

import asyncio
import os

from bridge.alarm import Alarm

LOOK_EVERY = 0.25  # seconds between two looks of the watchdog
ASK_EVERY = 0.05  # seconds, where the system does not tell


class Departure:
    """Tells at once that a process has ended, where the system does (Linux). On the loop thread.

    The process must be a child that nobody has waited for, or its number may be another's.
    """

    def __init__(self, pid: int) -> None:
        self._alarm, self._loop = Alarm(), asyncio.get_running_loop()
        self._descriptor: int | None = None
        self._every = LOOK_EVERY
        try:
            self._descriptor = os.pidfd_open(pid)
        except (AttributeError, OSError):
            self._every = ASK_EVERY
        else:
            self._loop.add_reader(self._descriptor, self._over)

    async def wait(self) -> None:
        """Return when it has ended, or when it is time for another look at it."""
        await self._alarm.sleep(self._every)

    def _over(self) -> None:
        self.close()
        self._alarm.ring()

    def close(self) -> None:
        """Ask no more."""
        if self._descriptor is not None:
            self._loop.remove_reader(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None
