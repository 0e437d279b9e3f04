"""Where a place of the music is on the screen, and the other way round."""

from dataclasses import dataclass

SLOWEST, FASTEST = 6.0, 240.0  # pixels for a second of music
ZOOM = 1.25  # of one step
NOW_AT = 0.62  # share of the width that shows what was


@dataclass
class Geometry:
    """A view of ``width`` logical pixels; ``speed`` is how many of them a second of music has.

    ``pin`` is the place that stays put while a performer looks back, None where the view follows
    the music. Everything is on whole device pixels, ``ratio`` of them in a logical one: cached
    columns are copied, not blended.
    """

    width: int = 100
    speed: float = 48.0
    pin: float | None = None
    ratio: float = 1.0
    now: float = 0.0

    @property
    def left(self) -> int:
        """The device pixel, counted from the music's begin, at the left edge."""
        return (
            round((self.now if self.pin is None else self.pin) * self.device_speed) - self._anchor
        )

    @property
    def device_speed(self) -> float:
        """Device pixels of a second."""
        return self.speed * self.ratio

    @property
    def _anchor(self) -> int:
        return round(self.width * NOW_AT * self.ratio)

    def x(self, place: float) -> float:
        """Return the logical x of a place in seconds."""
        return (round(place * self.device_speed) - self.left) / self.ratio

    def place(self, x: float) -> float:
        """Return the place at a logical x."""
        return (x * self.ratio + self.left) / self.device_speed

    def zoom(self, steps: float) -> None:
        """Show less (``steps`` > 0) or more of the music; the present stays where it is."""
        self.speed = min(max(self.speed * ZOOM**steps, SLOWEST), FASTEST)

    def look_back(self, seconds: float, oldest: float) -> None:
        """Look back so far, not further than what is ``oldest``, nor into the future."""
        back = min(seconds, self.now - oldest)
        self.pin = self.now - back if back > 0 else None

    @property
    def back(self) -> float:
        """How many seconds the view looks back."""
        return 0.0 if self.pin is None else self.now - self.pin

    @property
    def follows(self) -> bool:
        """Whether the present is in its usual place."""
        return self.pin is None
