"""How everything is asked to be at one moment of the music, and what lies between two moments."""

import math
from collections.abc import Iterable, Mapping, Set
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
_SLOTS = {f"prompt/{n}/{what}": n for n in range(1, N_PROMPTS + 1) for what in ("text", "weight")}
_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class Step:
    """Values that are ``part`` (0 … 1) of the way there; the way began at ``beat``.

    ``rewinds`` counts the times that the music was taken back with it.
    """

    values: Mapping[str, Value]
    part: float = 1.0
    beat: float = 0.0
    rewinds: int = 0

    def only(self, names: Set[str]) -> "Step":
        """Return the step of these names alone."""
        values = {n: self.values[n] for n in self.values.keys() & names}
        return Step(values, self.part, self.beat, self.rewinds)


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

    def changed(self, *steps: Step) -> "Picture":
        """Return this picture after ``steps``, one after the other.

        Numbers glide, words are mixed; what has nothing in between changes at half of the way. A
        progression begins at its step's beat, or at the last whole one before it. All in one copy:
        a flood can put hundreds of changes on the agenda.
        """
        if not steps:
            return self
        values, words = dict(self.values), dict(self.words)
        since, rewinds = self.chords_from, self.rewinds
        for step in steps:
            _turn_words(words, values, step)
            _turn_values(values, step)
            rewinds += step.rewinds
            if "chord" in step.values:
                since = float(math.floor(step.beat + 1e-3))
        return Picture(MappingProxyType(values), words, rewinds, since)

    def redrawn(
        self, base: "Picture", names: Set[str], steps: Iterable[Step], rewinds: int
    ) -> "Picture":
        """Return this picture with ``names``, whole slots, as ``steps`` make them of ``base``."""
        mine = {n: base.words[n] for n in {_SLOTS[name] for name in names if name in _SLOTS}}
        part = replace(base, values={name: base.values[name] for name in names}, words=mine)
        part = part.changed(*(step.only(names) for step in steps))
        return Picture(
            MappingProxyType({**self.values, **part.values}),
            {**self.words, **part.words},
            rewinds,
            part.chords_from if "chord" in names else self.chords_from,
        )

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


def _turn_values(values: dict[str, Value], step: Step) -> None:
    if step.part >= 1.0:
        values.update(step.values)
    else:
        values.update({n: _between(values[n], v, step.part) for n, v in step.values.items()})


def _turn_words(words: dict[int, Words], values: Mapping[str, Value], step: Step) -> None:
    """Mix what the slots say with what the step makes of them; ``values`` are those before it."""
    for n in {_SLOTS[name] for name in step.values.keys() & _SLOTS.keys()}:
        new = _slot(values, n, step.values)
        words[n] = new if step.part >= 1.0 else _mixed(words[n], new, step.part)


def _slot(values: Mapping[str, Value], n: int, newer: Mapping[str, Value] = _NOTHING) -> Words:
    names = f"prompt/{n}/text", f"prompt/{n}/weight"
    text, weight = (newer[name] if name in newer else values[name] for name in names)
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


def whole_slots(names: Iterable[str]) -> set[str]:
    """Return names, and with the text of a prompt its weight: they are heard together."""
    slots = {_SLOTS.get(name, name) for name in names}
    pairs = ((f"prompt/{n}/text", f"prompt/{n}/weight") for n in slots if isinstance(n, int))
    return {n for n in slots if isinstance(n, str)}.union(*pairs)


def is_slow(name: str) -> bool:
    """Return whether a parameter of this name is drawn into the music."""
    return BY_NAME[name].slow
