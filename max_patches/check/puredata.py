"""Pd patches: boxes, inlets, outlets and addresses that do not exist.

The inlets and outlets of the objects in use, as Pd 0.53's help patches give them.
"""

import re
from dataclasses import dataclass, field

from bridge.protocol.messages import ProtocolError
from bridge.protocol.patterns import matches

_PORTS = {
    "inlet": (0, 1),
    "outlet": (1, 0),
    "list": (2, 1),
    "list append": (2, 1),
    "list split": (2, 3),
    "list trim": (1, 1),
    "list fromsymbol": (1, 1),
    "list tosymbol": (1, 1),
    "loadbang": (0, 1),
    "delay": (2, 1),
    "metro": (2, 1),
    "float": (2, 1),
    "symbol": (2, 1),
    "-": (2, 1),
    "makefilename": (1, 1),
    "oscformat": (1, 1),
    "oscparse": (1, 1),
    "netsend": (1, 2),
    "print": (1, 0),
    "bang": (1, 1),
}
_BOXES = {"msg": (1, 1), "floatatom": (1, 1), "symbolatom": (1, 1), "text": (0, 0)}


@dataclass
class Canvas:
    """One window of a patch: each box as ``(name, inlets, outlets)``."""

    boxes: list[tuple[str, int, int]] = field(default_factory=list)
    lines: list[tuple[int, int, int, int]] = field(default_factory=list)

    def ports(self) -> tuple[int, int]:
        """Return inlets and outlets of the window as a box."""
        names = [name for name, _, _ in self.boxes]
        return names.count("inlet"), names.count("outlet")


def _ports(words: list[str], abstractions: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    name, arguments = words[0], words[1:]
    if name == "route":
        return (2 if len(arguments) == 1 else 1), len(arguments) + 1
    if name == "select":
        return (2 if len(arguments) == 1 else 1), len(arguments) + 1
    if name == "trigger":
        return 1, len(arguments)
    if name == "unpack":
        return 1, len(arguments)
    return abstractions.get(name) or _PORTS.get(" ".join(words[:2])) or _PORTS.get(name)


def _records(text: str) -> list[str]:
    whole = (" ".join(r.split()) for r in re.split(r"(?<!\\);\n", text) if r.strip())
    return [re.sub(r"(?<!\\), f \d+$", "", record) for record in whole]  # how wide a box is


def problems(text: str, abstractions: dict[str, tuple[int, int]] | None = None) -> list[str]:
    """Return what is wrong with a patch file.

    ``abstractions`` gives inlets and outlets of patches that it uses by name.
    """
    found: list[str] = []
    stack: list[Canvas] = []
    for record in _records(text):
        _read(record, stack, found, abstractions or {})
    return found + _lines(stack[0])


def ports(text: str) -> tuple[int, int]:
    """Return how many inlets and outlets a patch file has as an abstraction."""
    stack: list[Canvas] = []
    for record in _records(text):
        _read(record, stack, [], {})
    return stack[0].ports()


def _read(
    record: str,
    stack: list[Canvas],
    found: list[str],
    abstractions: dict[str, tuple[int, int]],
) -> None:
    """Take one record of the file in."""
    kind, *words = record.split(" ")[1:] if record.startswith("#X") else ("canvas",)
    if kind == "canvas":
        stack.append(Canvas())
    elif kind == "restore":
        inside = stack.pop()
        found += _lines(inside)
        stack[-1].boxes.append((" ".join(words[2:]), *inside.ports()))
    elif kind == "connect":
        source, outlet, destination, inlet = map(int, words)
        stack[-1].lines.append((source, outlet, destination, inlet))
    elif kind == "obj":
        known = _ports(words[2:], abstractions)
        if known is None:
            found.append(f"no such object: {' '.join(words[2:])}")
        found += _address(words[2:])
        stack[-1].boxes.append((" ".join(words[2:]), *(known or (99, 99))))
    else:
        stack[-1].boxes.append((kind, *_BOXES[kind]))


def _address(words: list[str]) -> list[str]:
    """Return the problem of an address that an oscformat writes."""
    if words[0] != "oscformat":
        return []
    try:
        matches("/" + "/".join(words[1:]))
    except ProtocolError as error:
        return [f"{' '.join(words)}: {error}"]
    return []


def _lines(canvas: Canvas) -> list[str]:
    """Return the lines of a window that begin or end where nothing is."""
    return [f"line {line} leads nowhere" for line in canvas.lines if not _leads(canvas, line)]


def _leads(canvas: Canvas, line: tuple[int, int, int, int]) -> bool:
    source, outlet, destination, inlet = line
    if max(source, destination) >= len(canvas.boxes):
        return False
    return outlet < canvas.boxes[source][2] and inlet < canvas.boxes[destination][1]
