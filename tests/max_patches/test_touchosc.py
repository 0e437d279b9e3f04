"""The TouchOSC layout: the form that its editor saves, and messages that the daemon understands."""

import xml.etree.ElementTree as ET
import zlib
from collections import Counter
from itertools import combinations

import pytest

from bridge.protocol.codec import decode
from bridge.protocol.messages import Call, Read, Write
from bridge.protocol.parameters import BY_NAME, N_PROMPTS, STEMS
from max_patches.generate.files import FOLDER
from max_patches.generate.touchosc.layout import MOMENTS, SCENES, choices, numbers

DATA = (FOLDER / "touchosc" / "musiccm.tosc").read_bytes()
ROOT = ET.fromstring(zlib.decompress(DATA))
NODES = list(ROOT.iter("node"))
MESSAGES = list(ROOT.iter("osc"))

# What each kind of node has in files that the editor saved (those in the public repository
# AlbertoV5/tosclib, docs/demos/files): the properties with their types, and the values.
COMMON = {
    "background": "b", "color": "c", "cornerRadius": "f", "frame": "r", "grabFocus": "b",
    "interactive": "b", "locked": "b", "name": "s", "orientation": "i", "outline": "b",
    "outlineStyle": "i", "pointerPriority": "i", "shape": "i", "visible": "b",
}  # fmt: skip
TAB = {"tabColorOff": "c", "tabColorOn": "c", "tabLabel": "s", "textColorOff": "c",
       "textColorOn": "c"}  # fmt: skip
SAVED = {
    "GROUP": {},
    "PAGER": {"tabLabels": "b", "tabbar": "b", "tabbarDoubleTap": "b", "tabbarSize": "i",
              "textSizeOff": "i", "textSizeOn": "i"},
    "FADER": {"bar": "b", "barDisplay": "i", "centered": "b", "cursor": "b", "cursorDisplay": "i",
              "grid": "b", "gridSteps": "i", "response": "i", "responseFactor": "i"},
    "BUTTON": {"buttonType": "i", "press": "b", "release": "b", "valuePosition": "b"},
    "LABEL": {"font": "i", "textAlignH": "i", "textAlignV": "i", "textClip": "b", "textColor": "c",
              "textLength": "i", "textSize": "i"},
}  # fmt: skip
VALUES = {"GROUP": ["touch"], "PAGER": ["page", "touch"], "FADER": ["touch", "x"],
          "BUTTON": ["touch", "x"], "LABEL": ["text", "touch"]}  # fmt: skip
PARTS = ["properties", "values", "messages", "children"]
OSC = ["enabled", "send", "receive", "feedback", "connections", "triggers", "path", "arguments"]
PARTIAL = ["type", "conversion", "value", "scaleMin", "scaleMax"]


def _property(node: ET.Element, key: str) -> ET.Element:
    return next(p for p in node.findall("properties/property") if p.findtext("key") == key)


def _frame(node: ET.Element) -> tuple[int, int, int, int]:
    value = _property(node, "frame").find("value")
    assert value is not None
    x, y, w, h = (int(value.findtext(n) or 0) for n in "xywh")
    return x, y, w, h


def test_the_file_is_zlib_of_an_xml_of_version_three() -> None:
    """Compressed by zlib, a root of version 3 with one node in it, as the editor writes it."""
    xml = zlib.decompress(DATA)
    assert xml.startswith(b"<?xml version='1.0' encoding='UTF-8'?><lexml version='3'><node ID='")
    assert (ROOT.tag, ROOT.attrib, len(ROOT)) == ("lexml", {"version": "3"}, 1)


@pytest.mark.parametrize("kind", SAVED)
def test_nodes_have_what_saved_ones_have(kind: str) -> None:
    """Every property and value of its kind, of its type, by the alphabet; no other."""
    found = [node for node in NODES if node.attrib["type"] == kind]
    assert found
    for node in found:
        has = {p.findtext("key"): p.attrib["type"] for p in node.findall("properties/property")}
        page = "tabLabel" in has
        assert has == {**COMMON, **SAVED[kind], **(TAB if page else {})}
        assert list(has) == sorted(has, key=str)
        assert [v.findtext("key") for v in node.findall("values/value")] == VALUES[kind]
        tags = [child.tag for child in node]
        assert tags == [part for part in PARTS if part in tags] and tags[:2] == PARTS[:2]


def test_nodes_are_of_known_kinds_with_ids_of_their_own() -> None:
    """No kind but those above, no id twice."""
    assert {node.attrib["type"] for node in NODES} == set(SAVED)
    assert max(Counter(node.attrib["ID"] for node in NODES).values()) == 1


