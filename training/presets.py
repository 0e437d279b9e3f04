"""``--preset``: the settings of a publication, where they differ from our own.

An option that is given by hand wins over the preset.
"""

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.core import ParameterSource

DISTILL: dict[str, Any] = {
    "lr": 1e-5,
    "guidance": (3.0, 3.0),  # fixed; the paper writes w = 2, scale 3 in the usual convention
    "solver_points": 50,
    "target_ema": 0.95,
    "own": 0.0,
}
POLISH: dict[str, Any] = {**DISTILL, "anchor": 3.0, "loss": "hinge", "r1": 1.0}

PRESETS = {"paper": {"distill": DISTILL, "polish": POLISH}}
"""MusicCM, arXiv 2404.13358. It does not give the weight of R1: 1 is ours."""


def preset_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--preset`` to a stage's command."""
    add = click.option(
        "--preset",
        type=click.Choice(list(PRESETS)),
        help="paper: the fixed settings of MusicCM; options given by hand win.",
    )
    return add(command)


def given(options: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return those of ``names`` that were given by hand, with their values."""
    context = click.get_current_context()
    return {
        name: options[name]
        for name in names
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    }


def refuse(options: dict[str, Any], names: Iterable[str]) -> None:
    """Refuse options that a MusicLDM teacher has no use for.

    Raises
    ------
    click.UsageError
        If one of ``names`` was given by hand.
    """
    for name in given(options, names):
        raise click.UsageError(f"--{name} is for this project's own teachers, not for MusicLDM's")


def settings(stage: str, options: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a stage's settings: the options' defaults, then the preset, then what was given."""
    names = list(names)
    preset = PRESETS[options["preset"]][stage] if options["preset"] else {}
    return {**{name: options[name] for name in names}, **preset, **given(options, names)}
