"""When a sample is heard: the device's clock against the daemon's."""

from bridge.config import SAMPLE_RATE
from bridge.sync.fit import Fit

SPAN = 20.0  # seconds
STEP = 0.1  # seconds between two marks


class Heard:
    """A line through what the output says of when the next sample will be heard.

    An output knows that only as well as its driver calls it, which is blocks apart; the line knows
    it to a fraction of a millisecond, and how far the device's clock is off.
    """

    def __init__(self) -> None:
        self._fit = Fit(SPAN, bends=False)
        self._last: tuple[float, int] | None = None
        self._next_mark = 0.0

    def mark(self, time: float, sample: int) -> None:
        """Take in that ``sample`` (of all that were written) will be heard at ``time``."""
        self._last = (time, sample)
        if time >= self._next_mark:
            self._next_mark = time + STEP
            self._fit.add(time, float(sample))

    def time(self, sample: float) -> float:
        """Return when ``sample`` will be heard."""
        if curve := self._fit.curve():
            return curve.time(sample)
        time, at = self._last or (0.0, 0)
        return time + (sample - at) / SAMPLE_RATE

    def rate(self) -> float:
        """Return how many samples the device plays in a second of the daemon's clock."""
        curve = self._fit.curve()
        return 1 / curve.period if curve and curve.period > 0 else float(SAMPLE_RATE)
