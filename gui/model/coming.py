"""What waits for its line: the value until then, the one from then on, and where that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.protocol.parameters import AUTO, BY_NAME, Value
from gui.model.health import Status, number
from gui.model.words import shown

_NEAR = 1e-3  # beats
_WHOLE = 7  # arguments of a plan/change that tells the value until then


@dataclass(frozen=True)
class Coming:
    """``before`` holds until ``line``, a bar or bar.beat counted from 1; "" where it glides."""

    name: str
    before: Value
    after: Value
    line: str

    @property
    def words(self) -> str:
        """What is heard, and until when."""
        until = f"bar {self.line}" if self.line else "it is there"
        return f"{_in_words(self.name, self.before)} until {until}"

    @property
    def note(self) -> str:
        """The same where there is little room: what comes, and where."""
        return f"{_in_words(self.name, self.after)} {self.mark}"

    @property
    def until(self) -> str:
        """What is heard, and until when, where there is little room."""
        return f"{_in_words(self.name, self.before)} till {self.line or '…'}"

    @property
    def mark(self) -> str:
        """Where it comes, in a few pixels."""
        return f"▸{self.line}" if self.line else "↝"


class Changes:
    """Collects the changes of a view; the first line of each parameter counts."""

    def __init__(self) -> None:
        self.now: dict[str, Coming] = {}
        self._rows: list[Sequence[object]] = []

    def hear(self, row: Sequence[object]) -> None:
        """Take the arguments of a plan/change."""
        if len(row) >= _WHOLE and row[2] in BY_NAME:
            self._rows.append(row)

    def clear(self) -> set[str]:
        """Forget all; return the names of which nothing waits any more."""
        known, self.now, self._rows = self.now, {}, []
        return set(known)

    def conclude(self, features: Status, beats_per_bar: float) -> set[str]:
        """Take what has come as the whole; return the names of which something else is true now."""
        rows, self._rows = self._rows, []
        coming: dict[str, Coming] = {}
        for beat, _, name, after, _, _, before, *_ in sorted(rows, key=lambda r: float(str(r[0]))):
            line = line_of(float(str(beat)), features, beats_per_bar)
            one = Coming(str(name), _value(name, before), _value(name, after), line)
            if one.before != one.after:
                coming.setdefault(one.name, one)
        known, self.now = self.now, coming
        return {n for n in known.keys() | coming.keys() if known.get(n) != coming.get(n)}


def line_of(beat: float, features: Status, beats_per_bar: float) -> str:
    """Return a beat as musicians count it, "" for one that has been; by the place of now."""
    now, per_bar = number(features, "beat"), beats_per_bar or 4.0
    if beat <= now + _NEAR:
        return ""
    begun = now - number(features, "phase") * per_bar
    bars, rest = divmod(beat - begun + _NEAR, per_bar)
    bar = round(number(features, "bar") + bars) + 1
    place = math.floor(rest) + 1
    return f"{bar}" if rest < 4 * _NEAR * per_bar else f"{bar}.{place}"


def _value(name: object, told: object) -> Value:
    """Return a value as the store has it."""
    parameter = BY_NAME[str(name)]
    if parameter.kind == "bool":
        return bool(told)
    if told == AUTO and parameter.optional:
        return None
    return told if isinstance(told, (int, float, str)) else None


def _in_words(name: str, value: Value) -> str:
    if BY_NAME[name].kind == "bool":
        return "on" if value else "off"
    return shown(name, value)
