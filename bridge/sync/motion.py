"""Where a leader is and how it moves: what every kind of leader comes down to."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from bridge.sync.fit import Curve

TRUST = 2.0  # seconds that a ramp is thought to go on for


def quarters_per_beat(beats_per_bar: int) -> float:
    """Return the quarters of a felt beat: 6/8 is felt in two dotted quarters."""
    return 1.5 if beats_per_bar == 2 else 1.0


class Grip(Enum):
    """What of a leader's beats means something."""

    TEMPO = "tempo"  # only their rate: clock ticks that nobody has numbered
    BAR = "bar"  # their place within the bar: Link
    PLACE = "place"  # their place in the piece: song position, OSC


@dataclass(frozen=True)
class Motion:
    """A leader's beats over time: ``beat`` at ``time`` (seconds of the daemon's clock), then on.

    ``rate`` is in beats per second, ``bend`` in beats per second²; the tempo changes evenly for
    TRUST seconds after ``time`` and holds then.
    """

    time: float
    beat: float
    rate: float
    bend: float = 0.0
    grip: Grip = Grip.PLACE

    def beat_at(self, time: float) -> float:
        """Return the beat position at ``time``."""
        t = time - self.time
        ramp = min(max(t, -TRUST), TRUST)
        return self.beat + self.rate * t + self.bend * ramp * (t - 0.5 * ramp)

    def rate_at(self, time: float) -> float:
        """Return the beats per second at ``time``."""
        return self.rate + self.bend * min(max(time - self.time, -TRUST), TRUST)

    def moved(self, beats: float) -> "Motion":
        """Return the motion with other numbers: ``beats`` later in the piece."""
        return replace(self, beat=self.beat + beats)

    def in_beats(self, quarters_per_beat: float) -> "Motion":
        """Return the motion of quarter notes as that of felt beats."""
        q = quarters_per_beat
        return Motion(self.time, self.beat / q, self.rate / q, self.bend / q, self.grip)


def along(curve: Curve, place: float, per_beat: float, grip: Grip) -> Motion | None:
    """Return the motion of a curve at ``place``; ``per_beat`` places make a beat.

    None for a curve on which time runs backwards: its marks are no clock.
    """
    period = curve.period_at(place)
    if period <= 0:
        return None
    bend = -2 * curve.bend / period**3
    return Motion(
        curve.time(place), place / per_beat, 1 / (period * per_beat), bend / per_beat, grip
    )


class Leader(Protocol):
    """Whose beats are followed. Called on the loop thread."""

    def motion(self, now: float, beats_per_bar: int) -> Motion | None:
        """Return how it moves in felt beats, or None while that is not known."""

    def playing(self) -> bool | None:
        """Return what it says of start and stop, or None while it says nothing."""

    def close(self) -> None:
        """Let go of what it holds."""
