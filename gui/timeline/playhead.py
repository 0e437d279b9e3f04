"""Where the music is between two messages."""

SNAP = 0.3  # seconds; a larger error is a jump, not jitter
GAIN = 0.15  # share of an error that each message takes away


class Playhead:
    """A place in the music that moves on evenly with the time that is passed in.

    The daemon tells its place ten times a second, as it hands blocks to the device: in bursts. What
    is told is followed slowly, so that the picture does not tremble.
    """

    def __init__(self) -> None:
        self._place = 0.0
        self._since = 0.0
        self._told = False
        self.moving = False

    def tell(self, place: float, now: float, moving: bool) -> None:
        """Take in that the music is at ``place`` (seconds) at ``now``."""
        error = place - self.at(now)
        sudden = not self._told or not moving or abs(error) > SNAP
        self._place = self.at(now) + (error if sudden else GAIN * error)
        self._since, self._told, self.moving = now, True, moving

    def at(self, now: float) -> float:
        """Return the place at ``now``, in seconds of the music."""
        return self._place + (now - self._since if self.moving else 0.0)
