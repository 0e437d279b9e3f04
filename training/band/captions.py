"""Captions of a piece: from one word to a full sentence, all true, with and without a genre."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from musiccm.controls import PITCH_CLASSES
from training.band.instruments import instrument
from training.compose.piece import Piece

FLATS = {"C#": "Db", "D#": "Eb", "G#": "Ab", "A#": "Bb"}
TEMPO_WORDS = (
    (76, ("slow", "very slow", "slow-moving")),
    (100, ("laid-back", "relaxed tempo", "moderately slow")),
    (122, ("mid-tempo", "medium tempo", "walking pace")),
    (142, ("upbeat", "quick", "lively")),
    (999, ("fast", "very fast", "high-speed")),
)
DENSITY_WORDS = (("sparse", "minimal", "open"), (), ("busy", "dense", "full"))
BRIGHTNESS_WORDS = (("dark", "muffled", "deep"), (), ("bright", "crisp", "sparkling"))
INTENSITY_WORDS = (("quiet", "soft", "gentle"), (), ("loud", "powerful", "intense"))
LOW, HIGH = 0.38, 0.68


@dataclass(frozen=True)
class Facts:
    """What was measured of the played piece: instruments by stem, and means of the labels."""

    instruments: dict[str, list[str]]
    density: float = 0.5
    brightness: float = 0.5
    intensity: float = 0.5


@dataclass(frozen=True)
class StyleWords:
    """The words of a style: synonyms of its genre, adjectives, scenes it suits."""

    genre: Sequence[str]
    adjectives: Sequence[str] = field(default=())
    scenes: Sequence[str] = field(default=())


class CaptionWriter:
    """Draws words for one piece from a seeded generator."""

    def __init__(self, piece: Piece, facts: Facts, words: StyleWords | None) -> None:
        self.piece, self.facts = piece, facts
        self.words = words or StyleWords((piece.style.replace("_", " "),))
        self.rng = np.random.default_rng((piece.seed, 11))

    def pick(self, words: Sequence[str]) -> str:
        """Return one of ``words`` ("" if there is none)."""
        return str(words[int(self.rng.integers(len(words)))]) if words else ""

    def genre(self) -> str:
        """Return a name of the genre."""
        return self.pick(self.words.genre)

    def tempo(self) -> str:
        """Return a tempo word or the tempo in bpm."""
        if self.rng.random() < 0.4:
            return f"{round(self.piece.tempo)} bpm"
        return self.pick(next(words for top, words in TEMPO_WORDS if self.piece.tempo < top))

    def key(self) -> str:
        """Return the key: "A minor", "Bb major"."""
        tonic = PITCH_CLASSES[self.piece.tonic % 12]
        if self.rng.random() < 0.5:
            tonic = FLATS.get(tonic, tonic)
        return f"{tonic} {'minor' if self.piece.minor else 'major'}"

    def metre(self) -> str:
        """Return the metre, in words where it is not 4/4."""
        names = {"3/4": ("3/4", "waltz time", "three-four time"), "6/8": ("6/8", "six-eight time")}
        return self.pick(names.get(self.piece.metre, ("4/4",)))

    def character(self) -> str:
        """Return an adjective: the mood, the style's, or a measured one."""
        measured = [
            *_level_words(DENSITY_WORDS, self.facts.density),
            *_level_words(BRIGHTNESS_WORDS, self.facts.brightness),
            *_level_words(INTENSITY_WORDS, self.facts.intensity),
        ]
        pools = [[self.piece.mood], list(self.words.adjectives), measured]
        pools = [pool for pool in pools if any(pool)]
        return self.pick(pools[int(self.rng.integers(len(pools)))]) if pools else "steady"

    def instruments(self, count: int) -> list[str]:
        """Return up to ``count`` names of playing instruments, no word twice."""
        names = [name for stem in self.facts.instruments.values() for name in stem]
        order = [names[i] for i in self.rng.permutation(len(names))]
        words = dict.fromkeys(self.pick(instrument(name).words) for name in order)
        return list(words)[:count]

    def resting(self) -> str:
        """Return "no drums" or the like for stems without a note, else an empty string."""
        names = {"drums": "no drums", "bass": "no bass", "lead": "no lead"}
        silent = [text for stem, text in names.items() if not self.facts.instruments.get(stem)]
        return self.pick(silent)


def _level_words(words: tuple[tuple[str, ...], ...], value: float) -> tuple[str, ...]:
    return words[0] if value < LOW else words[2] if value > HIGH else ()


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _joined(*words: str) -> str:
    """Join with commas, without empty and repeated words."""
    return ", ".join(dict.fromkeys(word for word in words if word))


def _article(text: str) -> str:
    vowel = text[:1].lower() in "aeiou8" and not text.lower().startswith(
        ("eu", "uni", "use", "one")
    )
    return f"{'an' if vowel else 'a'} {text}"


def _short(w: CaptionWriter) -> str:
    return w.genre()


def _mood_genre(w: CaptionWriter) -> str:
    return f"{w.character()} {w.genre()}"


def _band(w: CaptionWriter) -> str:
    return _joined(f"{w.character()} {w.genre()} with {_listed(w.instruments(2))}", w.tempo())


def _no_genre(w: CaptionWriter) -> str:
    return _joined(w.character(), _listed(w.instruments(3)), w.resting())


def _few(w: CaptionWriter) -> str:
    return f"{w.character()} {_listed(w.instruments(1))}"


def _scene(w: CaptionWriter) -> str:
    scene = (w.pick(w.words.scenes) or "any evening").removeprefix("for ")
    what = w.genre() if w.rng.random() < 0.5 else "music"
    link = "" if scene.startswith("to ") else "for "
    return f"{w.character()} {what} {link}{scene}"


def _tags(w: CaptionWriter) -> str:
    parts = [w.genre(), w.character(), *w.instruments(2), w.tempo(), w.key()]
    if w.piece.metre != "4/4":
        parts.append(w.metre())
    return _joined(*(parts[i] for i in w.rng.permutation(len(parts))))


def _sentence(w: CaptionWriter) -> str:
    kind = _article(f"{w.character()} {w.genre()} piece in {w.key()}")
    text = f"{kind} for {_listed(w.instruments(3))}, {_tempo_clause(w)}"
    text += f" in {w.metre()}." if w.rng.random() < 0.5 else "."
    return text[0].upper() + text[1:]


def _sound_sentence(w: CaptionWriter) -> str:
    characters = list(dict.fromkeys([w.character(), w.character()]))
    names = _listed(w.instruments(4))
    verb = "play" if " and " in names else "plays"
    return f"{names[:1].upper()}{names[1:]} {verb} something {_listed(characters)}."


def _tempo_clause(w: CaptionWriter) -> str:
    tempo = w.tempo()
    return f"at {tempo}" if tempo.endswith("bpm") else tempo


FORMS: tuple[Callable[[CaptionWriter], str], ...] = (
    _short, _mood_genre, _band, _no_genre, _few, _scene, _tags, _sentence, _sound_sentence,
)  # fmt: skip


def captions(piece: Piece, facts: Facts, words: StyleWords | None = None) -> list[str]:
    """Return nine captions of ``piece``, one of each form; the same seed gives the same words."""
    writer = CaptionWriter(piece, facts, words)
    return [form(writer) for form in FORMS]
