"""Density, brightness and intensity: whether more of it sounds like more of it.

One control at a time is asked at five levels, everything else alike and open; what is heard of the
plain sum of the stems is ranked against what was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.stats import spearmanr

from musiccm.controls import SLICES
from musiccm.request import WINDOW_FRAMES, Score
from training.evaluate.heldout import heldout_seeds
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.quality.features import FEATURES
from training.quality.play import play_full
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task

LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
STYLES = 10
SEEDS = 20
RECORDINGS = 40
GOAL = 0.8
HEARD = {
    "density": "onset rate, 1/s",
    "brightness": "spectral centroid, Hz",
    "intensity": "loudness, dBFS",
}


@dataclass(frozen=True)
class Level:
    """One control at one level under one prompt and seed."""

    control: str
    prompt: str
    seed: int
    level: float


def _play(rig: Rig, ask: Level) -> Record:
    """Return what is heard of one window."""
    score = Score(prompts=((ask.prompt, 1.0),), seed=ask.seed, steps=rig.steps)
    asked = replace(score, **{ask.control: ask.level})  # type: ignore[arg-type]
    mix = play_full(rig.performer, asked, WINDOW_FRAMES).sum(axis=0)
    heard = round(FEATURES[ask.control](mix), 4)
    return {"control": ask.control, "piece": ask.seed, "level": ask.level, "heard": heard}


def _record(rig: Rig, seed: int) -> Record:
    """Return the mean labels of a recording and what is heard of it."""
    produced, stems = rig.studio.make(seed)
    mix = stems.sum(axis=0)
    labels = {name: float(produced.controls[:, SLICES[name]].mean()) for name in FEATURES}
    heard = {name: round(listen(mix), 4) for name, listen in FEATURES.items()}
    return {"labels": labels, "heard": heard}


LEVEL = Kind("level", _play, ("denoiser", "vocoder", "planner", "steps"))
LABELS = Kind("labels", _record, ("styles",))


def spaced(names: Sequence[str], n: int) -> list[str]:
    """Return ``n`` of ``names``, evenly spread over the sorted list; fewer if there are fewer."""
    names = sorted(names)
    return [names[i * len(names) // n] for i in range(n)] if len(names) > n else names


def tasks(rig: Rig) -> list[Task]:
    """Return all levels of all controls, then the recordings."""
    prompts = [rig.styles[name].words.genre[0] for name in spaced(list(rig.styles), STYLES)]
    asks = [
        Level(control, prompts[seed % len(prompts)], seed, level)
        for control, seed, level in product(FEATURES, range(SEEDS), LEVELS)
    ]
    played = [Task(LEVEL, f"{ask.control} {ask.seed} {ask.level:g}", ask) for ask in asks]
    seeds = heldout_seeds(RECORDINGS, sorted(rig.styles))
    return played + [Task(LABELS, str(seed), seed) for seed in seeds]


def rank_correlation(asked: Sequence[float], heard: Sequence[float]) -> float:
    """Return Spearman's correlation; what never changes follows nothing: 0."""
    if np.ptp(heard) == 0 or np.ptp(asked) == 0:
        return 0.0
    return float(spearmanr(asked, heard).statistic)


def _correlation(rows: Sequence[Record]) -> float:
    return rank_correlation([row["level"] for row in rows], [row["heard"] for row in rows])


def _control(name: str, records: Records) -> Summary:
    rows = [row for row in records["level"] if row["control"] == name]
    pieces = sorted({row["piece"] for row in rows})
    labels = records["labels"]
    return {
        "spearman": _correlation(rows),
        "within_seed": mean([_correlation([r for r in rows if r["piece"] == p]) for p in pieces]),
        "recordings": rank_correlation(
            [row["labels"][name] for row in labels], [row["heard"][name] for row in labels]
        ),
        "median": {
            f"{level:g}": float(np.median([r["heard"] for r in rows if r["level"] == level]))
            for level in LEVELS
        },
    }


def summarise(records: Records) -> Summary:
    """Return the figures of each control."""
    seeds = {row["piece"] for row in records["level"]}
    return {
        "seeds": len(seeds),
        "recordings": len(records["labels"]),
        "controls": {name: _control(name, records) for name in FEATURES},
    }


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [
        goal(f"{name}: Spearman with {HEARD[name].partition(',')[0]}", f"≥ {GOAL:g}",
             found["controls"][name]["spearman"], ".2f", GOAL)
        for name in FEATURES
    ]  # fmt: skip


def _row(name: str, found: Summary) -> list[str]:
    medians = [cell(value, ".1f" if value < 100 else ".0f") for value in found["median"].values()]
    figures = [cell(found[key], ".2f") for key in ("spearman", "within_seed", "recordings")]
    return [f"{name}: {HEARD[name]}", *medians, *figures]


def text(found: Summary) -> str:
    """Return the section of the page."""
    head = ["median at", *(f"{level:g}" for level in LEVELS), "Spearman", "in a seed", "recordings"]
    rows = [_row(name, part) for name, part in found["controls"].items()]
    return (
        f"Five levels × {found['seeds']} seeds over {STYLES} styles, 10.6 s each from where the "
        "form is fullest, one control asked at a time; the plain sum of the stems is heard. "
        "*Spearman*: all clips together; *in a seed*: mean over seeds; *recordings*: the labels of "
        f"{found['recordings']} held-out recordings against the same detectors.\n\n"
        + table(head, rows)
    )


CONTROLS = Section("controls", "Density, brightness and intensity", tasks, summarise, goals, text)
