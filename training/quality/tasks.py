"""Judgements as tasks: what each depends on, and that none is done twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from training.evaluate.ledger import Ledger, Record
from training.evaluate.pool import spread
from training.quality.rig import Rig


@dataclass(frozen=True)
class Kind:
    """A kind of judgement.

    ``measure(rig, ask)`` gives its figures as JSON has them; ``needs`` names the parts of the rig
    that they depend on (denoiser, vocoder, planner, steps, classifier, styles). A change of the
    definition raises ``version``.
    """

    name: str
    measure: Callable[[Rig, Any], Record]
    needs: tuple[str, ...]
    version: int = 1

    def fingerprint(self, rig: Rig) -> str:
        """Name everything that a record of this kind depends on."""
        return " ".join([f"v{self.version}", *(rig.name_of(part) for part in self.needs)])


@dataclass(frozen=True)
class Task:
    """One judgement: ``case`` is its name among those of its kind, ``ask`` what it is about."""

    kind: Kind
    case: str
    ask: Any


def held(rig: Rig, tasks: Sequence[Task], ledger: Ledger) -> dict[Task, Record]:
    """Return the records that hold for the rig as it is."""
    prints = {kind: kind.fingerprint(rig) for kind in dict.fromkeys(t.kind for t in tasks)}
    records = {task: ledger.find(task.kind.name, task.case, prints[task.kind]) for task in tasks}
    return {task: record for task, record in records.items() if record}


_RIG: list[Rig] = []


def _start(rig: Rig) -> None:
    torch.set_num_threads(1)
    _RIG[:] = [rig]


def _judge(task: Task) -> Record:
    rig = _RIG[0]
    figures = task.kind.measure(rig, task.ask)
    fingerprint = task.kind.fingerprint(rig)
    return dict(row=task.kind.name, seed=task.case, fingerprint=fingerprint, **figures)


def judge(rig: Rig, tasks: Sequence[Task], workers: int) -> Iterator[Record]:
    """Yield the record of each task as it is done."""
    return spread(_start, (rig,), _judge, tasks, workers)
