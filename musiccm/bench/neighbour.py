"""Beside a busy process: the model may slow down by the share that the neighbour takes, no more."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from musiccm.bench.live import Set, renders, replans
from musiccm.bench.samples import Samples
from musiccm.instrument import Instrument

Figures = dict[str, Any]


@contextmanager
def neighbour() -> Iterator[psutil.Process]:
    """Run a process that never rests, one core's worth."""
    code = "print(flush=True)\nwhile True: pass"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()  # it is up
        try:
            yield psutil.Process(child.pid)
        finally:
            child.kill()


def beside(performer: Instrument, seconds: float, repeats: int) -> Figures:
    """Measure renders and re-plans alone and beside a busy process.

    ``share`` is the part of all cores that the neighbour got; ``fair`` the slowdown that it
    accounts for, 1 / (1 - share).
    """
    live = Set(performer)
    alone = _once(live, seconds, repeats)
    with neighbour() as other:
        before, begun = other.cpu_times().user, performer.clock()
        busy = _once(live, seconds, repeats)
        spent = performer.clock() - begun
        share = (other.cpu_times().user - before) / (spent * (psutil.cpu_count() or 1))
    return {
        "share": round(share, 3),
        "fair": round(1 / (1 - min(share, 0.99)), 2),
        **{name: _compared(alone[name], busy[name]) for name in alone},
    }


def _once(live: Set, seconds: float, repeats: int) -> dict[str, Samples]:
    return {
        "replan_first_250_ms": replans(live, repeats)["first_250_ms"],
        "render": renders(live.performer, seconds, repeats),
    }


def _compared(alone: Samples, busy: Samples) -> Figures:
    return {
        "alone": alone.summary(),
        "beside": busy.summary(),
        "slowdown": round(busy.p50 / alone.p50, 2),
    }


def table(figures: Figures) -> list[str]:
    """Return the lines of a table for people."""
    lines = [
        f"{name:<24}{row['slowdown']:>8.2f} × slower beside a busy process"
        for name, row in figures.items()
        if isinstance(row, dict)
    ]
    return [*lines, f"its share {figures['share']:.0%} accounts for {figures['fair']:.2f} ×"]
