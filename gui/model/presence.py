"""Whether a daemon is there, told by when it was last heard."""

import math
from enum import Enum

SILENCE = 2.0  # seconds: status comes ten times a second
CALL_EVERY = 0.4  # seconds between two calls for one that is not there
RENEW_EVERY = 10.0  # seconds between two datagrams that keep the lease
LAST_WORDS = 0.3  # seconds after its end in which what a daemon had sent may still arrive


class Link(Enum):
    """How panel and daemon stand; the value is what the panel shows."""

    SEARCHING = "no daemon yet: press Start"
    STARTING = "starting a daemon"
    CONNECTED = "connected"
    LOST = "daemon lost: press Start"


class Presence:
    """Keeps the time since the daemon's last word. ``now`` is in seconds of a steady clock."""

    def __init__(self) -> None:
        self.link = Link.SEARCHING
        self._heard = self._called = -math.inf
        self._ended = -math.inf

    @property
    def there(self) -> bool:
        """Whether a daemon answers."""
        return self.link is Link.CONNECTED

    def heard(self, now: float) -> bool:
        """Note a datagram; return True when it tells of a daemon that was not there before."""
        if now - self._ended < LAST_WORDS:
            return False
        self._heard = now
        appeared, self.link = not self.there, Link.CONNECTED
        return appeared

    def call_due(self, now: float) -> bool:
        """Return True when it is time for a ping, and note that it was sent."""
        if now - self._called < (RENEW_EVERY if self.there else CALL_EVERY):
            return False
        self._called = now
        return True

    def lost(self, now: float) -> bool:
        """Return True once, when the daemon has been silent for too long."""
        if not self.there or now - self._heard < SILENCE:
            return False
        self.link = Link.LOST
        return True

    def ended(self, now: float) -> bool:
        """Note that the daemon's process has ended; return True when it was there until now.

        What it had sent may still arrive for a moment, and is no sign of the next one.
        """
        was_there, self._ended = self.there, now
        if was_there:
            self.link = Link.LOST
        return was_there

    def starting(self) -> None:
        """Note that a daemon has been started and is not heard yet."""
        if not self.there:
            self.link = Link.STARTING
