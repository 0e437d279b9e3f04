"""``MusicCMTable.sc`` and ``extMusicCM.sc``: the table as SuperCollider code."""

from bridge.protocol.parameters import COMMANDS, FEATURES, PARAMETERS, STATUS, Parameter, Value

_HEAD = "// Made from the parameter table by make patches; do not edit.\n"


def _literal(value: Value) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{value:.10g}"


def _row(p: Parameter) -> str:
    choices = ", ".join(_literal(choice) for choice in p.choices)
    cells = (
        f"kind: '{p.kind}', default: {_literal(p.default)}, low: {_literal(p.low)}, "
        f"high: {_literal(p.high)}, unit: {_literal(p.unit)}, choices: [{choices}]"
    )
    return f"\t\t\t'{p.name}': ({cells}),\n"


def table() -> bytes:
    """Return ``MusicCMTable.sc``: parameters, commands and the fields of the replies."""
    rows = "".join(_row(p) for p in PARAMETERS)
    commands = "".join(f"\t\t\t'{c.name}': {_literal(c.usage)},\n" for c in COMMANDS)
    status = ", ".join(f"'{field.name}'" for field in STATUS)
    features = ", ".join(f"'{field.name}'" for field in FEATURES)
    return (
        f"{_HEAD}MusicCMTable {{\n\tclassvar <parameters, <commands, <status, <features;\n\n"
        f"\t*initClass {{\n\t\tparameters = (\n{rows}\t\t);\n\t\tcommands = (\n{commands}\t\t);\n"
        f"\t\tstatus = [{status}];\n\t\tfeatures = [{features}];\n\t}}\n}}\n"
    ).encode()


def plain() -> list[Parameter]:
    """Return the parameters that have a name without a path: they become methods."""
    return [p for p in PARAMETERS if "/" not in p.name]


def methods() -> bytes:
    """Return ``extMusicCM.sc``: a getter and a setter for each plain parameter."""
    lines = "".join(
        f'\t{p.name} {{ ^this.at("{p.name}") }}\n'
        f'\t{p.name}_ {{ |value| this.set("{p.name}", value) }}\n'
        for p in plain()
    )
    return f"{_HEAD}+ MusicCM {{\n{lines}}}\n".encode()
