"""Which control of a device does what: a table that people can read and edit, a file per device."""

from dataclasses import dataclass, replace
from typing import Any

import yaml

from bridge.midi.controls import Control
from bridge.protocol.parameters import BY_NAME, COMMANDS, QUANTIZE

MODES = ("absolute", "twos", "offset", "sign", "toggle")
CHORD = "held notes"  # the target of a whole channel's notes
_CALLABLE = ("plan/", "scene/", "transport/", "prompt/", "capture", "record/")
CALLS = {c.name: c for c in COMMANDS if c.name.startswith(_CALLABLE)}


class MapError(ValueError):
    """A table that means nothing here; the text says which row."""


@dataclass(frozen=True)
class Row:
    """A control and what it moves: a parameter, or a command with its number.

    ``mode`` tells how the control counts: absolute; relative as twos (two's complement: 1 up, 127
    down), offset (65 up, 63 down) or sign (1 up, 65 down); toggle for a button. ``low`` and
    ``high`` are the parameter's values at the control's ends. ``pickup``: an absolute control moves
    nothing until it has passed the present value. ``when`` is one of QUANTIZE. ``light``: the
    value is sent back to the control.
    """

    control: Control
    target: str
    mode: str = "absolute"
    number: float | None = None
    low: float | None = None
    high: float | None = None
    pickup: bool = True
    when: str | None = None
    light: bool = True


@dataclass(frozen=True)
class Map:
    """The rows of a device."""

    device: str
    rows: tuple[Row, ...]

    def with_row(self, row: Row) -> tuple["Map", tuple[Row, ...]]:
        """Return the map with another row, and the rows that had to go: one control, one target."""
        gone = tuple(r for r in self.rows if r.control == row.control)
        kept = tuple(r for r in self.rows if r.control != row.control)
        return replace(self, rows=(*kept, row)), gone

    def without(self, target: str) -> "Map":
        """Return the map without the rows of a target."""
        return replace(self, rows=tuple(r for r in self.rows if r.target != target))

    def without_control(self, control: Control) -> "Map":
        """Return the map without what a control does."""
        return replace(self, rows=tuple(r for r in self.rows if r.control != control))


def default_map(device: str) -> Map:
    """Return what a device does that has no map: programs, held notes, pads.

    Program Change on any channel recalls a scene, notes on channel 1 are the chord, and pads (notes
    from 36 on channel 10, as most send them) choose a prompt.
    """
    programs = (Row(Control("program", n), "scene/recall") for n in range(1, 17))
    pads = (Row(Control("note", 10, 35 + n), "prompt/select", number=n) for n in range(1, 9))
    return Map(device, (*programs, *pads, Row(Control("note", 1), CHORD, when="beat")))


def write_map(table: Map) -> str:
    """Return a map as YAML; what is as usual is left out."""
    usual = Row(Control("cc", 1), "")
    rows = []
    for row in table.rows:
        fields = {n: v for n, v in row.__dict__.items() if v != getattr(usual, n)}
        rows.append({**fields, "control": str(row.control)})
    return yaml.safe_dump({"device": table.device, "rows": rows}, sort_keys=False, width=100)


def read_map(text: str) -> Map:
    """Return the map of :func:`write_map`.

    Raises
    ------
    MapError
        Where it is none; the text says what to put right.
    """
    try:
        content = yaml.safe_load(text)
        rows = tuple(_row(number, row) for number, row in enumerate(content["rows"], 1))
        return Map(str(content["device"]), rows)
    except MapError:
        raise
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MapError(f"is no MIDI map ({type(error).__name__})") from error


def _row(number: int, given: Any) -> Row:
    if not isinstance(given, dict) or not {"control", "target"} <= given.keys():
        raise MapError(f"row {number} needs a control and a target")
    try:
        row = Row(**{**given, "control": Control.read(str(given["control"]))})
    except (TypeError, ValueError) as error:
        raise MapError(f"row {number}: {error}") from error
    known = row.target in BY_NAME or row.target in CALLS or row.target == CHORD
    numbers = all(v is None or isinstance(v, (int, float)) for v in (row.low, row.high, row.number))
    if not known or row.mode not in MODES or row.when not in (None, *QUANTIZE) or not numbers:
        raise MapError(f"row {number}: unknown target, mode or when, or no number: {given}")
    return row
