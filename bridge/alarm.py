"""How the loop waits: until something is due, or until something comes in."""

import asyncio
import math

LEAST = 0.001  # seconds between two wakings: a flood must not cost a look for each of its datagrams


class Alarm:
    """Sleeps for one task. Belongs to the loop thread."""

    def __init__(self) -> None:
        self._sleeper: asyncio.Future[None] | None = None
        self._rung = False
        self._woken = -math.inf  # in the loop's time

    def ring(self) -> None:
        """Wake who sleeps, or whoever sleeps next."""
        if not self._rung:
            self._rung = True
            if self._sleeper:
                self._answer(self._sleeper)

    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds, or when it rings; no two returns are closer than LEAST."""
        loop = asyncio.get_running_loop()
        self._sleeper = sleeper = loop.create_future()
        timer = loop.call_later(seconds, _wake, sleeper)
        if self._rung:
            self._answer(sleeper)
        try:
            await sleeper
        finally:
            timer.cancel()
            self._sleeper = None
        self._rung, self._woken = False, loop.time()

    def _answer(self, sleeper: "asyncio.Future[None]") -> None:
        loop = sleeper.get_loop()
        rested = self._woken + LEAST
        if loop.time() >= rested:
            _wake(sleeper)
        else:
            loop.call_at(rested, _wake, sleeper)


def _wake(sleeper: "asyncio.Future[None]") -> None:
    if not sleeper.done():
        sleeper.set_result(None)
