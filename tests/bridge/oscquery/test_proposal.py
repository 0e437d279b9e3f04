"""Every node that is served is of the form that the OSCQuery proposal gives.

https://github.com/Vidvox/OSCQueryProposal, its third revision: the attributes, and the JSON of each
OSC type.
"""

from typing import Any

import pytest

from bridge.control.state import ControlState
from bridge.oscquery.tree import ATTRIBUTES, REPLIES, Tree
from bridge.protocol.messages import Write
from bridge.protocol.parameters import PARAMETERS

JSON_OF = {"f": (int, float), "i": (int,), "s": (str,), "T": (bool,), "F": (bool,)}
PER_VALUE = ("VALUE", "RANGE", "EXTENDED_TYPE", "UNIT", "CLIPMODE")
ACCESS_OF_A_CONTAINER, READABLE = 0, 1


def _nodes() -> list[dict[str, Any]]:
    """Return all nodes, with every parameter set to its highest, last or default value."""
    state = ControlState({})
    for p in PARAMETERS:
        value = p.high if p.high is not None else p.choices[-1] if p.choices else p.default
        if value is not None:
            state.apply(Write(p, int(value) if p.kind == "int" else value))
    samples = {"s": "words", "f": 0.5, "i": 3}
    replies = {path: [samples[f.tag] for f in fields] for path, fields in REPLIES.items()}
    tree = Tree(lambda p: state.snapshot()[p.name], replies.__getitem__)
    return _below(tree.node("/"))


def _below(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(n for child in node.get("CONTENTS", {}).values() for n in _below(child))]


NODES = _nodes()


@pytest.mark.parametrize("node", NODES, ids=lambda node: node["FULL_PATH"])
def test_a_node_is_of_the_proposals_form(node: dict[str, Any]) -> None:
    """Attributes are known ones, access is a mask, each list has one entry for each type tag."""
    assert set(node) <= ATTRIBUTES
    assert node["ACCESS"] in range(4)
    assert ("TYPE" in node) == (node["ACCESS"] != ACCESS_OF_A_CONTAINER)
    assert "VALUE" not in node or node["ACCESS"] & READABLE
    for shape in (node, *node.get("OVERLOADS", [])):
        _check_shape(shape)


def _check_shape(shape: dict[str, Any]) -> None:
    tags = shape.get("TYPE", "")
    assert set(tags) <= {*JSON_OF, "N"}
    for name in PER_VALUE:
        assert name not in shape or len(shape[name]) == len(tags), name
    for tag, value in zip(tags, shape.get("VALUE", []), strict=False):
        assert isinstance(value, JSON_OF[tag]) and isinstance(value, bool) == (tag in "TF")
    for tag, span in zip(tags, shape.get("RANGE", []), strict=False):
        _check_range(tag, span)
    assert set(shape.get("CLIPMODE", [])) <= {"none", "low", "high", "both"}


def _check_range(tag: str, span: dict[str, Any] | None) -> None:
    if span is None:
        return
    assert set(span) in ({"MIN", "MAX"}, {"VALS"})
    assert all(isinstance(value, JSON_OF[tag]) for value in span.get("VALS", span.values()))


@pytest.mark.parametrize("node", [n for n in NODES if "RANGE" in n and "VALUE" in n],
                         ids=lambda node: node["FULL_PATH"])  # fmt: skip
def test_a_value_is_within_its_own_range(node: dict[str, Any]) -> None:
    """What a controller builds from RANGE can show VALUE."""
    for span, value in zip(node["RANGE"], node["VALUE"], strict=True):
        assert value in span["VALS"] if "VALS" in span else span["MIN"] <= value <= span["MAX"]
