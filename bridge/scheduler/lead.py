"""How far ahead of the playhead the music is that a draft made now can still change."""

from collections import deque

UNKNOWN, HURRIED = 0.5, 0.1  # seconds, until the engine has answered
LINE_MARGIN = 0.08  # seconds on top of the engine's slowest recent answer
SHORTEST_LINE = 0.15
PIECE_SECONDS = 0.3  # of music in the nearest piece, but for a fade
PIECE_MARGIN = 0.05  # seconds that the rest has to be there before that piece is over
RECENT = 8  # answers


class Lead:
    """Two leads in seconds, fitted to the engine's recent answers.

    A line that is missed costs a whole bar: ``line`` allows for the slowest answer. What is wanted
    at once may come a little late, it is then heard as soon as it is there: ``now`` is that of the
    quickest answer, but for the rest of an answer, which has to come before its nearest piece is
    over.
    """

    def __init__(self) -> None:
        self.line, self.now = UNKNOWN, UNKNOWN
        self._ready: deque[float] = deque(maxlen=RECENT)
        self._spent: deque[float] = deque(maxlen=RECENT)

    def hurry(self) -> None:
        """Aim near from the start: what comes late is heard late, and no later than that."""
        self.now = HURRIED

    def note(self, ready: float, spent: float) -> None:
        """Note after how many seconds the nearest piece of an answer was there, and all of it."""
        self._ready.append(ready)
        self._spent.append(spent)
        rest = max(self._spent) - PIECE_SECONDS
        self.line = max(SHORTEST_LINE, max(*self._ready, rest) + LINE_MARGIN)
        self.now = max(min(self._ready), rest + PIECE_MARGIN)
