"""``quality.json`` and the page, from the records that hold."""

from collections.abc import Sequence
from typing import Any

from musiccm.errors import MusicCMError
from training.evaluate.ledger import Ledger
from training.evaluate.report import Goal, machine
from training.loop import git_revision
from training.quality.rig import WEIGHTS, Rig
from training.quality.section import Records, Section, Summary
from training.quality.tasks import Task, held

HEAD = """\
# How well it follows

Written by `musiccm train quality`; do not edit by hand. The checkpoint whose denoiser's SHA-256
begins {denoiser}, vocoder's {vocoder}, with {steps} sampling steps.

| what | wanted | got | |
|---|---|---|---|
{goals}
"""


def complete(rig: Rig, section: Section, ledger: Ledger) -> Records | None:
    """Return a section's records by kind, None while one is missing."""
    try:
        tasks = section.tasks(rig)
        found = held(rig, tasks, ledger)
    except MusicCMError:
        return None  # no classifier, no section that needs one
    if len(found) < len(tasks):
        return None
    return _by_kind(found)


def _by_kind(found: dict[Task, dict[str, Any]]) -> Records:
    records: Records = {}
    for task, record in found.items():
        records.setdefault(task.kind.name, []).append(record)
    return records


def gather(rig: Rig, sections: Sequence[Section], ledger: Ledger) -> Summary:
    """Return the figures of every section that is judged whole."""
    records = {section.name: complete(rig, section, ledger) for section in sections}
    found = {s.name: s.summarise(rows) for s in sections if (rows := records[s.name])}
    goals = [goal for s in sections if s.name in found for goal in s.goals(found[s.name])]
    return {
        "git_revision": git_revision(),
        "checkpoint": {part: rig.name_of(part) for part in WEIGHTS},
        "steps": rig.steps,
        "machine": machine(),
        "goals": [vars(goal) for goal in goals],
        "sections": found,
    }


def page(report: Summary, sections: Sequence[Section]) -> str:
    """Return docs/quality.md."""
    lines = "\n".join(Goal(**goal).line for goal in report["goals"])
    head = HEAD.format(goals=lines, steps=report["steps"], **report["checkpoint"])
    parts = [
        f"## {section.title}\n\n{section.text(report['sections'][section.name])}\n"
        for section in sections
        if section.name in report["sections"]
    ]
    return "\n".join([head, *parts])
