"""A section of the page: what is judged for it, its figures, its goals and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from training.evaluate.ledger import Record
from training.evaluate.report import Goal
from training.quality.rig import Rig
from training.quality.tasks import Task

Summary = dict[str, Any]
Records = dict[str, list[Record]]  # by kind


@dataclass(frozen=True)
class Section:
    """One of the things that ``musiccm train quality`` judges."""

    name: str
    title: str
    tasks: Callable[[Rig], list[Task]]
    summarise: Callable[[Records], Summary]
    goals: Callable[[Summary], list[Goal]]
    text: Callable[[Summary], str]


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; the first column has no title unless ``head`` gives one."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
