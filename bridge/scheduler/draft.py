"""What is asked of the engine, and where in the music the answer is to be heard."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridge.scheduler.plan import FADE
from bridge.scheduler.programme import Cue, Wish
from bridge.scheduler.tempo import TempoMap
from musiccm.request import PlanRequest

LINE_FADE = 480  # samples of the crossfade whose middle lies on a line: ±5 ms


@dataclass(frozen=True)
class Draft:
    """A request on its way: what it asks, on which grid, where it is to be heard.

    ``cue`` is None for an extension. ``fade`` is the length of the crossfade at ``at``; ``locate``
    the beat that was asked to be there.
    """

    request: PlanRequest
    tempo: TempoMap
    at: int  # sample of the splice
    wish: Wish
    cue: Cue | None = None
    fade: int = FADE
    locate: float | None = None

    @property
    def on_line(self) -> bool:
        """Whether the middle of the crossfade, and not its begin, is at ``at``."""
        return self.fade == LINE_FADE

    @property
    def beat(self) -> float:
        """The beat of the splice."""
        return self.cue.beat if self.cue and self.on_line else self.tempo.beat(self.at)


@dataclass(frozen=True)
class Place:
    """A cue with the sample where it is to be heard and the first frame to be drawn for it."""

    cue: Cue
    at: int
    frame: int
    on_line: bool


def reached(places: Sequence[Place]) -> list[Place]:
    """Return those that are come to: time that is moved skips lines, and later cues lie nearer."""
    kept: list[Place] = []
    for place in reversed(places):
        if not kept or place.at < kept[-1].at:
            kept.append(place)
    return kept[::-1]


def moved(cue: Cue, reach: float) -> Cue:
    """Return ``cue`` on the first line of its grid that is not before the beat ``reach``."""
    if not cue.grid or cue.beat >= reach:
        return cue
    lines = math.ceil((reach - cue.beat) / cue.grid - 1e-9)
    return replace(cue, beat=cue.beat + lines * cue.grid)
