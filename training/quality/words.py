"""Prompts in words that no caption used: whether they bring the right style."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from musiccm.request import Score
from training.evaluate.heldout import FRAMES
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.quality.play import play_full
from training.quality.recordings import recordings
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task

PROMPTS = Path(__file__).with_name("prompts.yaml")
GOAL = 0.7


@dataclass(frozen=True)
class Case:
    """A prompt, the style that it means, and the seed that plays it."""

    style: str
    prompt: str
    seed: int


def cases() -> list[Case]:
    """Return the written prompts, numbered from 0."""
    rows = yaml.safe_load(PROMPTS.read_text(encoding="utf-8"))
    pairs = [(style, prompt) for style, prompts in rows.items() for prompt in prompts]
    return [Case(style, prompt, seed) for seed, (style, prompt) in enumerate(pairs)]


def _play(rig: Rig, case: Case) -> Record:
    """Return the styles heard in 27 s, crop by crop, and the style that the planner reads."""
    performer = rig.performer
    score = Score(prompts=((case.prompt, 1.0),), seed=case.seed, steps=rig.steps)
    _, heard = rig.ear.hear(play_full(performer, score, FRAMES))
    read = performer.planner.style_of(performer.text.mix(score.prompts))
    return {"style": case.style, "prompt": case.prompt, "heard": heard, "read": read}


WORD = Kind("word", _play, ("denoiser", "vocoder", "planner", "steps", "classifier"))


def tasks(rig: Rig) -> list[Task]:
    """Return the prompts, then the recordings."""
    return [Task(WORD, case.prompt, case) for case in cases()] + recordings(rig)


def most_heard(styles: Sequence[str]) -> str:
    """Return the style of most crops, of equals the first."""
    return Counter(styles).most_common(1)[0][0]


def right(rows: Sequence[Record]) -> float | None:
    """Return the part of clips whose most heard style is the asked one."""
    return mean([most_heard(row["heard"]) == row["style"] for row in rows])


def _right_crops(rows: Sequence[Record]) -> float | None:
    return mean([style == row["style"] for row in rows for style in row["heard"]])


def summarise(records: Records) -> Summary:
    """Return the accuracies and what was heard of each prompt."""
    rows, truth = records["word"], records["recording"]
    return {
        "prompts": len(rows),
        "recordings": len(truth),
        "right": right(rows),
        "right_crops": _right_crops(rows),
        "read": mean([row["read"] == row["style"] for row in rows]),
        "ceiling": right(truth),
        "ceiling_crops": _right_crops(truth),
        "heard": [
            {"style": row["style"], "prompt": row["prompt"], "read": row["read"],
             "heard": most_heard(row["heard"])}
            for row in rows
        ],
    }  # fmt: skip


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [goal("words of nobody's caption bring the right style", f"≥ {GOAL:g}",
                 found["right"], ".2f", GOAL)]  # fmt: skip


def _miss(row: Record) -> list[str]:
    return [row["prompt"], row["style"], row["heard"], row["read"]]


def text(found: Summary) -> str:
    """Return the section of the page."""
    figures = [
        ["played, heard by the style classifier", cell(found["right"], ".2f"),
         cell(found["right_crops"], ".2f")],
        ["read by the planner", cell(found["read"], ".2f"), "–"],
        [f"{found['recordings']} held-out recordings, heard by it (ceiling)",
         cell(found["ceiling"], ".2f"), cell(found["ceiling_crops"], ".2f")],
    ]  # fmt: skip
    misses = [_miss(row) for row in found["heard"] if row["heard"] != row["style"]]
    return (
        f"{found['prompts']} prompts in words that no caption of the training data uses "
        "(`training/quality/prompts.yaml`), 27 s each from where the form is fullest; the right "
        "one among all styles, by most of its crops of 10.9 s.\n\n"
        + table(["", "right", "single crops"], figures)
        + "\n\nNot heard as meant:\n\n"
        + table(["prompt", "meant", "heard", "read"], misses)
    )


WORDS = Section("words", "Words", tasks, summarise, goals, text)
