"""The session of Open Stage Control says what the parameter table says."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from bridge.protocol.codec import decode
from bridge.protocol.messages import Call, Read, Write
from bridge.protocol.parameters import AUTO, BY_NAME, PARAMETERS
from max_patches.generate.files import FOLDER

SESSION = json.loads((FOLDER / "open_stage_control" / "musiccm.json").read_text(encoding="utf-8"))
CONTAINERS = {"root", "tab", "panel"}


def _below(widget: dict[str, Any]) -> list[dict[str, Any]]:
    inside = [*widget.get("tabs", []), *widget.get("widgets", [])]
    return [widget, *(child for part in inside for child in _below(part))]


ALL = _below(SESSION["content"])
CONTROLS = [widget for widget in ALL if widget["type"] not in CONTAINERS]


def _values(widget: dict[str, Any]) -> list[list[object]]:
    """Return the arguments that a widget can send, as its type tag has them."""
    if widget["type"] == "button":
        return {
            "momentary": [[]],
            "tap": [[widget.get("on")]],
            "toggle": [[widget.get("on")], [widget.get("off")]],
        }[widget["mode"]]
    if widget["type"] == "dropdown":
        return [[value] for value in widget["values"]]
    if widget["type"] == "fader":
        return [[widget["range"]["min"]], [widget["range"]["max"]]]
    return [[5 if widget["typeTags"] == "i" else "Am"]]


def test_the_file_is_a_session() -> None:
    """The head is what the program writes itself; a container has widgets or tabs, not both."""
    assert SESSION["type"] == "session" and SESSION["createdWith"] == "Open Stage Control"
    assert SESSION["content"]["type"] == "root"
    assert all(not ("tabs" in w and "widgets" in w) for w in ALL)
    assert {w["type"] for w in CONTROLS} == {"fader", "button", "dropdown", "input"}
    assert max(Counter(w["id"] for w in ALL).values()) == 1


@pytest.mark.parametrize("widget", CONTROLS, ids=lambda widget: widget["id"])
def test_whatever_it_sends_is_understood(widget: dict[str, Any]) -> None:
    """Each value that a widget can send decodes to one write or call, none of them clamped."""
    for arguments in _values(widget):
        [message] = decode(widget["address"], arguments)
        assert isinstance(message, Write | Call)
        assert not (isinstance(message, Write) and message.clamped)


# From the program's reference of widget properties (openstagecontrol.ammd.net/docs/widgets).
GENERIC = {"type", "id", "comments", "expand", "html", "default", "address", "typeTags", "decimals"}
OWN = {
    "root": {"tabs", "onCreate"},
    "tab": {"label", "layout", "gridTemplate", "widgets"},
    "panel": {"layout", "widgets"},
    "fader": {"horizontal", "range"},
    "button": {"label", "mode", "on", "off"},
    "dropdown": {"values"},
    "input": {"numeric"},
}


def test_widgets_have_only_properties_that_the_program_knows() -> None:
    """No property is misspelled or another widget's: the program would pass it over silently."""
    for widget in ALL:
        known = GENERIC | OWN[widget["type"]]
        assert set(widget) <= known, widget["id"]
        assert widget.get("layout", "vertical") in ("vertical", "horizontal", "grid", "default")


def test_every_parameter_has_one_widget_with_its_range() -> None:
    """The table and the session have the same addresses; numbers, ranges and defaults agree."""
    own = [w for w in CONTROLS if w["id"] in BY_NAME]
    assert sorted(w["id"] for w in own) == sorted(p.name for p in PARAMETERS)
    for widget in own:
        parameter = BY_NAME[widget["id"]]
        assert widget["address"] == parameter.address
        if widget["type"] == "fader":
            assert widget["range"] == {"min": parameter.low, "max": parameter.high}
            assert widget.get("default") == parameter.default
        if widget["type"] == "dropdown":
            assert [v for v in widget["values"] if v != AUTO] == list(parameter.choices)


def test_what_it_asks_when_it_opens_is_understood() -> None:
    """It subscribes, keeps its lease, and reads every parameter."""
    sent = re.findall(r"send\('([^']+)', (\d+)\)", SESSION["content"]["onCreate"])
    messages = [message for address, value in sent for message in decode(address, [int(value)])]
    assert [m.name for m in messages if isinstance(m, Call)] == ["subscribe", "ping"]
    read = {m.parameter.name for m in messages if isinstance(m, Read)}
    assert read == set(BY_NAME)
