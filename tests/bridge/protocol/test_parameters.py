"""The table agrees with itself, with the model's names, and with the page made from it."""

import ast
import sys
from pathlib import Path

import pytest

import bridge.protocol
from bridge.protocol import parameters
from bridge.protocol.parameters import PARAMETERS, Parameter
from bridge.protocol.reference import page
from musiccm import controls, request

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["STEMS", "METRES", "PITCH_CLASSES", "SCALES"])
def test_the_names_are_those_of_the_model(name: str) -> None:
    """The table repeats the model's musical names, because it may not import them."""
    assert getattr(parameters, name) == tuple(getattr(controls, name))


def test_the_range_of_guidance_is_the_model_s() -> None:
    """Nobody can ask for more guidance than the student has learned."""
    guidance = parameters.BY_NAME["guidance"]
    assert (guidance.low, guidance.high) == request.GUIDANCE_RANGE


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.name)
def test_rows_are_whole(parameter: Parameter) -> None:
    """Numbers have a range with their default in it, enums have choices, all have a text."""
    assert parameter.doc.endswith(".")
    if parameter.kind in ("float", "int"):
        assert parameter.low is not None and parameter.high is not None
        assert parameter.low < parameter.high
        if parameter.default is not None:
            assert parameter.low <= float(parameter.default) <= parameter.high
    assert (parameter.kind == "enum") == bool(parameter.choices)
    assert parameter.default is not None or parameter.optional


def test_the_reference_page_is_current() -> None:
    """docs/osc_reference.md is what the table says now."""
    text = (ROOT / "docs" / "osc_reference.md").read_text(encoding="utf-8")
    assert text == page(), "run: python -m bridge.protocol.reference"


def test_the_protocol_is_standard_library_only() -> None:
    """bridge.protocol imports nothing but the standard library and itself."""
    for file in Path(bridge.protocol.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or name.startswith("bridge.protocol"), f"{file.name}: {name}"
