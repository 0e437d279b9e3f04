"""Max's file format: a patcher as JSON.

A box is made from its text and place; inlets and outlets come from ``objects``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from max_patches.generate.maxmsp.objects import Ports, ports

Rect = tuple[float, float, float, float]
LINE = 26  # pixels from one row of boxes to the next
_CHARACTER = 6.6  # pixels of a letter at Max's 12 points
_VERSION = {"major": 8, "minor": 5, "revision": 5, "architecture": "x64", "modernui": 1}


@dataclass(frozen=True)
class Box:
    """A box of a patcher, by its id; ``outlets`` is how many it has."""

    id: str
    outlets: int


@dataclass
class Patcher:
    """A patcher under construction."""

    width: float = 900.0
    height: float = 600.0
    presentation: bool = False
    _boxes: list[dict[str, Any]] = field(default_factory=list)
    _lines: list[dict[str, Any]] = field(default_factory=list)

    def _put(self, maxclass: str, known: Ports, rect: Rect, **more: Any) -> Box:
        inlets, outlets = known
        box = {
            "id": f"obj-{len(self._boxes) + 1}",
            "maxclass": maxclass,
            "numinlets": inlets,
            "numoutlets": len(outlets),
            **({"outlettype": list(outlets)} if outlets else {}),
            "patching_rect": [float(number) for number in rect],
            **more,
        }
        self._boxes.append({"box": dict(sorted(box.items()))})
        return Box(str(box["id"]), len(outlets))

    def obj(self, x: float, y: float, text: str) -> Box:
        """Add an object box."""
        known = ports(text)
        assert known is not None, text
        return self._put("newobj", known, (x, y, _width(text), 22), text=text)

    def msg(self, x: float, y: float, text: str) -> Box:
        """Add a message box."""
        return self.ui("message", (x, y, _width(text), 22), text=text)

    def comment(self, x: float, y: float, text: str, width: float | None = None) -> Box:
        """Add a comment."""
        return self.ui("comment", (x, y, width or _width(text), 20), text=text)

    def ui(self, maxclass: str, rect: Rect, shown: Rect | None = None, **more: Any) -> Box:
        """Add a user interface object; ``shown`` is its place in presentation mode."""
        known = ports(maxclass)
        assert known is not None, maxclass
        if shown is not None:
            more |= {"presentation": 1, "presentation_rect": [float(number) for number in shown]}
        return self._put(maxclass, known, rect, **more)

    def port(self, maxclass: str, x: float, index: int, y: float, doc: str) -> Box:
        """Add the ``index``-th (from 1) inlet or outlet, with the text that a patcher sees."""
        return self.ui(maxclass, (x, y, 30, 30), index=index, comment=doc)

    def patch(self, x: float, y: float, name: str, inside: "Patcher") -> Box:
        """Add a subpatcher."""
        more = {"text": f"p {name}", "patcher": inside.inner()}
        return self._put("newobj", inside.ports(), (x, y, _width(f"p {name}"), 22), **more)

    def abstraction(self, x: float, y: float, text: str, known: Ports, width: float = 400.0) -> Box:
        """Add an object that is a patch file of its own, with these inlets and outlets."""
        return self._put("newobj", known, (x, y, max(_width(text), width), 22), text=text)

    def ports(self) -> Ports:
        """Return inlets and outlet types of the whole as a box."""
        classes = [box["box"]["maxclass"] for box in self._boxes]
        return classes.count("inlet"), ("",) * classes.count("outlet")

    def connect(self, source: Box, outlet: int, destination: Box, inlet: int = 0) -> None:
        """Draw a line."""
        line = {"source": [source.id, outlet], "destination": [destination.id, inlet]}
        self._lines.append({"patchline": line})

    def chain(self, *boxes: Box) -> None:
        """Connect first outlets to first inlets, one after the other."""
        for source, destination in zip(boxes, boxes[1:], strict=False):
            self.connect(source, 0, destination)

    def fan(self, source: Box, destinations: Sequence[Box]) -> None:
        """Connect the outlets of ``source`` to ``destinations``, in their order."""
        for outlet, destination in enumerate(destinations):
            self.connect(source, outlet, destination)

    def begin_silently(self) -> None:
        """Let no parameter send its initial value when the patch opens."""
        for box in (entry["box"] for entry in self._boxes):
            if value := box.get("saved_attribute_attributes", {}).get("valueof"):
                value["parameter_initial_enable"] = 0

    def inner(self) -> dict[str, Any]:
        """Return the patcher as it stands in a file or in another patcher."""
        return {
            "fileversion": 1,
            "appversion": _VERSION,
            "classnamespace": "box",
            "rect": [60.0, 90.0, self.width, self.height],
            "openinpresentation": int(self.presentation),
            "default_fontsize": 12.0,
            "default_fontface": 0,
            "default_fontname": "Arial",
            "gridsize": [15.0, 15.0],
            "boxes": self._boxes,
            "lines": self._lines,
        }

    def file(self, **more: Any) -> bytes:
        """Return the content of a .maxpat; ``more`` are further keys of the patcher."""
        whole = {"patcher": {**self.inner(), **more}}
        return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def _width(text: str) -> float:
    return round(len(text) * _CHARACTER + 16.0, 1)
