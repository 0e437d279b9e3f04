"""TouchOSC's file format: nodes with properties, values and messages as XML, packed by zlib.

Written as its editor saves them (``lexml`` version 3): every kind of node has all properties that
its saved files have, in their order.
"""

import uuid
import zlib
from dataclasses import dataclass

Rect = tuple[int, int, int, int]
Colour = tuple[float, float, float, float]
Setting = bool | int | float | str | Colour

WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
GREY: Colour = (0.25, 0.25, 0.25, 1.0)
CLEAR: Colour = (0.0, 0.0, 0.0, 0.0)
UP, RIGHT = 0, 1  # orientation
MOMENTARY, TOGGLE = 0, 2  # buttonType; a toggle changes on the press
_FIRST_CONNECTION = "00001"
# Properties of each kind besides those that all have: their values, or a type for what is given.
_COMMON: dict[str, Setting] = {
    "background": True, "color": GREY, "cornerRadius": 1.0, "grabFocus": False,
    "interactive": True, "locked": False, "name": "", "orientation": UP, "outline": True,
    "outlineStyle": 0, "pointerPriority": 0, "shape": 1, "visible": True,
}  # fmt: skip
_TEXT: dict[str, Setting] = {
    "font": 0, "textAlignH": 2, "textAlignV": 2, "textClip": True, "textColor": WHITE,
    "textLength": 0, "textSize": 16,
}  # fmt: skip
_OWN: dict[str, dict[str, Setting]] = {
    "GROUP": {},
    "PAGER": {"tabLabels": True, "tabbar": True, "tabbarDoubleTap": False, "tabbarSize": 50,
              "textSizeOff": 16, "textSizeOn": 16},
    "FADER": {"bar": True, "barDisplay": 0, "centered": False, "cursor": True, "cursorDisplay": 0,
              "grid": True, "gridSteps": 10, "response": 0, "responseFactor": 100},
    "BUTTON": {"buttonType": MOMENTARY, "press": True, "release": True, "valuePosition": False},
    "LABEL": _TEXT,
}  # fmt: skip
_VALUES: dict[str, tuple[str, ...]] = {
    "GROUP": (),
    "PAGER": ("page",),
    "FADER": ("x",),
    "BUTTON": ("x",),
    "LABEL": ("text",),
}


@dataclass(frozen=True)
class Partial:
    """A part of a path or one argument: a constant, or a value of the control."""

    type: str
    conversion: str
    value: str
    low: float = 0.0
    high: float = 1.0

    def xml(self) -> str:
        """Return it as it stands in the file."""
        return (
            f"<partial><type>{self.type}</type><conversion>{self.conversion}</conversion>"
            f"<value>{_text(self.value)}</value><scaleMin>{self.low:g}</scaleMin>"
            f"<scaleMax>{self.high:g}</scaleMax></partial>"
        )


@dataclass(frozen=True)
class Message:
    """An OSC message that a control sends when ``var`` changes, or is moved by."""

    path: str
    arguments: tuple[Partial, ...] = ()
    var: str = "x"
    condition: str = "ANY"
    send: bool = True
    receive: bool = True

    def xml(self) -> str:
        """Return it as it stands in the file."""
        flags = "".join(
            f"<{name}>{int(on)}</{name}>"
            for name, on in (("enabled", True), ("send", self.send), ("receive", self.receive),
                             ("feedback", False))
        )  # fmt: skip
        trigger = f"<var>{_text(self.var)}</var><condition>{self.condition}</condition>"
        path = Partial("CONSTANT", "STRING", self.path).xml()
        arguments = "".join(argument.xml() for argument in self.arguments)
        return (
            f"<osc>{flags}<connections>{_FIRST_CONNECTION}</connections>"
            f"<triggers><trigger>{trigger}</trigger></triggers><path>{path}</path>"
            f"<arguments>{arguments}</arguments></osc>"
        )


@dataclass(frozen=True)
class Node:
    """A control or a group of them; ``settings`` replace or add properties."""

    kind: str
    name: str
    frame: Rect
    settings: dict[str, Setting]
    value: str = "0"
    messages: tuple[Message, ...] = ()
    children: tuple["Node", ...] = ()

    def xml(self, above: str = "") -> str:
        """Return it and all below it; its id is made of its place."""
        place = f"{above}/{self.name}"
        settings = {**_COMMON, **_OWN[self.kind], **self.settings, "name": self.name}
        properties = [_property(key, value) for key, value in settings.items()]
        properties.append(_frame(self.frame))
        parts = f"<properties>{''.join(sorted(properties, key=_key_of))}</properties>"
        parts += f"<values>{self._values()}</values>"
        if self.messages:
            parts += f"<messages>{''.join(message.xml() for message in self.messages)}</messages>"
        if self.kind in ("GROUP", "PAGER"):
            inside = "".join(child.xml(place) for child in self.children)
            parts += f"<children>{inside}</children>"
        return (
            f"<node ID='{uuid.uuid5(uuid.NAMESPACE_URL, place)}' type='{self.kind}'>{parts}</node>"
        )

    def _values(self) -> str:
        own = {"touch": ("false", False)}
        own |= {key: (self.value, key == "text") for key in _VALUES[self.kind]}
        return "".join(_value(key, *own[key]) for key in sorted(own))


def _text(text: str) -> str:
    assert "]]>" not in text
    return f"<![CDATA[{text}]]>"


def _key_of(xml: str) -> str:
    return xml.partition("CDATA[")[2].partition("]]")[0]


def _value(key: str, default: str, current: bool = False) -> str:
    return (
        f"<value><key>{_text(key)}</key><locked>0</locked>"
        f"<lockedDefaultCurrent>{int(current)}</lockedDefaultCurrent>"
        f"<default>{_text(default)}</default><defaultPull>0</defaultPull></value>"
    )


def _property(key: str, value: Setting) -> str:
    if isinstance(value, tuple):
        inside = "".join(f"<{n}>{v:g}</{n}>" for n, v in zip("rgba", value, strict=True))
        return _typed("c", key, inside)
    if isinstance(value, str):
        return _typed("s", key, _text(value))
    kind = {bool: "b", int: "i", float: "f"}[type(value)]
    return _typed(kind, key, f"{value:g}" if isinstance(value, float) else str(int(value)))


def _frame(rect: Rect) -> str:
    inside = "".join(f"<{n}>{v}</{n}>" for n, v in zip("xywh", rect, strict=True))
    return _typed("r", "frame", inside)


def _typed(kind: str, key: str, inside: str) -> str:
    return f"<property type='{kind}'><key>{_text(key)}</key><value>{inside}</value></property>"


def pack(root: Node) -> bytes:
    """Return the file."""
    head = "<?xml version='1.0' encoding='UTF-8'?>"
    return zlib.compress(f"{head}<lexml version='3'>{root.xml()}</lexml>".encode(), 9)


def unpack(data: bytes) -> bytes:
    """Return the XML of a file."""
    return zlib.decompress(data)
