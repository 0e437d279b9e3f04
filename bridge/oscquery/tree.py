"""The tree of nodes, built once from the parameter table; values are filled in when asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bridge.protocol.codec import encode
from bridge.protocol.parameters import (
    AUTO,
    COMMANDS,
    FEATURES,
    PARAMETERS,
    QUANTIZE,
    ROOT,
    STATUS,
    Argument,
    Command,
    Parameter,
    StatusField,
    Value,
)

Json = dict[str, Any]

SUPPORTED = (
    "ACCESS",
    "VALUE",
    "RANGE",
    "DESCRIPTION",
    "EXTENDED_TYPE",
    "UNIT",
    "CLIPMODE",
    "OVERLOADS",
)
ATTRIBUTES = frozenset({"FULL_PATH", "CONTENTS", "TYPE", *SUPPORTED})
NO_VALUE, READ_ONLY, WRITE_ONLY, READ_WRITE = range(4)  # what ACCESS says
_TAGS = {"float": "f", "int": "i", "bool": "T", "text": "s", "enum": "s", "chords": "s"}
_UNITS = {"bpm": "time.bpm", "ms": "time.ms", "dB": "gain.db", "×": "gain.linear"}
_WHEN = {"VALS": list(QUANTIZE)}
REPLIES: dict[str, tuple[StatusField, ...]] = {
    f"{ROOT}/status.reply": STATUS,
    f"{ROOT}/features.reply": FEATURES,
}


class Tree:
    """All nodes by path.

    ``read`` returns a parameter's value; ``replies`` the arguments of each address of REPLIES.
    """

    def __init__(
        self,
        read: Callable[[Parameter], Value],
        replies: Callable[[str], Sequence[float | int | str]],
    ) -> None:
        self._read, self._replies = read, replies
        self._parameters = {p.address: p for p in PARAMETERS}
        self._nodes: dict[str, Json] = {}
        for node in _nodes():
            self._add(node)

    def _add(self, node: Json) -> None:
        path: str = node["FULL_PATH"]
        known = self._nodes.get(path)
        if known is not None:  # a container that is a method as well
            known.update(node)
            return
        self._nodes[path] = node
        if path == "/":
            return
        above, _, name = path.rpartition("/")
        if (above or "/") not in self._nodes:
            self._add({"FULL_PATH": above or "/", "ACCESS": NO_VALUE})
        self._nodes[above or "/"].setdefault("CONTENTS", {})[name] = node

    def __contains__(self, path: str) -> bool:
        return path in self._nodes

    def readable(self, path: str) -> bool:
        """True where there is a node with a value to read."""
        return bool(self._nodes.get(path, {}).get("ACCESS", NO_VALUE) & READ_ONLY)

    def may_be_empty(self, path: str, name: str) -> bool:
        """Whether {} is the answer where there is none: a container's TYPE, a value not yet set."""
        return name == "TYPE" or (name == "VALUE" and self.readable(path))

    def node(self, path: str) -> Json:
        """Return a node and all below it, values included. Raises KeyError where none is."""
        return self._filled(self._nodes[path])

    def attribute(self, path: str, name: str) -> Json:
        """Return one attribute of a node, {} where it has none. Raises KeyError without a node."""
        node = self._nodes[path]
        if name == "VALUE":
            return self._value(path)
        if name == "CONTENTS" and name in node:
            return {"CONTENTS": self._filled(node)["CONTENTS"]}
        return {name: node[name]} if name in node else {}

    def _filled(self, node: Json) -> Json:
        filled = {**node, **self._value(node["FULL_PATH"])}
        if "CONTENTS" in node:
            below = node["CONTENTS"]
            filled["CONTENTS"] = {name: self._filled(child) for name, child in below.items()}
        return filled

    def _value(self, path: str) -> Json:
        """Return the attribute, {} where there is nothing to read or no value yet."""
        if path in REPLIES:
            return {"VALUE": list(self._replies(path))}
        if not self.readable(path):
            return {}
        parameter = self._parameters[path]
        value = self._read(parameter)
        if value is None and parameter.kind in ("float", "int"):
            return {}  # the planner's: AUTO is no JSON number
        return {"VALUE": [of_type(parameter, value)]}


def of_type(parameter: Parameter, value: Value) -> float | int | str | bool:
    """Return a value in the type that TYPE promises: a boolean is one here."""
    return bool(value) if parameter.kind == "bool" else encode(parameter, value)


def _nodes() -> Iterator[Json]:
    yield {"FULL_PATH": "/", "ACCESS": NO_VALUE, "DESCRIPTION": "MusicCM Bridge"}
    yield from map(_parameter, PARAMETERS)
    yield from map(_command, COMMANDS)
    for path, fields in REPLIES.items():
        yield _reply(path, fields)


def _parameter(p: Parameter) -> Json:
    node: Json = {
        "FULL_PATH": p.address,
        "TYPE": _TAGS[p.kind],
        "ACCESS": READ_WRITE,
        "DESCRIPTION": p.doc.replace("\\|", "|"),
        "CLIPMODE": ["none" if p.low is None else "both"],
    }
    if span := _range(p):
        node["RANGE"] = [span]
    if p.unit:
        node["UNIT"] = [_UNITS.get(p.unit, p.unit)]
    if overloads := _overloads(p, span):
        node["OVERLOADS"] = overloads
    return node


def _range(p: Parameter) -> Json | None:
    if p.low is not None:
        return {"MIN": p.low, "MAX": p.high}
    if p.choices:
        return {"VALS": [*([AUTO] if p.optional else []), *p.choices]}
    return None


def _overloads(p: Parameter, span: Json | None) -> list[Json]:
    """Return the other ways to write it: AUTO for a number, and a text that says when."""
    tag = _TAGS[p.kind]
    overloads: list[Json] = []
    if p.optional and tag in "fi":
        overloads.append({"TYPE": "s", "RANGE": [{"VALS": [AUTO]}]})
    if p.slow:
        overloads.append({"TYPE": f"{tag}s", "RANGE": [span, _WHEN]})
    return overloads


def _command(c: Command) -> Json:
    """Return the node of a command; each optional argument is one more overload."""
    needed = [argument for argument in c.signature if not argument.optional]
    shapes = [c.signature[:n] for n in range(len(needed), len(c.signature) + 1)]
    node = {"FULL_PATH": c.address, "ACCESS": WRITE_ONLY, "DESCRIPTION": c.doc, **_shape(shapes[0])}
    if len(shapes) > 1:
        node["OVERLOADS"] = [_shape(shape) for shape in shapes[1:]]
    return node


def _shape(arguments: Sequence[Argument]) -> Json:
    if not arguments:
        return {"TYPE": "N"}
    shape: Json = {
        "TYPE": "".join("s" if a.text else "f" for a in arguments),
        "EXTENDED_TYPE": [a.name for a in arguments],
    }
    if any(a.name == "when" for a in arguments):
        shape["RANGE"] = [_WHEN if a.name == "when" else None for a in arguments]
    return shape


def _reply(path: str, fields: tuple[StatusField, ...]) -> Json:
    return {
        "FULL_PATH": path,
        "TYPE": "".join(field.tag for field in fields),
        "ACCESS": READ_ONLY,
        "EXTENDED_TYPE": [field.name for field in fields],
        "DESCRIPTION": "; ".join(f"{field.name}: {field.doc}" for field in fields),
    }