def test_messages_are_of_the_saved_form() -> None:
    """Each message, trigger and part has the elements of a saved one, in their order."""
    for osc in MESSAGES:
        assert [child.tag for child in osc] == OSC
        assert osc.findtext("connections") == "00001"
        assert osc.findtext("triggers/trigger/condition") in ("ANY", "RISE")
        for partial in osc.iter("partial"):
            assert [child.tag for child in partial] == PARTIAL
            assert partial.findtext("type") in ("CONSTANT", "VALUE")
            assert partial.findtext("conversion") in ("STRING", "INTEGER", "FLOAT")


def _given(osc: ET.Element, place: float) -> list[object]:
    """Return the arguments that a control at a place between 0 and 1 sends."""
    kinds = {"STRING": str, "INTEGER": int, "FLOAT": float}
    given: list[object] = []
    for partial in osc.findall("arguments/partial"):
        kind = kinds[partial.findtext("conversion") or ""]
        if partial.findtext("type") == "CONSTANT":
            given.append(kind(partial.findtext("value") or ""))
        else:
            low, high = (float(partial.findtext(n) or 0) for n in ("scaleMin", "scaleMax"))
            given.append("words" if kind is str else kind(low + place * (high - low)))
    return given


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_the_daemon_understands_every_message(place: float) -> None:
    """Every control, wherever it is, sends what decodes, within its range."""
    for osc in MESSAGES:
        address = osc.findtext("path/partial/value") or ""
        for message in decode(address, _given(osc, place)):
            assert isinstance(message, (Call, Read)) or not message.clamped, address


def test_the_hands_that_were_promised_are_there() -> None:
    """Prompts, strips, numbers, choices, scenes and the transport all have a control."""
    sent = {(osc.findtext("path/partial/value"), *_given(osc, 1.0)) for osc in MESSAGES}
    paths = {path for path, *_ in sent}
    wanted = {f"prompt/{n}/{what}" for n in range(1, N_PROMPTS + 1) for what in ("text", "weight")}
    wanted |= {name for name in BY_NAME if name.startswith(tuple(f"stem/{s}/" for s in STEMS))}
    wanted |= {p.name for p in (*numbers(), *choices())} | set(MOMENTS)
    assert {f"/mcm/{name}" for name in wanted} <= paths
    for n in range(1, SCENES + 1):
        assert {("/mcm/scene/recall", n), ("/mcm/scene/save", n)} <= sent
    for p in choices():
        assert {(p.address, choice) for choice in p.choices} <= sent


def test_a_fader_begins_where_the_parameter_does() -> None:
    """The default of a number is where its fader stands."""
    faders = {_property(n, "name").findtext("value"): n for n in NODES if n.get("type") == "FADER"}
    for name, node in faders.items():
        p = BY_NAME[name or ""]
        assert p.low is not None and p.high is not None
        x = next(v for v in node.findall("values/value") if v.findtext("key") == "x")
        place = float(x.findtext("default") or 0)
        start = float(p.default) if isinstance(p.default, (int, float)) else p.low
        assert p.low + place * (p.high - p.low) == pytest.approx(start, abs=1e-4), name


def test_following_asks_for_everything() -> None:
    """The button tells the port, subscribes, and reads all values."""
    [follow] = [n for n in NODES if _property(n, "name").findtext("value") == "follow"]
    said: list[object] = []
    for osc in follow.iter("osc"):
        said += decode(osc.findtext("path/partial/value") or "", _given(osc, 1.0))
    assert [m.name for m in said if isinstance(m, Call)] == ["reply_port", "subscribe"]
    assert {m.parameter for m in said if isinstance(m, Read)} == set(BY_NAME.values())


def test_nothing_overlaps_or_is_cut_off() -> None:
    """Controls lie within what they are in, and a finger hits one at a time."""
    for parent in NODES:
        if parent.get("type") == "PAGER":
            continue  # its pages lie over each other
        inside = parent.findall("children/node")
        width, height = _frame(parent)[2:]
        for node in inside:
            x, y, w, h = _frame(node)
            assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, node.attrib
        hit = [_frame(node) for node in inside if node.get("type") in ("BUTTON", "FADER")]
        for a, b in combinations(hit, 2):
            apart = any(a[i] + a[i + 2] <= b[i] or b[i] + b[i + 2] <= a[i] for i in (0, 1))
            assert apart, (a, b)


def test_writes_are_what_moves_a_control() -> None:
    """What the daemon tells of a parameter is the path of the control that writes it."""
    for osc in MESSAGES:
        if osc.findtext("receive") == "1":
            [message] = decode(osc.findtext("path/partial/value") or "", _given(osc, 1.0))
            assert isinstance(message, Write)
