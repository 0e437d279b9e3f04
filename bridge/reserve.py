"""How much sound lies ready for the device."""

from bridge.config import BLOCK, SAMPLE_RATE

HALF_LIFE = 30.0  # seconds in which a lateness counts for half
LUMP = 2 * BLOCK  # samples that a device may take at once
MARGIN = 0.015  # seconds
CAUTION = 2.0  # times the worst lateness
LEAST = 0.03  # seconds that lie ready when the loop wakes: taking in an answer holds it up
MOST_STRIDE = 4  # blocks between two wakings


class Reserve:
    """Less of it while something is wanted now: what lies ready is heard before that.

    As little as the loop's recent lateness allows, and never less again after a gap.
    """

    def __init__(self) -> None:
        self._worst, self._noted = 0.0, 0.0
        self.bold = True

    def note(self, late: float, now: float) -> None:
        """Note at ``now`` (seconds of the clock) that the loop came so many seconds too late."""
        worst = self._worst * 0.5 ** ((now - self._noted) / HALF_LIFE)
        self._worst, self._noted = max(worst, late), now

    def level(self, ahead: int, hurried: bool) -> int:
        """Return how many samples are to lie ready, ``ahead`` at most."""
        if not (hurried and self.bold):
            return ahead
        return min(ahead, LUMP + round((CAUTION * self._worst + MARGIN) * SAMPLE_RATE))

    def stride(self, ahead: int) -> int:
        """Return after how many samples the loop may wake again, as its lateness allows."""
        kept = round((self._worst + LEAST) * SAMPLE_RATE)
        return BLOCK * min(max((ahead - kept) // BLOCK, 1), MOST_STRIDE)
