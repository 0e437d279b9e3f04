"""The Max patches as files: Max itself is not at hand, so their parts are checked one by one."""

import json
from typing import Any

import pytest

from bridge.protocol.parameters import PARAMETERS
from max_patches.check.addresses import word_problem
from max_patches.check.maxmsp import boxes, lines, outer, patchers, problems
from max_patches.generate.files import FOLDER
from max_patches.generate.maxmsp.amxd import unpack
from max_patches.generate.maxmsp.bridge import OUTLETS, PORTS
from max_patches.generate.maxmsp.patcher import Patcher
from max_patches.generate.vocabulary import EXAMPLES, GROUPS

FILES = ("mcm.bridge.maxpat", "mcm.help.maxpat", "mcm.stage.maxpat", "MusicCM.amxd")


def _patcher(name: str) -> dict[str, Any]:
    data = (FOLDER / name).read_bytes()
    content = unpack(data)[1] if name.endswith(".amxd") else json.loads(data)
    return dict(content["patcher"])


def _texts(name: str) -> set[str]:
    return {box.get("text", "") for p in patchers(_patcher(name)) for box in boxes(p)}


@pytest.mark.parametrize("name", FILES)
def test_every_box_line_and_address_exists(name: str) -> None:
    """A shipped patch has only objects, inlets, outlets, messages and addresses that exist."""
    bridge = outer(_patcher("mcm.bridge.maxpat"))
    assert problems(_patcher(name), {"mcm.bridge": bridge}) == []


def test_the_bridge_has_an_inlet_and_an_outlet_for_each_group() -> None:
    """``mcm.bridge`` has an inlet a group and one for whole messages, each with a text."""
    patcher = _patcher("mcm.bridge.maxpat")
    assert outer(patcher) == PORTS
    assert (len(GROUPS) + 1, ("",) * len(OUTLETS)) == PORTS
    edges = [box for box in boxes(patcher) if box["maxclass"] in ("inlet", "outlet")]
    assert all(box["comment"] for box in edges)
    inlets = [box for box in edges if box["maxclass"] == "inlet"]
    assert [box["index"] for box in inlets] == sorted(box["index"] for box in inlets)
    places = [box["patching_rect"][0] for box in inlets]
    assert places == sorted(places)  # Max numbers them by their place


def test_every_address_of_the_table_can_be_sent() -> None:
    """Each parameter and command has a box that sends it, each parameter one that tells it."""
    texts = _texts("mcm.bridge.maxpat")
    for group in GROUPS:
        for word in group.words:
            assert {word.address, f"prepend {word.address}"} & texts, word
    for parameter in PARAMETERS:
        assert any(t.startswith("route ") and parameter.address in t.split() for t in texts)


def _wrong(text: str, maxclass: str = "newobj", **more: Any) -> dict[str, Any]:
    patcher = Patcher()
    metro, printer = patcher.obj(9, 9, "metro 100"), patcher.obj(9, 9, "print")
    patcher.connect(metro, 0, printer)
    inner = patcher.inner()
    box = {"id": "obj-9", "maxclass": maxclass, "text": text, "numinlets": 1, "numoutlets": 1}
    inner["boxes"].append({"box": {**box, "outlettype": [""], **more}})
    return inner


@pytest.mark.parametrize(
    ("text", "maxclass", "more", "problem"),
    [
        ("OpenSoundControl", "newobj", {}, "no such object"),
        ("route a b", "newobj", {}, "has 3 inlets"),
        ("prepend /mcm/stem/tuba/gain", "newobj", {}, "unknown address"),
        ("route /mcm/nothing", "newobj", {"numinlets": 2}, "unknown address"),
        ("/mcm/tempo 1000", "message", {"numinlets": 2}, "out of range"),
        ("/mcm/key H", "message", {"numinlets": 2}, "takes one of"),
        ("/mcm/scene/recall", "message", {"numinlets": 2}, "takes scene"),
        ("tosymbol", "newobj", {"id": "obj-1"}, "two boxes"),
    ],
)
def test_a_wrong_box_is_refused(
    text: str, maxclass: str, more: dict[str, Any], problem: str
) -> None:
    """An object, port, address or value that does not exist is found."""
    assert problem in " ".join(problems(_wrong(text, maxclass, **more)))


@pytest.mark.parametrize("line", [("obj-1", 1, "obj-2", 0), ("obj-1", 0, "obj-2", 1),
                                  ("obj-1", 0, "obj-7", 0)])  # fmt: skip
def test_a_line_to_nowhere_is_refused(line: tuple[str, int, str, int]) -> None:
    """A line from an outlet or to an inlet that is not there is found."""
    patcher = _wrong("tosymbol")
    a, outlet, b, inlet = line
    patcher["lines"].append({"patchline": {"source": [a, outlet], "destination": [b, inlet]}})
    assert "leads nowhere" in " ".join(problems(patcher))


def test_a_right_patch_is_not_refused() -> None:
    """The patch that the wrong ones were made from has no problem."""
    assert problems(_wrong("tosymbol")) == []


def test_the_examples_of_the_help_patch_are_understood() -> None:
    """Every message of the help patch is connected to its group and one that the daemon does."""
    patcher = _patcher("mcm.help.maxpat")
    wired = {source: inlet for source, _, _, inlet in lines(patcher)}
    texts = {
        box["text"]: wired[box["id"]] for box in boxes(patcher) if box["maxclass"] == "message"
    }
    for inlet, group in enumerate(GROUPS):
        assert EXAMPLES[group.name]
        for text in EXAMPLES[group.name]:
            assert texts[text] == inlet
            assert word_problem(group, text) is None
