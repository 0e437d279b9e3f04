"""Time, passed in: the only place of the daemon that reads a clock."""

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since the daemon started, and what the rest of the world calls that moment."""

    def now(self) -> float:
        """Return seconds since the clock was made; never runs backwards."""

    def from_unix(self, seconds: float) -> float:
        """Translate a Unix time (an OSC time tag) to this clock."""

    def to_unix(self, seconds: float) -> float:
        """Translate a time of this clock to Unix time, for an OSC time tag."""

    def from_monotonic(self, seconds: float) -> float:
        """Translate the host's monotonic time (what another process read of it) to this clock."""

    def to_monotonic(self, seconds: float) -> float:
        """Translate a time of this clock to the host's monotonic time, for another process."""


class WallClock:
    """Real time."""

    def __init__(self) -> None:
        self._origin = time.monotonic()

    def now(self) -> float:
        """Return seconds since the clock was made."""
        return time.monotonic() - self._origin

    def from_unix(self, seconds: float) -> float:
        """Translate by the present difference of the clocks: a step of the host's is harmless."""
        return self.now() + (seconds - time.time())

    def to_unix(self, seconds: float) -> float:
        """Translate by the present difference of the clocks."""
        return time.time() + (seconds - self.now())

    def from_monotonic(self, seconds: float) -> float:
        """Translate by the moment at which this clock was made."""
        return seconds - self._origin

    def to_monotonic(self, seconds: float) -> float:
        """Translate by the moment at which this clock was made."""
        return seconds + self._origin


class HostClock(WallClock):
    """The host's monotonic time itself."""

    def __init__(self) -> None:
        self._origin = 0.0


class OfflineClock:
    """Time that runs only when it is told to, as fast as the machine can."""

    def __init__(self, unix_origin: float = 0.0) -> None:
        self._now = 0.0
        self._unix_origin = unix_origin

    def now(self) -> float:
        """Return the seconds that :meth:`advance` was told."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now += seconds

    def from_unix(self, seconds: float) -> float:
        """Translate by the origin given at the start."""
        return seconds - self._unix_origin

    def to_unix(self, seconds: float) -> float:
        """Translate by the same origin."""
        return seconds + self._unix_origin

    def from_monotonic(self, seconds: float) -> float:
        """Return the same: what speaks of the host's time speaks of this one."""
        return seconds

    def to_monotonic(self, seconds: float) -> float:
        """Return the same."""
        return seconds
