"""Roman numerals, chord qualities and scales."""

import re
from dataclasses import dataclass

from musiccm.controls import PITCH_CLASSES

_DEGREES = ("I", "II", "III", "IV", "V", "VI", "VII")
_DEGREE_SEMITONES = {False: (0, 2, 4, 5, 7, 9, 11), True: (0, 2, 3, 5, 7, 8, 10)}
_MAJOR = {
    "": (0, 4, 7), "5": (0, 7), "6": (0, 4, 7, 9), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11),
    "9": (0, 4, 7, 10, 14), "maj9": (0, 4, 7, 11, 14), "add9": (0, 4, 7, 14),
    "69": (0, 4, 7, 9, 14), "13": (0, 4, 10, 14, 21), "7b9": (0, 4, 7, 10, 13),
    "7#9": (0, 4, 7, 10, 15), "sus2": (0, 2, 7), "sus4": (0, 5, 7), "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 5, 7, 10, 14), "+": (0, 4, 8), "maj7#11": (0, 4, 7, 11, 18),
}  # fmt: skip
_MINOR = {
    "": (0, 3, 7), "6": (0, 3, 7, 9), "7": (0, 3, 7, 10), "9": (0, 3, 7, 10, 14),
    "11": (0, 3, 7, 10, 17), "add9": (0, 3, 7, 14), "maj7": (0, 3, 7, 11), "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9), "m7b5": (0, 3, 6, 10),
}  # fmt: skip
_NUMERAL = re.compile(
    r"(?P<accidental>[b#]?)(?P<degree>[IV]+|[iv]+)(?P<suffix>[^/]*)(/(?P<of>.+))?"
)

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "phrygian_dominant": (0, 1, 4, 5, 7, 8, 10),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "major_blues": (0, 2, 3, 4, 7, 9),
    "bebop": (0, 2, 4, 5, 7, 9, 10, 11),
}


@dataclass(frozen=True)
class Harmony:
    """A chord of a progression, free of key.

    ``root`` is in semitones above the tonic, ``intervals`` in semitones above the root (root
    first, then third, fifth …), ``suffix`` as in "m7".
    """

    root: int
    intervals: tuple[int, ...]
    suffix: str

    def chroma(self, tonic: int = 0) -> tuple[int, ...]:
        """Return the sorted pitch classes when the tonic is ``tonic``."""
        return tuple(sorted({(tonic + self.root + i) % 12 for i in self.intervals}))

    def symbol(self, tonic: int) -> str:
        """Return a lead-sheet symbol such as ``"F#m7"``."""
        return PITCH_CLASSES[(tonic + self.root) % 12] + self.suffix


def parse_numeral(text: str, minor: bool) -> Harmony:
    """Read a roman numeral such as ``bVII7``, ``ii7`` or ``V7/vi``.

    Degrees count from the natural minor scale where ``minor`` holds: VI is then the minor sixth,
    and so is bVI, as most players write it.

    Raises
    ------
    ValueError
        For a numeral or a suffix that is not known.
    """
    match = _NUMERAL.fullmatch(text)
    if not match or match["degree"].upper() not in _DEGREES:
        raise ValueError(f"{text!r} is not a roman numeral such as I, bVII7, ii7 or V7/vi")
    lower = match["degree"].islower()
    qualities = _MINOR if lower else _MAJOR
    if match["suffix"] not in qualities:
        known = " ".join(name for name in qualities if name)
        raise ValueError(f"{text!r}: unknown suffix {match['suffix']!r}; known are {known}")
    degree = _DEGREES.index(match["degree"].upper())
    root = _DEGREE_SEMITONES[minor and match["accidental"] != "b"][degree]
    root += {"": 0, "b": -1, "#": 1}[match["accidental"]]
    if match["of"]:
        root = parse_numeral(match["of"], minor).root + _DEGREE_SEMITONES[False][degree]
    suffix = match["suffix"]
    named = suffix if suffix.startswith(("dim", "m7b5")) else ("m" if lower else "") + suffix
    return Harmony(root % 12, qualities[suffix], named)


def parse_progression(text: str, minor: bool) -> tuple[tuple[Harmony, ...], ...]:
    """Read bars divided by ``|``, each with one or more numerals; ``%`` repeats the bar before."""
    bars: list[tuple[Harmony, ...]] = []
    for bar in text.split("|"):
        names = bar.split()
        if names == ["%"] and bars:
            bars.append(bars[-1])
        elif names:
            bars.append(tuple(parse_numeral(name, minor) for name in names))
        else:
            raise ValueError(f"{text!r} has an empty bar; write a numeral or %")
    return tuple(bars)


def split_bar(n_chords: int, beats_per_bar: int) -> list[float]:
    """Return the beats each of ``n_chords`` chords lasts: whole beats where that is possible."""
    if n_chords > beats_per_bar:
        return [beats_per_bar / n_chords] * n_chords
    edges = [-(-i * beats_per_bar // n_chords) for i in range(n_chords + 1)]
    return [float(b - a) for a, b in zip(edges, edges[1:], strict=False)]
