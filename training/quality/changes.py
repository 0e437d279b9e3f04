"""Prompts that change while it plays: whether the new style is heard at once, on the live way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.performer import Performer
from musiccm.request import Score
from training.classifier.network import pool
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.scoring import Ear
from training.evaluate.table import cell, mean
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task
from training.quality.turn import Opening, cross

CHANGES = 40
SECONDS = 4.0
GOAL = 0.8
PAST_FRAMES = 16  # of the old music that the daemon lets new words go on from
FIRST_SEED = 5_000_000  # PAST_FRAMES was chosen on other pairs with other seeds


@dataclass(frozen=True)
class Change:
    """From the words of one style to those of another, four bars after the music began."""

    old: str
    new: str
    words: tuple[str, str]
    seed: int


def changes(rig: Rig) -> list[Change]:
    """Return pairs of styles, no two alike; every style is left and comes once at least."""
    styles = sorted(rig.styles)
    pairs = [(n % len(styles), 1 + (5 * n + 1) % (len(styles) - 1)) for n in range(CHANGES)]
    names = [(styles[a], styles[(a + step) % len(styles)]) for a, step in pairs]
    words = {name: rig.styles[name].words.genre[0] for name in styles}
    return [Change(a, b, (words[a], words[b]), FIRST_SEED + n) for n, (a, b) in enumerate(names)]


def _play(rig: Rig, change: Change) -> Record:
    """Return the classifier's probabilities of both styles before and after the change."""
    before, after = play_change(rig.performer, change, rig.steps)
    names = (change.old, change.new)
    sides = {"before": before, "after": after}
    heard = {side: _probabilities(rig.ear, stems, names) for side, stems in sides.items()}
    return {"old": change.old, "new": change.new, **heard}


def play_change(
    performer: Performer, change: Change, steps: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the SECONDS (stems, T) before and after the line, which is a bar of the old words."""
    old, new = (Score(((words, 1.0),), seed=change.seed, steps=steps) for words in change.words)
    opening = Opening.of(performer, old)
    bar = opening.beats_per_bar * 60 / opening.bpm
    line = opening.beat + opening.beats_per_bar * math.ceil((SECONDS + 0.1) / bar)
    before, after = cross(performer, opening, line, (old, new), PAST_FRAMES)
    n = round(SECONDS * performer.mel_config.sample_rate)
    return before[:, -n:], after[:, :n]


@torch.inference_mode()
def _probabilities(ear: Ear, stems: NDArray[np.float32], styles: Sequence[str]) -> list[float]:
    """Return the probability of each of ``styles`` in all of ``stems`` (4, T), as one crop."""
    mel = ear.analyse(torch.from_numpy(np.ascontiguousarray(stems))).transpose(0, 1)
    heard = ear.judge.net(pool(mel)[None]).softmax(1)[0]
    return [float(heard[ear.judge.styles.index(style)]) for style in styles]


CHANGE = Kind("change", _play, ("denoiser", "vocoder", "planner", "steps", "classifier"), 2)


def tasks(rig: Rig) -> list[Task]:
    """Return the changes."""
    return [Task(CHANGE, f"{c.old} {c.new} {c.seed}", c) for c in changes(rig)]


def turned(rows: Sequence[Record], side: str) -> float | None:
    """Return the part of changes in which the new style is the likelier one on that side."""
    return mean([row[side][1] > row[side][0] for row in rows])


def summarise(records: Records) -> Summary:
    """Return how often the new style is preferred, before and after the line."""
    rows = records["change"]
    return {
        "changes": len(rows),
        "before": turned(rows, "before"),
        "after": turned(rows, "after"),
        "missed": [[r["old"], r["new"]] for r in rows if r["after"][1] <= r["after"][0]],
    }


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [goal("a new prompt is heard in the 4 s after its line", f"≥ {GOAL:g}",
                 found["after"], ".2f", GOAL)]  # fmt: skip


def text(found: Summary) -> str:
    """Return the section of the page."""
    figures = [
        [f"{SECONDS:g} s before the line", cell(found["before"], ".2f")],
        [f"{SECONDS:g} s after it", cell(found["after"], ".2f")],
    ]
    return (
        f"{found['changes']} changes from the words of one style to those of another, on a bar, "
        "drawn as the daemon draws them: from 0.17 s of the old music. The part in which the style "
        "classifier finds the new style likelier than the old one.\n\n"
        + table(["", "new style preferred"], figures)
        + "\n\nNot turned:\n\n"
        + table(["from", "to"], found["missed"])
    )


SECTION = Section("changes", "Changes", tasks, summarise, goals, text)
