"""What the music should be, line by line."""

from dataclasses import dataclass, field

from musiccm.past import Past
from musiccm.request import Score

Words = tuple[tuple[str, float], ...]  # (text, weight)


@dataclass(frozen=True)
class Wish:
    """What the music should be, a new tempo after ``glide`` bars.

    ``rewinds`` counts the times that the music was taken back or to another past, ``swaps`` those
    that another checkpoint took over.
    """

    score: Score
    bpm: float
    beats_per_bar: int
    glide: float = field(default=0.0, compare=False)  # a way, not a goal: alone it changes nothing
    rewinds: int = 0
    swaps: int = 0


@dataclass(frozen=True)
class Cue:
    """A wish from a beat on.

    ``grid`` is the distance in beats of the lines on which it may be heard, 0 for any place;
    ``rewind`` how many beats the music is taken back, ``past`` what else it goes on from.
    """

    beat: float
    wish: Wish
    grid: float = 0.0
    rewind: float = 0.0
    past: Past | None = None


@dataclass(frozen=True)
class Programme:
    """Cues in the order of their beats; at least one."""

    cues: tuple[Cue, ...]

    def at(self, beat: float) -> Cue:
        """Return the cue that holds at a beat; before the first one it is the first."""
        return next((c for c in reversed(self.cues) if c.beat <= beat), self.cues[0])

    def since(self, beat: float) -> tuple[Cue, ...]:
        """Return the cue that holds at a beat and those after it."""
        return (self.at(beat), *(c for c in self.cues[1:] if c.beat > beat))


def akin(old: Words, new: Words) -> bool:
    """Return whether at least half of the weight of two mixes of prompts is on the same words."""
    shares = [
        {text: weight / sum(w for _, w in mix) for text, weight in mix if weight}
        for mix in (old, new)
    ]
    return sum(min(w, shares[1].get(text, 0.0)) for text, w in shares[0].items()) >= 0.5
