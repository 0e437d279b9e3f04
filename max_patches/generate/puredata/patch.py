"""Pd's file format: boxes by their number in the order of creation, connections by numbers.

Source: the file format description of Pd (puredata.info/docs/developer/PdFileFormat).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

LINE = 26  # pixels from one row of boxes to the next
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "$": "\\$"})


def escaped(text: str) -> str:
    """Return ``text`` for a comment or a message in which no character means anything."""
    return text.translate(_ESCAPES)


@dataclass(frozen=True)
class Node:
    """A box of a patch, by its number."""

    number: int


@dataclass
class PdPatch:
    """A canvas under construction; a patch inside of it is a box of it."""

    width: int = 900
    height: int = 600
    _boxes: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)

    def _put(self, text: str) -> Node:
        self._boxes.append(text)
        return Node(len(self._boxes) - 1)

    def obj(self, x: int, y: int, text: str, letters: int = 0) -> Node:
        """Add an object, as many letters wide where that is told."""
        wide = f", f {letters}" if letters else ""
        return self._put(f"#X obj {x} {y} {text}{wide};")

    def msg(self, x: int, y: int, text: str) -> Node:
        """Add a message box; ``text`` is as the file has it, dollars and commas escaped."""
        return self._put(f"#X msg {x} {y} {text};")

    def number(self, x: int, y: int) -> Node:
        """Add a number box."""
        return self._put(f"#X floatatom {x} {y} 6 0 0 0 - - - 0;")

    def symbol(self, x: int, y: int, width: int = 10) -> Node:
        """Add a symbol box."""
        return self._put(f"#X symbolatom {x} {y} {width} 0 0 0 - - - 0;")

    def comment(self, x: int, y: int, text: str) -> Node:
        """Add a comment."""
        return self._put(f"#X text {x} {y} {escaped(text)};")

    def patch(self, x: int, y: int, name: str, inside: "PdPatch") -> Node:
        """Add a subpatch."""
        return self._put(f"{inside.body(name)}\n#X restore {x} {y} pd {name};")

    def connect(self, source: Node, outlet: int, destination: Node, inlet: int = 0) -> None:
        """Draw a line."""
        self._lines.append(f"#X connect {source.number} {outlet} {destination.number} {inlet};")

    def chain(self, *nodes: Node) -> None:
        """Connect first outlets to first inlets, one after the other."""
        for source, destination in zip(nodes, nodes[1:], strict=False):
            self.connect(source, 0, destination)

    def fan(self, source: Node, destinations: Sequence[Node]) -> None:
        """Connect the outlets of ``source`` to ``destinations``, in their order."""
        for outlet, destination in enumerate(destinations):
            self.connect(source, outlet, destination)

    def body(self, name: str) -> str:
        """Return the canvas without the line that puts it into another one."""
        head = f"#N canvas 60 60 {self.width} {self.height} {name} 0;"
        return "\n".join((head, *self._boxes, *self._lines))

    def file(self) -> bytes:
        """Return the file of a patch of its own."""
        head = f"#N canvas 60 60 {self.width} {self.height} 12;"
        return ("\n".join((head, *self._boxes, *self._lines)) + "\n").encode()
