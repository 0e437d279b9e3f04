"""A session of Open Stage Control: all parameters of the table as widgets, scenes as pads.

The file holds what differs from the program's own defaults; it fills in the rest when it loads it.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from bridge.protocol.parameters import (
    AUTO,
    BY_NAME,
    N_PROMPTS,
    PARAMETERS,
    ROOT,
    STEMS,
    Parameter,
)

Widget = dict[str, Any]

VERSION = "1.30.1"  # of the program whose session format this is
SCENES = 16
PING = 20_000  # milliseconds; a subscription ends 60 s after the last word
LONGEST_FADER = 128  # steps; a number with more is typed
# When the session opens: to be told of changes, then all values as they are now.
ON_CREATE = "\n".join(
    [
        f"send('{ROOT}/subscribe', 60)",
        f"setInterval(() => send('{ROOT}/ping', 1), {PING})",
        *(f"send('{ROOT}/{'/'.join('*' * depth)}/get', 1)" for depth in (1, 2, 3)),
    ]
)
MOMENTS = ("transport/play", "transport/stop", "transport/tap", "plan/release", "plan/again")
_STRIP = ("mute", "solo", "rest", "pan", "width", "gain")


def session() -> bytes:
    """Return the file."""
    content = {
        "type": "root",
        "id": "root",
        "onCreate": ON_CREATE,
        "tabs": [_play(), _stems(), _scenes(), _rest()],
    }
    whole = {"createdWith": "Open Stage Control", "version": VERSION, "type": "session"}
    text = json.dumps({**whole, "content": content}, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def _play() -> Widget:
    prompts = [
        _panel(f"prompt {n}", [widget(BY_NAME[f"prompt/{n}/{part}"]) for part in _PROMPT], True)
        for n in range(1, N_PROMPTS + 1)
    ]
    hands = [_moment(name) for name in MOMENTS]
    hands += [widget(BY_NAME[name]) for name in ("quantize", "tempo", "master/gain")]
    return _tab("Play", [*prompts, _panel("hands", hands, True)])


_PROMPT = ("text", "weight", "morph")


def _stems() -> Widget:
    strips = [
        _panel(stem, [widget(BY_NAME[f"stem/{stem}/{part}"]) for part in _STRIP]) for stem in STEMS
    ]
    return _tab("Stems", strips, "horizontal")


def _scenes() -> Widget:
    rows = [
        _panel(f"{verb} scene", [_pad(verb, n) for n in range(1, SCENES + 1)], True)
        for verb in ("recall", "save")
    ]
    return _tab("Scenes", rows)


def _rest() -> Widget:
    """Whatever has no place of its own."""
    placed = {*(f"prompt/{n}/{part}" for n in range(1, N_PROMPTS + 1) for part in _PROMPT)}
    placed |= {f"stem/{stem}/{part}" for stem in STEMS for part in _STRIP}
    placed |= {"quantize", "tempo", "master/gain"}
    rest = [p for p in PARAMETERS if p.name not in placed]
    numbers = [p for p in rest if p.optional and p.low is not None]
    return _tab("More", [*map(widget, rest), *map(_auto, numbers)], "grid")


def widget(p: Parameter) -> Widget:
    """Return what a parameter is moved by."""
    common: Widget = {"id": p.name, "address": p.address, "comments": p.doc, "expand": True}
    if p.kind == "bool":
        switch = {"type": "button", "mode": "toggle", "on": 1, "off": 0, "typeTags": "i"}
        return {**common, **switch, "label": p.name.rpartition("/")[2]}
    if p.choices:
        values = [*([AUTO] if p.optional else []), *p.choices]
        return {**common, "type": "dropdown", "values": values, "typeTags": "s"}
    if p.low is None or p.high is None:
        return {**common, "type": "input", "typeTags": "s"}
    if p.kind == "int" and p.high - p.low > LONGEST_FADER:
        return {**common, "type": "input", "typeTags": "i", "numeric": True}
    return {**common, **_fader(p)}


def _fader(p: Parameter) -> Widget:
    fader: Widget = {
        "type": "fader",
        "horizontal": True,
        "range": {"min": p.low, "max": p.high},
        "decimals": 0 if p.kind == "int" else 3,
        "typeTags": p.kind[0],
        "html": f"{p.name} {p.unit}".strip(),
    }
    return fader if p.default is None else {**fader, "default": p.default}


def _auto(p: Parameter) -> Widget:
    """Return the button that hands a number back to the planner."""
    button = _button(f"{p.name} {AUTO}", p.address, f"{p.name} {AUTO}")
    return button | {"mode": "tap", "on": AUTO, "off": "", "typeTags": "s"}


def _moment(name: str) -> Widget:
    label = name.rpartition("/")[2]
    return _button(name, f"{ROOT}/{name}", label) | {"mode": "momentary"}


def _pad(verb: str, number: int) -> Widget:
    pad = _button(f"{verb} {number}", f"{ROOT}/scene/{verb}", f"{number}")
    return pad | {"mode": "tap", "on": number, "off": 0, "typeTags": "i"}


def _button(name: str, address: str, label: str) -> Widget:
    return {"type": "button", "id": name, "address": address, "label": label, "expand": True}


def _panel(name: str, widgets: Sequence[Widget], across: bool = False) -> Widget:
    layout = "horizontal" if across else "vertical"
    panel = {"type": "panel", "id": name, "layout": layout, "expand": True, "html": name}
    return {**panel, "widgets": list(widgets)}


def _tab(name: str, widgets: Iterable[Widget], layout: str = "vertical") -> Widget:
    tab: Widget = {"type": "tab", "id": f"tab {name}", "label": name, "layout": layout}
    if layout == "grid":
        tab["gridTemplate"] = 3
    return {**tab, "widgets": list(widgets)}
