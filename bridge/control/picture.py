"""How everything is asked to be at one moment of the music, and what lies between two moments."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bridge.protocol.chords import read_chords
from bridge.protocol.parameters import BY_NAME, N_PROMPTS, STEMS, Value
from musiccm.request import Score

Words = tuple[tuple[str, float], ...]  # (text, weight)

_SCORE = (
    "seed",
    "take",
    "variation",
    "steps",
    "guidance",
    "key",
    "scale",
    "metre",
    "density",
    "brightness",
    "intensity",
)


@dataclass(frozen=True)
class Picture:
    """Values by name, and what each prompt slot says: two texts while one glides to another.

    ``rewinds`` counts the times that the music was taken back; ``chords_from`` is the beat where
    the progression began.
    """

    values: Mapping[str, Value]
    words: Mapping[int, Words]
    rewinds: int = 0
    chords_from: float = 0.0

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> "Picture":
        """Return the picture of plain values."""
        slots = range(1, N_PROMPTS + 1)
        return cls(MappingProxyType(dict(values)), {n: _slot(values, n) for n in slots})

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    @property
    def tempo(self) -> float:
        """Felt beats per minute."""
        return float(self.values["tempo"] or 0.0)

    def changed(
        self, values: Mapping[str, Value], part: float = 1.0, beat: float = 0.0
    ) -> "Picture":
        """Return this picture ``part`` (0 … 1) of the way to one with these ``values``.

        Numbers glide, words are mixed; what has nothing in between changes at half of the way. A
        progression begins at ``beat``, or at the last whole one before it.
        """
        merged = {
            **self.values,
            **{n: _between(self.values[n], v, part) for n, v in values.items()},
        }
        target = {**self.values, **values}
        slots = {int(name.split("/")[1]) for name in values if name.startswith("prompt/")}
        words = {n: _mixed(self.words[n], _slot(target, n), part) for n in slots}
        since = float(math.floor(beat + 1e-3)) if "chord" in values else self.chords_from
        return replace(
            self,
            values=MappingProxyType(merged),
            words={**self.words, **words},
            chords_from=since,
        )

    def rewound(self, times: int) -> "Picture":
        """Return this picture after the music was taken back so many times more."""
        return replace(self, rewinds=self.rewinds + times) if times else self

    def score(self) -> Score | None:
        """Return what the model is asked for, or None while no prompt has text and weight."""
        prompts = tuple(pair for n in sorted(self.words) for pair in self.words[n])
        choices: dict[str, Any] = {name: self[name] for name in _SCORE}
        rests, plays = (
            tuple(stem for stem in STEMS if self[f"stem/{stem}/{order}"])
            for order in ("rest", "play")
        )
        chords = read_chords(str(self["chord"] or ""))
        since = self.chords_from if chords else 0.0
        if not prompts:
            return None
        asked: dict[str, Any] = {"rests": rests, "plays": plays, "chords": chords}
        return Score(prompts, chords_from=since, **asked, **choices)


def _slot(values: Mapping[str, Value], n: int) -> Words:
    text, weight = values[f"prompt/{n}/text"], values[f"prompt/{n}/weight"]
    return ((str(text), float(weight)),) if text and weight else ()


def _between(old: Value, new: Value, part: float) -> Value:
    numbers = (int, float)
    if isinstance(old, bool) or not isinstance(old, numbers) or not isinstance(new, numbers):
        return new if part >= 0.5 else old
    value = old + (new - old) * part
    return round(value) if isinstance(new, int) else value


def _mixed(old: Words, new: Words, part: float) -> Words:
    shares: dict[str, float] = {}
    for words, share in ((old, 1 - part), (new, part)):
        for text, weight in words:
            shares[text] = shares.get(text, 0.0) + share * weight
    return tuple((text, weight) for text, weight in shares.items() if weight > 0)


def is_slow(name: str) -> bool:
    """Return whether a parameter of this name is drawn into the music."""
    return BY_NAME[name].slow
