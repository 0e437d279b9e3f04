"""Inlets and outlets of the objects in use.

From Max's reference pages (docs.cycling74.com), compared with their copy in py2max 0.6; ``zl`` and
``trigger`` change with their arguments.
"""

import re
import shlex

Ports = tuple[int, tuple[str, ...]]

_ANY = ("",)
_LIVE_NUMBER = (1, ("", "float"))
_FIXED: dict[str, Ports] = {
    "inlet": (0, _ANY),
    "outlet": (1, ()),
    "message": (2, _ANY),
    "comment": (1, ()),
    "panel": (1, ()),
    "button": (1, ("bang",)),
    "pictslider": (2, ("int", "int")),
    "flonum": (1, ("", "bang")),
    "textedit": (1, ("", "int", "", "")),
    "live.comment": (1, ()),
    "live.dial": _LIVE_NUMBER,
    "live.slider": _LIVE_NUMBER,
    "live.numbox": _LIVE_NUMBER,
    "live.menu": (1, ("", "", "float")),
    "live.tab": (1, ("", "", "float")),
    "live.text": (1, ("", "")),
    "live.toggle": (1, _ANY),
    "live.thisdevice": (1, ("bang", "int", "int")),
    "live.path": (1, ("", "", "")),
    "live.object": (2, _ANY),
    "plugin~": (2, ("signal", "signal")),
    "plugout~": (2, ("signal", "signal")),
    "transport": (2, ("int", "int", "float", "float", "float", "", "int", "float", "")),
    "udpsend": (1, ()),
    "udpreceive": (1, _ANY),
    "patcherargs": (1, ("", "")),
    "loadbang": (1, ("bang",)),
    "loadmess": (1, _ANY),
    "closebang": (1, ("bang",)),
    "metro": (2, ("bang",)),
    "delay": (2, ("bang",)),
    "deferlow": (1, _ANY),
    "prepend": (1, _ANY),
    "tosymbol": (1, _ANY),
    "print": (1, ()),
    "int": (2, ("int",)),
    "float": (2, ("float",)),
    "+": (2, ("int",)),
    "change": (1, ("", "int", "int")),
    "gate": (2, _ANY),
    "fromsymbol": (1, _ANY),
    "zl.reg": (2, ("", "")),
    "zl.nth": (2, ("", "")),
    "zl.slice": (2, ("", "")),
    "send": (1, ()),
    "s": (1, ()),
    "receive": (1, _ANY),
    "r": (1, _ANY),
}
_LETTERS = {"b": "bang", "i": "int", "f": "float", "l": "", "s": "", "a": ""}


def _by_type(arguments: list[str]) -> tuple[str, ...]:
    """Return the outlets of ``unpack``: what its arguments are."""
    return tuple(
        "float" if "." in a else "int" if a.lstrip("-").isdigit() else "" for a in arguments
    )


def ports(text: str) -> Ports | None:
    """Return inlets and outlet types of an object by its text; None for one that is not known.

    ``text`` is what stands in an object box, or the class of a user interface object.
    """
    name, *arguments = shlex.split(text.replace("#", "\\#"))
    arguments = [a for a in arguments if not a.startswith("@")]
    n = len(arguments)
    if name == "route":
        return n + 1, ("",) * (n + 1)
    if name in ("sel", "select"):
        return (2 if n == 1 else n + 1), ("bang",) * n + ("",)
    if name in ("t", "trigger"):
        return 1, tuple(_LETTERS.get(a, "int") for a in arguments)
    if name == "unpack":
        return 1, _by_type(arguments)
    if name in ("pack", "pak", "sprintf"):
        return (n if name != "sprintf" else max(1, text.count("%"))), _ANY
    if name == "expr":
        return max(int(number) for number in re.findall(r"\$[if](\d)", text)), _ANY
    return _FIXED.get(name)
