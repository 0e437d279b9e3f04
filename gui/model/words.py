"""Names and messages in a performer's words."""

import re
from typing import NamedTuple

from bridge.protocol.parameters import BY_NAME, ROOT, Parameter

_ALONE = {"text": "", "transport": ""}  # parts of a name that say nothing to a performer
_NAMES = {
    "": "MusicCM",
    "transport/leader": "Tempo source",
    "transport/startstop": "Link start and stop",
    "transport/offset": "Offset to the leader",
    "transport/glide": "Tempo glide",
    "midi/clock": "MIDI clock goes to",
    "record": "Recording",
    "record/start": "Recording",
    "record/stop": "Recording",
}
_TEXTS = (
    (r"out of range (.+); set (.+)", r"only \1 is possible; it is \2 now"),
    (r"late by (\d+) ms", r"came \1 ms late and was played at once"),
    (r"this checkpoint does not hear it.*", "the loaded model does not hear it"),
)


class Entry(NamedTuple):
    """One line of the log. ``at`` is Unix time; ``bad`` tells trouble from news."""

    at: float
    text: str
    bad: bool = False


def label(name: str) -> str:
    """Return what a performer calls a parameter or command: ``Drums gain``."""
    if name in _NAMES:
        return _NAMES[name]
    parts = [_ALONE.get(part, part) for part in name.split("/")]
    parts = parts[1:] if parts[0] == "stem" else parts
    return " ".join(filter(None, parts)).capitalize()


def in_words(address: str, text: str) -> str:
    """Return an error of the daemon as one line: what it is about, and what is wrong."""
    for pattern, plain in _TEXTS:
        text = re.sub(f"^{pattern}$", plain, text)
    return f"{label(address.removeprefix(ROOT).strip('/'))}: {text}"


def tip(parameter: Parameter) -> str:
    """Return a parameter's tool tip: what it does, its range, its address."""
    lines = [parameter.doc.replace("\\|", "|").replace("`", ""), _range(parameter)]
    if parameter.optional:
        lines.append("auto: the planner chooses.")
    return "\n".join(filter(None, (*lines, parameter.address)))


def _range(p: Parameter) -> str:
    if p.low is None or p.high is None:
        return ""
    return f"{p.low:g} … {p.high:.10g} {p.unit}".strip()


def shown(name: str, value: object) -> str:
    """Return a value of a parameter for people."""
    parameter = BY_NAME[name]
    if value is None:
        return "auto"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:d}" if parameter.kind == "int" else f"{value:.{_digits(parameter)}f}"


def _digits(p: Parameter) -> int:
    span = (p.high or 0.0) - (p.low or 0.0)
    return 2 if span <= 4 else 1
