"""Clouds to figures, and the figures as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.fidelity.damage import FAMILIES
from training.fidelity.distance import Distance, between_styles, distance

Cloud = NDArray[np.floating]
Figures = dict[str, Any]

TITLES = {
    "halves": "recordings, other clips (floor)",
    "vocoder": "recordings through mel and vocoder",
    "teacher_50": "teacher, 50 steps",
    **{f"student_{n}": f"student, {n} step{'s' if n > 1 else ''}" for n in (1, 2, 4, 8)},
}
TEACHER, VOCODER = "teacher_50", "vocoder"
TEACHER_GOAL, VOCODER_GOAL = 0.20, 0.10  # of the median distance between two styles
RATIO_GOALS = {"student_4": 1.05, "student_1": 1.35}  # to the teacher (the paper: 1.033, 1.38)


def figures(clouds: Mapping[str, Cloud], truth: Cloud, styles: Sequence[str]) -> Figures:
    """Return distance and interval of every row, and what they are measured against.

    A row of fewer clips than ``truth`` is held against the truth of its own clips.
    """
    unit = between_styles(truth, styles)
    halves = distance(truth[::2], truth[1::2])
    rows = {"halves": halves} | {n: distance(c, truth[: len(c)]) for n, c in clouds.items()}
    return {
        "clips": len(truth),
        "dimensions": truth.shape[1],
        "between_styles": unit,
        "rows": {
            name: asdict(found) | {"clips": len(clouds.get(name, truth[::2])),
                                   "part": found.value / unit}
            for name, found in rows.items()
        },
        "monotone": {family[0].split()[0]: rises(rows, family) for family in FAMILIES
                     if set(family) <= set(rows)},
        "goals": goals(rows, unit),
    }  # fmt: skip


def rises(rows: Mapping[str, Distance], family: Sequence[str]) -> bool:
    """Whether the distance rises with every member of ``family``, mild to harsh, beyond chance.

    The same clips are damaged, so where nothing is done to them it is 0; the interval of each must
    lie over that of the one before.
    """
    highs = [0.0, *(rows[name].high for name in family)]
    return all(high < rows[name].low for high, name in zip(highs, family, strict=False))


def goals(rows: Mapping[str, Distance], unit: float) -> list[Figures]:
    """Return what is wanted, what was got, and whether that is reached."""
    found = []
    if VOCODER in rows:
        found.append(_goal("vocoder, part of two styles' distance", VOCODER_GOAL,
                           rows[VOCODER].value / unit))  # fmt: skip
    if TEACHER not in rows:
        return found
    found.append(_goal("teacher, part of two styles' distance", TEACHER_GOAL,
                       rows[TEACHER].value / unit))  # fmt: skip
    for name, most in RATIO_GOALS.items():
        if name in rows:
            ratio = rows[name].value / max(rows[TEACHER].value, 1e-9)
            found.append(_goal(f"{TITLES[name]}, against the teacher", most, ratio))
    return found


def _goal(what: str, most: float, got: float) -> Figures:
    return {"what": what, "at_most": most, "got": got, "reached": got <= most}


def page(found: Figures) -> str:
    """Return the figures as Markdown."""
    lines = [
        "# How near it comes to recordings",
        "",
        "Written by `musiccm train fidelity`; do not edit by hand.",
        "",
        f"Fréchet distance to {found['clips']} clips of 10.9 s of held-out recordings, in the "
        f"{found['dimensions']} dimensions of a style classifier that learned from other seeds "
        "(it hears the mel of the four stems). Part: of the median distance between two styles, "
        f"{found['between_styles']:.3f}. Intervals: 95 % of the bootstrap. Every clip of a row is "
        "one window drawn under its recording's controls and caption, guidance 2.",
        "",
        "| | clips | distance | 95 % | part |",
        "|---|---|---|---|---|",
    ]
    for name, row in found["rows"].items():
        lines.append(
            f"| {TITLES.get(name, name)} | {row['clips']} | {row['value']:.3f} | "
            f"{row['low']:.3f}–{row['high']:.3f} | {row['part']:.2f} |"
        )
    for name, holds in found["monotone"].items():
        lines += ["", f"The distance {'rises' if holds else '**does not rise**'} with more {name}."]
    lines += ["", "| goal | at most | got | |", "|---|---|---|---|"]
    for goal in found["goals"]:
        verdict = "reached" if goal["reached"] else "**not reached**"
        lines.append(f"| {goal['what']} | {goal['at_most']} | {goal['got']:.2f} | {verdict} |")
    return "\n".join(lines) + "\n"
