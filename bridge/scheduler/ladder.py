"""How finely the engine is asked to draw: fewer steps when it is too slow, more when there is room.

The rungs below that are not decided here: the planned future plays on, then its last bars loop, and
in the end they fade (bridge.scheduler.plan).
"""

from collections.abc import Mapping

TOO_SLOW = 0.6  # seconds of drawing for a second of music: a gesture would come too late
MUCH_TOO_SLOW = 1.0  # the same: the plan runs out, and a second such answer would come too late
ROOM = 0.4  # the same, foreseen for more steps
PATIENCE = 2  # answers in a row that have to be too slow
CAUTION = 4  # answers in a row that have to leave room


class Ladder:
    """Limits the steps. It hears how long each answer took, in seconds."""

    def __init__(self) -> None:
        self._limit: int | None = None
        self._slow = self._roomy = 0

    def steps(self, asked: int) -> int:
        """Return how many of the asked steps to draw."""
        return asked if self._limit is None else min(asked, self._limit)

    def note(
        self, asked: int, spent: float, music: float, stages: Mapping[str, float]
    ) -> str | None:
        """Note an answer; return what that changes, in words, or None.

        Parameters
        ----------
        asked
            Steps that the performer asked for.
        spent, music
            Seconds that the answer took, and of music in it.
        stages
            Seconds of its parts, as in PlanChunk; "denoiser" is the one that grows with the steps.
        """
        drawn, load = self.steps(asked), spent / music
        self._slow = self._slow + 1 if load > TOO_SLOW else 0
        more = min(2 * drawn, asked)
        roomy = more > drawn and load * _growth(stages, more / drawn) < ROOM
        self._roomy = self._roomy + 1 if roomy else 0
        if self._slow >= PATIENCE or load > MUCH_TOO_SLOW:
            return self._go(drawn, max(1, drawn // 2), asked, load)
        if self._roomy >= CAUTION:
            return self._go(drawn, more, asked, load)
        return None

    def _go(self, drawn: int, steps: int, asked: int, load: float) -> str | None:
        self._slow = self._roomy = 0
        if steps == drawn:
            return None
        self._limit = steps if steps < asked else None
        how = f"{load:.2f} s for a second of music"
        if steps < drawn:
            return f"the engine is too slow, {how}: {steps} of {asked} steps are drawn"
        return f"the engine has room, {how}: {steps} of {asked} steps are drawn"


def _growth(stages: Mapping[str, float], times: float) -> float:
    """Return how many times as long an answer takes with so many times the steps."""
    whole = sum(stages.values())
    share = stages.get("denoiser", 0.0) / whole if whole > 0 else 1.0
    return 1 - share + share * times
