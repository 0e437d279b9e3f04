"""A leader that tells where it is, again and again: ``/mcm/transport/position``."""

from bridge.sync.fit import Fit
from bridge.sync.motion import Grip, Motion, along

SPAN = 6.0  # seconds of positions
MOVED = 0.5  # beats off the line: the leader was moved, or stood still
LOST = 3.0  # seconds without a position: it goes on as it went, and says no more


class Positions:
    """Fits a line through what a client sends. A leader of bridge.sync.motion, in felt beats."""

    def __init__(self) -> None:
        self._fit = Fit(SPAN)
        self._last: tuple[float, float] | None = None
        self._motion: Motion | None = None

    def tell(self, now: float, beat: float) -> None:
        """Take a position in, at the moment at which it came."""
        motion = self.motion(now) if self._fit.curve() else None
        before, self._last = self._last, (now, beat)
        broken = before and (now <= before[0] or beat <= before[1] or now - before[0] > LOST)
        if broken or (motion and abs(motion.beat_at(now) - beat) > MOVED):
            self._fit.clear()
        self._fit.add(now, beat)

    def motion(self, now: float, beats_per_bar: int = 4) -> Motion | None:
        """Return the line's motion; the last one while a new line has too few positions."""
        curve = self._fit.curve()
        if curve and self._last:
            self._motion = along(curve, self._last[1], 1.0, Grip.PLACE) or self._motion
        return self._motion

    def playing(self) -> bool | None:
        """Return None: a position says nothing of start and stop."""
        return None

    def close(self) -> None:
        """Nothing to let go of."""
