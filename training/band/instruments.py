"""The band's table of instruments, read from ``instruments.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from musiccm.controls import STEMS

TABLE = Path(__file__).with_name("instruments.yaml")


class UnknownInstrument(KeyError):
    """A part names an instrument that the table does not list."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Instrument:
    """One row of the table; see the head of ``instruments.yaml`` for the meaning of the fields."""

    name: str
    stem: str
    words: tuple[str, ...]
    program: tuple[int, int] | None = None
    kit: int | None = None
    sampled: bool = False
    voice: Mapping[str, Any] | None = None
    low: int = 0
    high: int = 127
    gain: float = 0.0
    duck: float = 0.0
    ducks: bool = False
    effects: tuple[tuple[str, float], ...] = field(default=())

    def in_range(self, pitch: int) -> int:
        """Return ``pitch`` moved by octaves into the instrument's range."""
        while pitch < self.low:
            pitch += 12
        while pitch > self.high:
            pitch -= 12
        return max(pitch, self.low)


def _instrument(name: str, row: dict[str, Any]) -> Instrument:
    if row.get("stem") not in STEMS:
        raise ValueError(f"{TABLE.name}: {name}: stem must be one of {', '.join(STEMS)}")
    if sum(key in row for key in ("program", "kit", "voice")) != 1:
        raise ValueError(f"{TABLE.name}: {name}: give one of program, kit and voice")
    row = dict(row)
    low, high = row.pop("range", (0, 127))
    effects = tuple(item for effect in row.pop("effects", ()) for item in effect.items())
    program = tuple(row.pop("program")) if "program" in row else None
    words = tuple(row.pop("words"))
    return Instrument(
        name, words=words, program=program, low=low, high=high, effects=effects, **row
    )


@cache
def load_instruments() -> dict[str, Instrument]:
    """Return the table: name → instrument.

    Raises
    ------
    ValueError
        For a row with an unknown stem or without exactly one source of sound.
    """
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {name: _instrument(name, row) for name, row in rows.items()}


def instrument(name: str) -> Instrument:
    """Return the instrument called ``name`` or raise `UnknownInstrument`."""
    table = load_instruments()
    if name not in table:
        raise UnknownInstrument(f"no instrument {name!r}: add it to {TABLE.name} or rename it")
    return table[name]
