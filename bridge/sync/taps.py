"""A tempo from a performer's taps."""

from collections import deque

import numpy as np

LONGEST_PAUSE = 2.0  # seconds; a longer one begins a new count
MOST_TAPS = 8


class Taps:
    """The last taps. Owned by the loop thread."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST_TAPS)

    def tap(self, now: float) -> float | None:
        """Take a tap in; return the tempo in bpm, or None after the first of a count.

        The tempo is the slope of a line through all taps of the count: an uneven tap moves it less
        than it would the mean of the intervals.
        """
        if self._times and now - self._times[-1] > LONGEST_PAUSE:
            self._times.clear()
        self._times.append(now)
        if len(self._times) < 2:
            return None
        seconds = float(np.polyfit(np.arange(len(self._times)), self._times, 1)[0])
        return 60.0 / seconds if seconds > 0 else None
