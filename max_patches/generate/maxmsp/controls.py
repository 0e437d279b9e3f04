"""``live.*`` objects with their parameters: ranges, names and texts from the table.

*Automated* parameters can be mapped and automated in Live; what feedback moves is *hidden*, or else
each of its movements would be a step of Live's Undo.
"""

from dataclasses import dataclass
from typing import Any

from bridge.protocol.parameters import BY_NAME, Parameter
from max_patches.generate.maxmsp.patcher import Box, Patcher, Rect

AUTOMATED, STORED, HIDDEN = 0, 1, 2  # parameter_invisible
_FLOAT, _INT, _ENUM, _BLOB = 0, 1, 2, 3  # parameter_type
_AS_INT, _AS_FLOAT, _CUSTOM = 0, 1, 9  # parameter_unitstyle
SHORT_NAME = 12  # letters that fit under a dial
FONT = 9.5


@dataclass(frozen=True)
class Control:
    """What Live knows of a parameter. ``long`` names are unique in a device."""

    long: str
    short: str
    info: str
    low: float = 0.0
    high: float = 1.0
    initial: float = 0.0
    whole: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    visibility: int = AUTOMATED

    @classmethod
    def of(cls, name: str, long: str, short: str, initial: float | None = None) -> "Control":
        """Return the control of a parameter of the table."""
        p = BY_NAME[name]
        start = p.default if initial is None else initial
        if p.kind == "bool":
            return cls(long, short, p.doc, choices=("off", "on"), initial=float(bool(start)))
        if p.choices:
            first = p.choices.index(str(p.default)) if p.default else 0
            return cls(long, short, p.doc, choices=p.choices, initial=first)
        return cls(long, short, p.doc, *_bounds(p), float(start or 0.0), p.kind == "int",
                   unit=p.unit)  # fmt: skip

    def attributes(self) -> dict[str, Any]:
        """Return the keys of the box that make it a parameter of Live."""
        value: dict[str, Any] = {
            "parameter_longname": self.long,
            "parameter_shortname": self.short,
            "parameter_info": self.info,
            "parameter_annotation_name": self.long,
            "parameter_initial_enable": 1,
            "parameter_initial": [self.initial],
            "parameter_invisible": self.visibility,
            "parameter_linknames": 1,
            **self._kind(),
        }
        return {
            "parameter_enable": 1,
            "varname": self.long,
            "annotation": self.info,
            "saved_attribute_attributes": {"valueof": dict(sorted(value.items()))},
        }

    def _kind(self) -> dict[str, Any]:
        if self.choices:
            top = float(len(self.choices) - 1)
            return {"parameter_type": _ENUM, "parameter_enum": list(self.choices),
                    "parameter_mmax": top}  # fmt: skip
        bounds = {"parameter_mmin": self.low, "parameter_mmax": self.high}
        if self.whole:
            return {"parameter_type": _INT, "parameter_unitstyle": _AS_INT, **bounds}
        style = {"parameter_unitstyle": _CUSTOM, "parameter_units": f"%.2f {self.unit}"}
        plain = {"parameter_unitstyle": _AS_FLOAT}
        return {"parameter_type": _FLOAT, **bounds, **(style if self.unit else plain)}


def _bounds(p: Parameter) -> tuple[float, float]:
    assert p.low is not None and p.high is not None
    return p.low, p.high


def add(
    patcher: Patcher, maxclass: str, at: tuple[float, float], shown: Rect, control: Control,
    **more: Any,
) -> Box:  # fmt: skip
    """Add a ``live.*`` object: ``at`` in the patch, ``shown`` in presentation mode."""
    rect = (*at, shown[2], shown[3])
    attributes = {**control.attributes(), "fontsize": FONT, **more}
    return patcher.ui(maxclass, rect, shown, **attributes)


def button(patcher: Patcher, at: tuple[float, float], shown: Rect, control: Control) -> Box:
    """Add a button that bangs; its text is the short name."""
    clicked = Control(**{**control.__dict__, "choices": ("off", "on")})
    return add(patcher, "live.text", at, shown, clicked, mode=0, text=control.short,
               texton=control.short)  # fmt: skip


def switch(patcher: Patcher, at: tuple[float, float], shown: Rect, control: Control) -> Box:
    """Add a button that stays in: 0 or 1; its text is the short name."""
    kept = Control(**{**control.__dict__, "choices": ("off", "on")})
    return add(patcher, "live.text", at, shown, kept, mode=1, text=control.short,
               texton=control.short)  # fmt: skip


def words(
    patcher: Patcher, at: tuple[float, float], shown: Rect, long: str, text: str, info: str
) -> Box:
    """Add a field for words that is stored with the set; Return sends them."""
    value = {
        "parameter_longname": long,
        "parameter_shortname": long,
        "parameter_info": info,
        "parameter_invisible": STORED,
        "parameter_initial": [text],
        "parameter_initial_enable": 1,
        "parameter_type": _BLOB,
    }
    rect = (*at, shown[2], shown[3])
    saved = {"valueof": value}
    return patcher.ui("textedit", rect, shown, parameter_enable=1, varname=long, annotation=info,
                      keymode=1, lines=1, outputmode=1, fontsize=FONT, text=text,
                      saved_attribute_attributes=saved)  # fmt: skip


def label(patcher: Patcher, at: tuple[float, float], shown: Rect, text: str) -> Box:
    """Add a text that is shown in presentation mode."""
    return patcher.ui("live.comment", (*at, shown[2], shown[3]), shown, text=text, fontsize=FONT,
                      textjustification=0)  # fmt: skip
