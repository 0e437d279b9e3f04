"""Grid strings: one bar of steps per ``|``, written as a musician would in a drum machine.

``"X.x.|X..x"`` is two bars of four steps. A dot rests, a dash holds the step before it (at the
very start it holds the last step of the round before), any other sign is the player's to read.
Blanks only group the eye.
"""

from collections.abc import Iterator
from dataclasses import dataclass

STEPS_PER_BEAT = {"4/4": (1, 2, 3, 4, 6, 8), "3/4": (1, 2, 3, 4, 6, 8), "6/8": (1, 3, 6, 12)}
BEATS_PER_BAR = {"4/4": 4, "3/4": 3, "6/8": 2}


@dataclass(frozen=True)
class Step:
    """A sounding step: ``start`` and ``length`` in beats, ``sign`` as written."""

    start: float
    length: float
    sign: str


@dataclass(frozen=True)
class Grid:
    """Steps within ``beats`` beats; the grid repeats after that."""

    beats: float
    steps: tuple[Step, ...]

    def tile(self, beats: float) -> Iterator[Step]:
        """Yield the steps repeated until ``beats``, the last ones cut at the end."""
        for turn in range(int(-(-beats // self.beats))):
            for step in self.steps:
                start = turn * self.beats + step.start
                if start < beats - 1e-6:
                    yield Step(start, min(step.length, beats - start), step.sign)


def parse_grid(text: str, metre: str, signs: str, *, beats: float | None = None) -> Grid:
    """Read a grid string.

    Parameters
    ----------
    text
        The steps, bars divided by ``|``.
    metre
        One of BEATS_PER_BAR.
    signs
        The signs allowed besides ``.`` and ``-``.
    beats
        Length of each ``|`` group; a bar when left out (fills may be shorter).

    Raises
    ------
    ValueError
        For an unknown sign, an empty bar or a number of steps that does not divide the beat.
    """
    length = beats or BEATS_PER_BAR[metre]
    cells: list[tuple[float, float, str]] = []
    bars = ["".join(bar.split()) for bar in text.split("|")]
    for index, bar in enumerate(bars):
        if not bar or len(bar) % length or len(bar) // length not in STEPS_PER_BEAT[metre]:
            allowed = ", ".join(str(int(n * length)) for n in STEPS_PER_BEAT[metre])
            raise ValueError(f"{bar!r} has {len(bar)} steps; {metre} takes {allowed}")
        wrong = set(bar) - set(signs + ".-")
        if wrong:
            raise ValueError(f"{bar!r} has unknown sign {min(wrong)!r}; known are {signs} . -")
        size = length / len(bar)
        cells += [(index * length + i * size, size, sign) for i, sign in enumerate(bar)]
    return Grid(length * len(bars), _join(cells))


def _join(cells: list[tuple[float, float, str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    lead_in = 0.0
    holding = True
    for start, size, sign in cells:
        if sign == "-" and holding and steps:
            last = steps[-1]
            steps[-1] = Step(last.start, last.length + size, last.sign)
        elif sign == "-" and holding:
            lead_in += size
        elif sign not in ".-":
            steps.append(Step(start, size, sign))
        holding = sign != "." and (holding or sign != "-")
    if steps and lead_in:
        last = steps[-1]
        steps[-1] = Step(last.start, last.length + lead_in, last.sign)
    return tuple(steps)
