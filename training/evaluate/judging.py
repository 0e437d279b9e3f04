"""Judge rows of pieces, over all cores, one piece at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from training.classifier.judge import load_judge
from training.evaluate.heldout import HeldOut, Library
from training.evaluate.ledger import VERSION, Record
from training.evaluate.players import Players
from training.evaluate.pool import spread
from training.evaluate.scoring import Ear

Job = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Setup:
    """Everything that a judging process needs, as paths."""

    out: Path
    seeds: tuple[int, ...]
    seconds: tuple[float, float]
    classifier: Path
    checkpoint: Path | None = None
    teacher: Path | None = None
    soundfont: Path | None = None
    compute: str = "auto"
    teacher_pieces: int | None = None  # the slow row may stand on the first pieces only

    def seeds_of(self, row: str) -> tuple[int, ...]:
        """Return the pieces that a row is judged on."""
        return self.seeds[: self.teacher_pieces] if row.startswith("teacher") else self.seeds

    def players(self) -> Players:
        """Return what plays the rows."""
        library = Library(self.out / "pieces", self.seconds, self.soundfont)
        return Players(library, self.seeds, self.checkpoint, self.teacher, self.compute)


def fingerprint(players: Players, classifier: str, row: str, seed: int) -> str:
    """Name everything that a record depends on."""
    return f"v{VERSION} {classifier} {players.fingerprint(row, seed)}"


class Bench:
    """Plays and scores rows of one piece after the other; one for each process."""

    def __init__(self, players: Players, ear: Ear) -> None:
        self.players, self.ear = players, ear

    def judge(self, seed: int, rows: Sequence[str]) -> list[Record]:
        """Return one record for each of ``rows``."""
        piece = self.players.library.get(seed)
        return [self._record(piece, row) for row in rows]

    def _record(self, piece: HeldOut, row: str) -> Record:
        return {
            "row": row,
            "seed": piece.seed,
            "fingerprint": fingerprint(self.players, self.ear.judge.digest, row, piece.seed),
            "asked_style": piece.style,
            "tempo": piece.tempo,
            "unseen_tempo": piece.unseen_tempo,
            "drums": piece.has_drums,
            **self.ear.score(piece, self.players.play(row, piece)),
        }


_BENCH: list[Bench] = []


def _start(setup: Setup) -> None:
    torch.set_num_threads(1)
    _BENCH[:] = [Bench(setup.players(), Ear(load_judge(setup.classifier)))]


def _judge(job: Job) -> list[Record]:
    return _BENCH[0].judge(*job)


def run(setup: Setup, jobs: Sequence[Job], workers: int) -> Iterator[list[Record]]:
    """Yield the records of each job as it ends; one worker works in this process."""
    return spread(_start, (setup,), _judge, jobs, workers)
