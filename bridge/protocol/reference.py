"""The reference page, made from the table: ``python -m bridge.protocol.reference``."""

from collections.abc import Iterable
from pathlib import Path

from bridge.protocol.parameters import (
    AUTO,
    COMMANDS,
    FEATURES,
    PARAMETERS,
    STATUS,
    Command,
    Parameter,
    StatusField,
)

PAGE = Path(__file__).parents[2] / "docs" / "osc_reference.md"

_HEAD = """\
# OSC reference

Made from the parameter table by `python -m bridge.protocol.reference`; do not edit.

The daemon listens on UDP port 7000 of 127.0.0.1 (`musiccm run --osc-port`).

`--listen-on 0.0.0.0` lets the whole network in. The same tree, with ranges, units, texts and live
values, is served by OSCQuery over HTTP and WebSocket and announced by zeroconf.

* Send a value to an address to write it. Add `/get` to read it: the answer comes from the address
  without `/get`. Subscribers are told of every change the same way.
* Numbers may be int or float, booleans T, F, 0 or 1 (they come back as 0 or 1). `auto` gives an
  optional parameter back to the planner.
* A number outside the range is clamped, applied, and reported once. So is a parameter that the
  checkpoint that plays does not hear.
* Wildcards work: `/mcm/stem/*/mute`. So do bundles: a time tag in the future waits for its time, a
  late one plays at once and its lateness is reported.
* Answers go to the address and port that the message came from. A client that sends and receives on
  different ports says `/mcm/reply_port n` first. `/mcm/error address text` tells what was wrong.
* *Fast* parameters ramp within 10 ms at the output. *Slow* ones are drawn into the music and heard
  from a line on: as soon as may be (within 2 s), on the next beat or bar, or in 2, 4 or 8 bars, as
  `/mcm/quantize` says, or a second argument for one message: `/mcm/key Am bar`. The line is the
  nearest that the engine can still reach. *Settings* are about gestures and have no sound.
"""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _range(p: Parameter) -> str:
    if p.low is not None and p.high is not None:
        return f"{p.low:.10g} … {p.high:.10g} {p.unit}".strip()
    return ", ".join(p.choices)


def _default(p: Parameter) -> str:
    if p.default is None:
        return AUTO
    return f"`{str(p.default).lower()}`" if p.default != "" else ""


def _parameter(p: Parameter) -> tuple[str, ...]:
    speed = "fast" if p.fast else "setting" if p.setting else "slow"
    return (f"`{p.address}`", p.kind, _range(p), _default(p), speed, p.doc)


def _command(c: Command) -> tuple[str, ...]:
    return (f"`{c.address}`", c.usage, c.doc)


def _status(field: StatusField) -> tuple[str, ...]:
    return (field.name, f"`{field.tag}`", field.doc)


def page() -> str:
    """Return the whole page as Markdown."""
    parameters = _table(
        ("address", "kind", "range", "default", "speed", ""), map(_parameter, PARAMETERS)
    )
    commands = _table(("address", "arguments", ""), map(_command, COMMANDS))
    status = _table(("argument", "type", ""), map(_status, STATUS))
    features = _table(("argument", "type", ""), map(_status, FEATURES))
    return (
        f"{_HEAD}\n## Parameters\n\n{parameters}\n## Commands\n\n{commands}\n"
        f"## /mcm/status.reply\n\nArguments, in this order:\n\n{status}\n"
        f"## /mcm/features.reply\n\nArguments, in this order:\n\n{features}"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
