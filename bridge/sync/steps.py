"""How a tempo changes that is told in steps, as a hand on a Link peer's tempo changes it."""

from collections import deque

SPAN = 1.0  # seconds of steps
FEWEST = 4  # steps that make a ramp: a tempo that is set once or twice is no ramp
RESTS = 0.25  # seconds without a step, after which the ramp is over


class Steps:
    """The steps of the last second. Owned by the loop thread."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, float]] = deque()

    def add(self, time: float, rate: float) -> None:
        """Take in which rate there is at a time; times grow."""
        if not self._steps or rate != self._steps[-1][1]:
            self._steps.append((time, rate))
        while len(self._steps) > 1 and time - self._steps[0][0] > SPAN:
            self._steps.popleft()

    def bend(self, time: float) -> float:
        """Return by how much the rate changes in a second; 0 where it rests or has only leapt."""
        (begin, first), (end, last) = self._steps[0], self._steps[-1]
        if len(self._steps) <= FEWEST or time - end > RESTS:
            return 0.0
        return (last - first) / (end - begin)
