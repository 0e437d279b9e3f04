"""A composed piece: notes, chords and sections, before any sound.

Time is counted in felt beats (quarters in 4/4 and 3/4, dotted quarters in 6/8), swing and human
timing already applied to the notes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One note; ``pitch`` is MIDI (for drums the General MIDI percussion key), velocity 1–127."""

    start: float
    duration: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Part:
    """Notes of one instrument of one stem. ``instrument`` names an entry of the band's table."""

    stem: str
    instrument: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Chord:
    """A sounding chord: root pitch class, all its pitch classes, and its symbol ("Am7")."""

    start: float
    duration: float
    root: int
    chroma: tuple[int, ...]
    symbol: str


@dataclass(frozen=True)
class Section:
    """A part of the form. ``active`` names the stems that are asked to play in it."""

    start: float
    duration: float
    name: str
    intensity: float
    active: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A whole composed piece.

    ``tempo`` is in felt beats per minute, ``tonic`` a pitch class, ``beats`` the length in beats
    (whole bars). ``mood`` and ``style`` feed the captions.
    """

    seed: int
    style: str
    mood: str
    tempo: float
    metre: str
    beats_per_bar: int
    tonic: int
    minor: bool
    swing: float
    beats: float
    sections: tuple[Section, ...]
    chords: tuple[Chord, ...]
    parts: tuple[Part, ...]
