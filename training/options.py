"""Command-line options that every stage shares."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from musiccm.checkpoint import Checkpoint, load_checkpoint
from musiccm.errors import CheckpointError
from training.loop import Budget, LoopConfig

Command = Callable[..., Any]


def run_options(default_out: str) -> Callable[[Command], Command]:
    """Add budget, cadence, device and ``--dry-run`` to a stage's command."""
    options = [
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            default=Path(default_out),
            show_default=True,
            help="Run folder; a second call on it resumes.",
        ),
        click.option(
            "--minutes",
            type=click.FloatRange(min=0, min_open=True),
            help="Time budget, pauses not counted.",
        ),
        click.option("--steps", type=click.IntRange(min=1), help="Budget in optimiser steps."),
        click.option(
            "--validate-every",
            type=float,
            default=300.0,
            show_default=True,
            help="Seconds between validations.",
        ),
        click.option(
            "--save-every",
            type=float,
            default=90.0,
            show_default=True,
            help="Seconds between checkpoints.",
        ),
        click.option(
            "--device", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps."
        ),
        click.option(
            "--threads", type=click.IntRange(min=1), help="CPU threads; default: all cores."
        ),
        click.option(
            "--compile/--no-compile",
            default=False,
            show_default=True,
            help="Compile the network (needs a C++ compiler; a minute to start).",
        ),
        click.option("--dry-run", is_flag=True, help="Print the resolved configuration and stop."),
    ]

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def loop_config(
    minutes: float | None, steps: int | None, validate_every: float, save_every: float
) -> LoopConfig:
    """Return the loop's settings.

    Raises
    ------
    click.UsageError
        If no budget is given.
    """
    if minutes is None and steps is None:
        raise click.UsageError("say how long to train: --minutes M or --steps N")
    return LoopConfig(Budget(minutes, steps), validate_every, save_every)


def first_weights(folder: Path) -> Checkpoint:
    """Read the checkpoint that a run begins with (``--init``).

    Raises
    ------
    click.UsageError
        If ``folder`` is no checkpoint.
    """
    try:
        return load_checkpoint(folder)
    except CheckpointError as error:
        raise click.UsageError(str(error)) from error
