"""A widget for any row of the table, by its kind."""

from PyQt6.QtWidgets import QWidget

from bridge.protocol.parameters import Parameter
from gui.model.store import Store
from gui.widgets.bound import Toggle
from gui.widgets.choice import Choice
from gui.widgets.entry import Number, Words


def control(store: Store, parameter: Parameter) -> QWidget:
    """Return what a parameter is set with in a form."""
    if parameter.kind == "bool":
        return Toggle(store, parameter.name, "On")
    if parameter.kind == "enum":
        return Choice(store, parameter.name)
    if parameter.kind in ("text", "chords"):
        return Words(store, parameter.name, "none")
    return Number(store, parameter.name, digits=int(parameter.kind == "float"))
