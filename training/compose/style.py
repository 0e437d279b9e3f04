"""A style: everything the composer knows about a genre, as read from its YAML file."""

from dataclasses import dataclass

from training.compose.chords import Harmony
from training.compose.grid import Grid

Progression = tuple[tuple[Harmony, ...], ...]


class StyleError(ValueError):
    """A style file that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class Words:
    """Words for captions."""

    genre: tuple[str, ...]
    adjectives: tuple[str, ...]
    scenes: tuple[str, ...]


@dataclass(frozen=True)
class Mood:
    """A mood: ``energy`` is added to every intensity, ``minor`` replaces the style's chance."""

    energy: float
    minor: float | None


@dataclass(frozen=True)
class Swing:
    """Swing: ``unit`` is 8 or 16 (which off-beats move).

    ``low``–``high`` is where the off-beat falls within its pair: 0.5 is straight, 0.667 a triplet.
    """

    unit: int
    low: float
    high: float


@dataclass(frozen=True)
class DrumPattern:
    """Grids by drum; ``energy`` is the section intensity it suits; ``beats`` for short fills."""

    energy: float
    beats: float
    voices: dict[str, Grid]


@dataclass(frozen=True)
class Drums:
    """``roll`` names the drum that rolls in a build, if any; ``crash`` the chance of a crash."""

    instruments: tuple[str, ...]
    patterns: dict[str, tuple[DrumPattern, ...]]
    fills: dict[str, tuple[DrumPattern, ...]]
    roll: str | None
    crash: float


@dataclass(frozen=True)
class Pattern:
    """A bass, comping or lead rhythm. ``grid`` is None where the bass follows the kick."""

    energy: float
    grid: Grid | None


@dataclass(frozen=True)
class Line:
    """What bass, harmony and lead share: ``gate`` shortens notes, ``gain`` scales velocity."""

    instruments: tuple[str, ...]
    low: int
    high: int
    gate: float
    gain: float
    patterns: dict[str, tuple[Pattern, ...]]


@dataclass(frozen=True)
class Layer(Line):
    """A harmony layer. ``strum`` in ms between voices, ``chance`` that a piece has the layer."""

    voices: int
    voicing: str
    strum: float
    chance: float


@dataclass(frozen=True)
class Lead(Line):
    """The melody. ``phrases`` are plans such as ``("A", "A'", "B", "C")``."""

    scales: dict[bool, tuple[str, ...]]
    phrases: tuple[tuple[str, ...], ...]
    leap: float
    ornament: float


@dataclass(frozen=True)
class SectionPlan:
    """A section of the form; ``play`` lists the choices of stems that play in it."""

    name: str
    bars: int
    intensity: float
    play: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Style:
    """A genre. ``tempo`` is in felt beats per minute; ``minor`` a chance, ``metres`` weights."""

    name: str
    words: Words
    moods: dict[str, Mood]
    tempo: dict[str, tuple[float, float]]
    metres: dict[str, float]
    minor: float
    swing: Swing
    progressions: dict[bool, tuple[Progression, ...]]
    form: tuple[SectionPlan, ...]
    drums: Drums
    bass: Line
    harmony: tuple[Layer, ...]
    lead: Lead
