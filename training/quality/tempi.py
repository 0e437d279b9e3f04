"""Which pieces are asked for at which tempo: every bin of ten beats per minute from 60 to 180."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.compose.style import Style

BINS = tuple(range(60, 180, 10))
WIDTH = 10
PER_BIN = 12
OUTSIDE_EVERY = 3  # every third piece has a style that is not at home at its tempo
FIRST_SEED = 3_000_000  # far from any data set
DRUMMED = 0.6  # part of a form's bars in which drums may be expected to play


@dataclass(frozen=True)
class Wish:
    """One piece to compose, and to ask for."""

    seed: int
    style: str
    metre: str
    tempo: float
    at_home: bool

    @property
    def bin(self) -> int:
        """The lowest tempo of its bin."""
        return int(self.tempo // WIDTH * WIDTH)


def drummed(style: Style) -> float:
    """Return the part of a style's bars in which drums play, all choices of a section alike."""
    bars = sum(section.bars for section in style.form)
    playing = sum(
        section.bars * sum("drums" in stems for stems in section.play) / len(section.play)
        for section in style.form
    )
    return playing / bars


def home(style: Style, tempo: float) -> str | None:
    """Return the metre in which a style is at home at ``tempo``, None where it is in none."""
    return next((m for m, (low, high) in style.tempo.items() if low <= tempo <= high), None)


def _usual_metre(style: Style) -> str:
    return max(style.metres, key=lambda metre: style.metres[metre])


def _wish(number: int, tempo: float, styles: Mapping[str, Style]) -> Wish:
    fitting = [name for name in styles if home(styles[name], tempo)]
    others = [name for name in styles if name not in fitting]
    at_home = bool(fitting) and (number % OUTSIDE_EVERY != OUTSIDE_EVERY - 1 or not others)
    names = fitting if at_home else others
    style = names[number * 7 % len(names)]  # neighbours in tempo get other styles
    metre = home(styles[style], tempo) or _usual_metre(styles[style])
    return Wish(FIRST_SEED + number, style, metre, tempo, at_home)


def wishes(styles: Mapping[str, Style]) -> list[Wish]:
    """Return PER_BIN pieces of each bin, their tempi spread evenly over it, of styles with drums.

    Two of three have a style whose own tempi permit it, where there is one.
    """
    chosen = {name: styles[name] for name in sorted(styles) if drummed(styles[name]) >= DRUMMED}
    tempi = [low + WIDTH * (place + 0.5) / PER_BIN for low in BINS for place in range(PER_BIN)]
    return [_wish(number, round(tempo, 2), chosen) for number, tempo in enumerate(tempi)]
