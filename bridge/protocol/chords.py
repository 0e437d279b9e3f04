"""Chords as text: one symbol or a progression, read and written. Standard library only.

``Am F C G`` gives each chord a bar; with bar lines, ``Am F | C G``, the chords of a bar share it;
``%`` repeats the chord before. A chord may also be its notes, bass first: ``A,C,E``.
"""

import re
from collections.abc import Iterable, Sequence

from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import PITCH_CLASSES

Chord = tuple[tuple[int, ...], float]  # pitch classes, the root first; length in bars

MAX_CHORDS = 64
_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "mmaj7": (0, 3, 7, 11),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "add9": (0, 4, 7, 2),
    "9": (0, 4, 7, 10, 2),
    "maj9": (0, 4, 7, 11, 2),
    "m9": (0, 3, 7, 10, 2),
    "5": (0, 7),
}
_SPELLINGS = {
    "min": "m",
    "-": "m",
    "maj": "",
    "M7": "maj7",
    "Δ": "maj7",
    "min7": "m7",
    "-7": "m7",
    "°": "dim",
    "o": "dim",
    "°7": "dim7",
    "ø": "m7b5",
    "+": "aug",
    "sus": "sus4",
}
_ROOT = re.compile(r"([A-G])([#♯b♭]?)")


def read_chords(text: str) -> tuple[Chord, ...]:
    """Return the chords of a text; an empty one has none.

    Raises
    ------
    ProtocolError
        Where a symbol is no chord.
    """
    lined = "|" in text
    bars = text.split("|") if lined else text.split()
    chords: list[Chord] = []
    for symbols in filter(None, (bar.split() for bar in bars)):
        for symbol in symbols:
            if symbol == "%" and not chords:
                raise ProtocolError("has nothing before the first % to repeat")
            pitches = chords[-1][0] if symbol == "%" else _read_symbol(symbol)
            chords.append((pitches, 1 / len(symbols)))
    if len(chords) > MAX_CHORDS:
        raise ProtocolError(f"takes at most {MAX_CHORDS} chords, got {len(chords)}")
    return tuple(chords)


def write_notes(pitches: Sequence[int]) -> str:
    """Return the text of one chord of pitch classes, such as ``A,C,E``."""
    return ",".join(PITCH_CLASSES[pitch % 12] for pitch in pitches)


def name_chord(root: int, pitches: Iterable[int]) -> str:
    """Return the symbol of a chord, such as ``Am``, or its notes where it has none."""
    steps = {(pitch - root) % 12 for pitch in pitches} | {0}
    quality = next((name for name, known in _QUALITIES.items() if set(known) == steps), None)
    if quality is None:
        return write_notes([root, *(root + step for step in sorted(steps) if step)])
    return PITCH_CLASSES[root % 12] + quality


def held_chord(notes: Iterable[int]) -> str:
    """Return the text of the chord that held MIDI notes make; empty for none.

    The root is the lowest note, unless the notes are an inversion of a chord that has a name.
    """
    pitches = tuple(dict.fromkeys(note % 12 for note in sorted(notes)))
    known = {frozenset(steps) for steps in _QUALITIES.values() if len(steps) > 2}
    roots = (r for r in pitches if frozenset((p - r) % 12 for p in pitches) in known)
    root = next(roots, pitches[0] if pitches else 0)
    return write_notes(sorted(pitches, key=lambda pitch: (pitch - root) % 12))


def _read_symbol(symbol: str) -> tuple[int, ...]:
    if "," in symbol:
        return tuple(dict.fromkeys(_pitch(name)[0] for name in symbol.split(",") if name))
    chord, _, bass = symbol.partition("/")
    root, quality = _pitch(chord)
    quality = _SPELLINGS.get(quality, quality)
    if quality not in _QUALITIES:
        known = " ".join(f"C{name}" for name in _QUALITIES)
        raise ProtocolError(f"{symbol!r} is no chord; known are {known}")
    pitches = [(root + step) % 12 for step in _QUALITIES[quality]]
    return tuple(dict.fromkeys([*pitches, *([_pitch(bass)[0]] if bass else [])]))


def _pitch(name: str) -> tuple[int, str]:
    """Return the pitch class at the beginning of a name, and what comes after it."""
    match = _ROOT.match(name)
    if not match:
        raise ProtocolError(f"{name[:20]!r} does not begin with a note, A … G")
    shift = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}[match[2]]
    return (PITCH_CLASSES.index(match[1]) + shift) % 12, name[match.end() :]
