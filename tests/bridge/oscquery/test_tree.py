"""The tree says of every address what the parameter table says."""

from typing import Any

import pytest

from bridge.control.state import ControlState
from bridge.oscquery.tree import REPLIES, Tree
from bridge.protocol.codec import decode
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import AUTO, BY_NAME, COMMANDS, PARAMETERS, Command, Parameter

SAMPLES = {"f": 1.0, "i": 1, "s": "bar", "T": True}


@pytest.fixture
def state() -> ControlState:
    return ControlState({"tempo": 93.0})


@pytest.fixture
def tree(state: ControlState) -> Tree:
    replies = {path: [f.tag for f in fields] for path, fields in REPLIES.items()}
    return Tree(lambda p: state.snapshot()[p.name], replies.__getitem__)


@pytest.mark.parametrize("p", PARAMETERS, ids=lambda p: p.name)
def test_every_parameter_is_a_node(tree: Tree, p: Parameter) -> None:
    """Path, access, text, range and default of each parameter are those of the table."""
    node = tree.node(p.address)
    assert (node["FULL_PATH"], node["ACCESS"]) == (p.address, 3)
    assert node["DESCRIPTION"] == p.doc.replace("\\|", "|")
    if p.low is not None:
        assert node["RANGE"] == [{"MIN": p.low, "MAX": p.high}]
        assert node["CLIPMODE"] == ["both"]
    if p.choices:
        assert node["RANGE"][0]["VALS"] == [*([AUTO] if p.optional else []), *p.choices]
    if p.name != "tempo" and p.default is not None:
        assert node["VALUE"] == [p.default]


@pytest.mark.parametrize("c", COMMANDS, ids=lambda c: c.name)
def test_every_command_is_understood_as_its_node_says(tree: Tree, c: Command) -> None:
    """What TYPE and OVERLOADS of a command promise decodes to a call; it has no value."""
    node = tree.node(c.address)
    assert node["ACCESS"] == 2 and "VALUE" not in node
    for shape in (node, *node.get("OVERLOADS", [])):
        given = [SAMPLES[tag] for tag in shape["TYPE"] if tag != "N"]
        assert len(shape.get("EXTENDED_TYPE", [])) == len(given)
        assert all(isinstance(message, Call) for message in decode(c.address, given))


@pytest.mark.parametrize("p", [p for p in PARAMETERS if p.slow], ids=lambda p: p.name)
def test_overloads_of_a_slow_parameter_are_understood(tree: Tree, p: Parameter) -> None:
    """Each overload has as many types as ranges, and its values write the parameter."""
    for overload in tree.node(p.address)["OVERLOADS"]:
        assert len(overload["TYPE"]) == len(overload["RANGE"])
        given = [_one(r, t) for r, t in zip(overload["RANGE"], overload["TYPE"], strict=True)]
        [message] = decode(p.address, given if p.kind != "chords" else ["Am", "bar"])
        assert isinstance(message, Write)


def _one(span: dict[str, Any] | None, tag: str) -> Any:
    if span is None:
        return SAMPLES[tag]
    return span["VALS"][-1] if "VALS" in span else span["MIN"]


def test_values_are_those_of_now(tree: Tree, state: ControlState) -> None:
    """A written value is in the next answer; an open number has none, an open choice is auto."""
    assert tree.attribute("/mcm/tempo", "VALUE") == {"VALUE": [93.0]}
    state.apply(Write(BY_NAME["tempo"], 120.0))
    assert tree.attribute("/mcm/tempo", "VALUE") == {"VALUE": [120.0]}
    assert tree.attribute("/mcm/density", "VALUE") == {}
    assert "VALUE" not in tree.node("/mcm/density")
    assert tree.attribute("/mcm/stem/drums/mute", "VALUE") == {"VALUE": [False]}
    assert tree.attribute("/mcm/key", "VALUE") == {"VALUE": [AUTO]}


def test_the_whole_tree_holds_every_address_once(tree: Tree) -> None:
    """All parameters, commands and replies hang below the root, each under its own name."""

    def paths(node: dict[str, Any]) -> list[str]:
        below = node.get("CONTENTS", {})
        for name, child in below.items():
            assert child["FULL_PATH"].rpartition("/")[2] == name
        here = [node["FULL_PATH"]] if node["ACCESS"] else []
        return here + [path for child in below.values() for path in paths(child)]

    found = paths(tree.node("/"))
    wanted = {*(p.address for p in PARAMETERS), *(c.address for c in COMMANDS), *REPLIES}
    assert len(found) == len(wanted) and set(found) == wanted


def test_a_container_has_no_value_and_no_type(tree: Tree) -> None:
    """Groups only contain: ACCESS 0, nothing to read."""
    assert tree.attribute("/mcm/stem", "ACCESS") == {"ACCESS": 0}
    assert tree.attribute("/mcm/stem", "TYPE") == tree.attribute("/mcm/stem", "VALUE") == {}
    assert set(tree.attribute("/mcm/stem", "CONTENTS")["CONTENTS"]) >= {"drums", "bass"}
    assert "/mcm/nothing" not in tree
