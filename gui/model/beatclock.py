"""Where the music is between two words of the daemon."""

import math

from gui.model.health import Status, number

LONGEST = 0.25  # seconds that a place is trusted to move on by itself


class BeatClock:
    """Goes on from the last features at the tempo of the status. ``now`` in seconds."""

    def __init__(self) -> None:
        self._beat, self._at = 0.0, -math.inf

    def hear(self, features: Status, now: float) -> None:
        """Take a place in beats."""
        self._beat, self._at = number(features, "beat"), now

    def beat(self, status: Status, now: float) -> float:
        """Return the beat that is due now; it stands while nothing plays."""
        if status.get("state") not in ("playing", "holding", "looping"):
            return self._beat
        gone = min(max(now - self._at, 0.0), LONGEST)
        return self._beat + gone * number(status, "tempo") / 60


def place(beat: float, beats_per_bar: int) -> tuple[int, int, float]:
    """Return bar and beat as musicians count them, from 1, and the phase in the beat, 0 … 1."""
    whole = math.floor(beat)
    bar, rest = divmod(whole, max(beats_per_bar, 1))
    return bar + 1, rest + 1, beat - whole
