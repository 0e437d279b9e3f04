"""Whether different seeds differ: distances of what is played, in the classifier's embedding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from musiccm.request import Score
from training.evaluate.heldout import FRAMES
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell
from training.quality.controls import spaced
from training.quality.play import play_full
from training.quality.recordings import recordings
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task

STYLES = 10
N_SEEDS = 4
N_TAKES = 3

Crops = NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """One of the ways in which a prompt is played."""

    style: str
    prompt: str
    seed: int
    take: int


def _play(rig: Rig, draw: Draw) -> Record:
    """Return the embeddings of 27 s."""
    score = Score(((draw.prompt, 1.0),), seed=draw.seed, take=draw.take, steps=rig.steps)
    embeddings, _ = rig.ear.hear(play_full(rig.performer, score, FRAMES))
    return {"style": draw.style, "draw": [draw.seed, draw.take], "embeddings": embeddings}


SPREAD = Kind("spread", _play, ("denoiser", "vocoder", "planner", "steps", "classifier"))


def tasks(rig: Rig) -> list[Task]:
    """Return every prompt with seeds and with takes of its first seed, then the recordings."""
    places = [(seed, 0) for seed in range(N_SEEDS)] + [(0, take) for take in range(1, N_TAKES)]
    draws = [
        Draw(style, rig.styles[style].words.genre[0], seed, take)
        for style in spaced(list(rig.styles), STYLES)
        for seed, take in places
    ]
    played = [Task(SPREAD, f"{draw.style} {draw.seed} {draw.take}", draw) for draw in draws]
    return played + recordings(rig)


def apart(record: Record) -> Crops:
    """Return the embeddings of a clip's crops that do not overlap, (n, dim)."""
    return np.asarray(record["embeddings"], np.float64)[::2]


def across(a: Crops, b: Crops) -> float:
    """Return the mean distance of the crops of one clip from those of another."""
    return float(np.linalg.norm(a[:, None] - b[None], axis=-1).mean())


def within(clip: Crops) -> float | None:
    """Return the mean distance of a clip's crops from each other, None of a single one."""
    found = [float(np.linalg.norm(a - b)) for a, b in combinations(clip, 2)]
    return float(np.mean(found)) if found else None


def _mean(values: Iterable[float | None]) -> float | None:
    kept = [value for value in values if value is not None]
    return float(np.mean(kept)) if kept else None


def distances(groups: Sequence[Sequence[Crops]]) -> Summary:
    """Return mean distances within clips, between clips of a group, and between groups."""
    return {
        "within": _mean(within(clip) for group in groups for clip in group),
        "between": _mean(across(a, b) for group in groups for a, b in combinations(group, 2)),
        "styles": _mean(
            across(a, b) for some, others in combinations(groups, 2) for a in some for b in others
        ),
    }


def _grouped(rows: Sequence[Record]) -> list[list[Crops]]:
    styles = dict.fromkeys(row["style"] for row in rows)
    return [[apart(row) for row in rows if row["style"] == style] for style in styles]


def summarise(records: Records) -> Summary:
    """Return the distances among seeds, among takes of one seed, and among recordings."""
    rows = records["spread"]
    seeds = [row for row in rows if row["draw"][1] == 0]
    takes = [row for row in rows if row["draw"][0] == 0]
    return {
        "prompts": len({row["style"] for row in rows}),
        "seeds": distances(_grouped(seeds)),
        "takes": distances(_grouped(takes)),
        "recordings": distances(_grouped(records["recording"])),
    }


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    part = found["seeds"]
    ratio = part["between"] / part["within"] if part["within"] else None
    return [goal("seeds differ: distance between two over that within a piece", "≥ 1",
                 ratio, ".2f", 1.0)]  # fmt: skip


def text(found: Summary) -> str:
    """Return the section of the page."""
    titles = {
        "seeds": f"{N_SEEDS} seeds of a prompt",
        "takes": f"{N_TAKES} takes of a seed",
        "recordings": "recordings of a style",
    }
    columns = ("within", "between", "styles")
    rows = [
        [title, *(cell(found[name][column], ".2f") for column in columns)]
        for name, title in titles.items()
    ]
    return (
        f"Mean distances in the embedding of the style classifier, of crops of 10.9 s; "
        f"{found['prompts']} prompts of one word, 27 s each from where the form is fullest. A seed "
        "decides key, tempo, form, chords and notes, a take of it the notes only.\n\n"
        + table(["", "within a clip", "between clips", "between styles"], rows)
    )


SEEDS = Section("seeds", "Seeds", tasks, summarise, goals, text)
