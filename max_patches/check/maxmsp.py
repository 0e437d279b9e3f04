"""Max patchers: boxes, inlets, outlets and addresses that do not exist."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import COMMANDS, ROOT
from bridge.protocol.patterns import matches
from max_patches.check.addresses import atoms, message_problem
from max_patches.generate.maxmsp.objects import Ports, ports

Json = dict[str, Any]
# What the daemon says of its own accord is named in the texts of the table.
REPLIES = {
    *(name.rstrip(".") for c in COMMANDS for name in re.findall(rf"{ROOT}/[\w/.]+", c.doc)),
    f"{ROOT}/error",
}
_WITHOUT_TEXT = {"newobj", "bpatcher"}


def boxes(patcher: Json) -> list[Json]:
    """Return the boxes of a patcher, those of inner patchers not included."""
    return [entry["box"] for entry in patcher["boxes"]]


def patchers(patcher: Json) -> Iterator[Json]:
    """Yield a patcher and all inside of it."""
    yield patcher
    for box in boxes(patcher):
        if "patcher" in box:
            yield from patchers(box["patcher"])


def lines(patcher: Json) -> list[tuple[str, int, str, int]]:
    """Return the patch lines as source, outlet, destination, inlet."""
    found = [entry["patchline"] for entry in patcher["lines"]]
    return [(*line["source"], *line["destination"]) for line in found]


def outer(patcher: Json) -> Ports:
    """Return the inlets and outlets of a patcher as a box."""
    classes = [box["maxclass"] for box in boxes(patcher)]
    return classes.count("inlet"), ("",) * classes.count("outlet")


def problems(patcher: Json, abstractions: dict[str, Ports] | None = None) -> list[str]:
    """Return what is wrong with a patcher and those inside of it.

    ``abstractions`` gives the ports of patches that it uses by name.
    """
    found: list[str] = []
    for inside in patchers(patcher):
        found += _ids(inside)
        for box in boxes(inside):
            found += _box(box, abstractions or {})
        found += _lines(inside)
    return found


def _ids(patcher: Json) -> list[str]:
    ids = [box["id"] for box in boxes(patcher)]
    drawn = lines(patcher)
    twice = {i for i in ids if ids.count(i) > 1}
    doubled = {line for line in drawn if drawn.count(line) > 1}
    return [f"two boxes are {i}" for i in twice] + [f"two lines are {line}" for line in doubled]


def _known(box: Json, abstractions: dict[str, Ports]) -> Ports | None:
    if "patcher" in box:
        return outer(box["patcher"])
    if box["maxclass"] not in _WITHOUT_TEXT:
        return ports(box["maxclass"])
    name = box["text"].split()[0]
    return abstractions.get(name) or ports(box["text"])


def _box(box: Json, abstractions: dict[str, Ports]) -> list[str]:
    shown = f"{box['maxclass']} {box.get('text', '')}".strip()
    known = _known(box, abstractions)
    if known is None:
        return [f"no such object: {shown}"]
    told = (box["numinlets"], tuple(box.get("outlettype", ())))
    wrong = known != told or box["numoutlets"] != len(known[1])
    found = [f"{shown} has {known[0]} inlets and outlets {known[1]}"] if wrong else []
    return found + [f"{shown}: {problem}" for problem in _addresses(box)]


def _lines(patcher: Json) -> list[str]:
    by_id = {box["id"]: box for box in boxes(patcher)}
    found = []
    for source, outlet, destination, inlet in lines(patcher):
        a, b = by_id.get(source), by_id.get(destination)
        if not a or not b or outlet >= a["numoutlets"] or inlet >= b["numinlets"]:
            found.append(f"line {source} {outlet} -> {destination} {inlet} leads nowhere")
    return found


def _addresses(box: Json) -> list[str]:
    """Return the problems of the OSC addresses in a box."""
    text = box.get("text", "")
    if box["maxclass"] == "message" and text.startswith("/"):
        address, *arguments = text.split(" ", 1)
        if "$" in text or "*" in address:
            return _unknown(address)
        problem = message_problem(address, atoms(" ".join(arguments)))
        return [problem] if problem else []
    if box["maxclass"] == "newobj" and text.startswith("prepend /"):
        return _unknown(text.split()[1])
    if box["maxclass"] == "newobj" and text.startswith("route /"):
        wanted = [name for name in shlex.split(text)[1:] if name not in REPLIES]
        return [problem for name in wanted for problem in _unknown(name)]
    return []


def _unknown(address: str) -> list[str]:
    try:
        matches(address)
    except ProtocolError as error:
        return [f"{address}: {error}"]
    return []
