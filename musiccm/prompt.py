"""Numbers and orders in a prompt: tempo, key, metre and rests are controls, not words."""

import re
from dataclasses import dataclass

from musiccm.controls import METRES, PITCH_CLASSES, STEMS
from musiccm.errors import PromptError

MIN_BPM, MAX_BPM = 40.0, 220.0

_FLATS = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}
_FLATS |= {"Cb": "B", "Fb": "E", "E#": "F", "B#": "C"}
_BPM = re.compile(r"\b(\d{2,3}(?:\.\d+)?)\s*(?:bpm|beats per minute)\b", re.IGNORECASE)
_KEY = re.compile(
    r"\b([A-G])\s*(#|b|♯|♭|[- ]?(?i:sharp|flat))?\s*[- ]?(?i:(major|minor|maj|min))\b"
)
_METRE = re.compile(r"\b(4/4|3/4|6/8)\b")
_REST = re.compile(
    r"\b(?:no|without(?: any)?)\s+(drums?|percussion|bass|chords?|harmony|lead|melody)\b",
    re.IGNORECASE,
)
_STEM_WORDS = {
    "percussion": "drums",
    "drum": "drums",
    "chord": "harmony",
    "chords": "harmony",
    "melody": "lead",
}


@dataclass(frozen=True)
class Key:
    """A tonic pitch class and a mode."""

    tonic: int
    minor: bool

    def __str__(self) -> str:
        return PITCH_CLASSES[self.tonic] + ("m" if self.minor else "")


@dataclass(frozen=True)
class PromptFacts:
    """What a prompt says in numbers; None where it says nothing."""

    bpm: float | None
    key: Key | None
    metre: str | None
    rests: tuple[str, ...]


def parse_key(name: str) -> Key:
    """Read "Am", "F#", "Bb minor", "C major".

    Raises
    ------
    PromptError
        If the name is no key.
    """
    match = re.fullmatch(r"\s*([A-Ga-g])(#|b|♯|♭)?\s*(m|min|minor|maj|major)?\s*", name)
    if not match:
        raise PromptError(f"{name!r} is no key: write it like C, Am, F#m or Bb")
    letter, accidental, mode = match.groups()
    return Key(_pitch_class(letter, accidental), (mode or "").startswith("mi") or mode == "m")


def _pitch_class(letter: str, accidental: str | None) -> int:
    sign = {"♯": "#", "♭": "b"}.get(accidental or "", accidental or "").strip(" -").lower()
    sign = {"sharp": "#", "flat": "b"}.get(sign, sign)
    name = letter.upper() + sign
    return PITCH_CLASSES.index(_FLATS.get(name, name))


def check_bpm(bpm: float) -> float:
    """Return ``bpm`` if an instrument can play it.

    Raises
    ------
    PromptError
        Outside MIN_BPM … MAX_BPM.
    """
    if not MIN_BPM <= bpm <= MAX_BPM:
        raise PromptError(f"{bpm:g} bpm cannot be played: choose {MIN_BPM:g} to {MAX_BPM:g}")
    return bpm


def check_metre(metre: str) -> str:
    """Return ``metre`` if the model knows it.

    Raises
    ------
    PromptError
        For any other metre.
    """
    if metre not in METRES:
        raise PromptError(f"metre {metre!r} is not known: choose one of {', '.join(METRES)}")
    return metre


def read_prompt(text: str) -> PromptFacts:
    """Return the facts that ``text`` states, such as "slow blues in A minor, 92 bpm, no drums"."""
    bpm, key, metre = _BPM.search(text), _KEY.search(text), _METRE.search(text)
    stems = [_STEM_WORDS.get(word.lower(), word.lower()) for word in _REST.findall(text)]
    stems = ["drums" if stem.startswith("drum") else stem for stem in stems]
    return PromptFacts(
        bpm=float(bpm.group(1)) if bpm and MIN_BPM <= float(bpm.group(1)) <= MAX_BPM else None,
        key=Key(_pitch_class(key[1], key[2]), key[3].lower().startswith("min")) if key else None,
        metre=metre.group(1) if metre else None,
        rests=tuple(stem for stem in STEMS if stem in stems),
    )
