"""The whole seam test: render, listen, detect. What was heard is kept, a second call goes on."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import musiccm
from musiccm.checkpoint import FILES
from musiccm.performer import Performer
from training.evaluate.table import bootstrap
from training.seams.detector import Sample, auc, held_out_scores, interval
from training.seams.features import listen
from training.seams.places import choose
from training.seams.takes import Brief, make

CODE = Path(musiccm.__file__).parent
VERSION = 1  # of places and features; a change of their definition raises it


@dataclass(frozen=True)
class Row:
    """The figures of one way. ``own`` and ``cuts`` are AUCs by what the detector was trained on.

    ``high_db`` is the level over 8 kHz at joints less that elsewhere, in dB.
    """

    joints: int
    own: float
    own_interval: tuple[float, float]
    cuts: float
    cuts_interval: tuple[float, float]
    high_db: float
    high_interval: tuple[float, float]

    @property
    def worst(self) -> float:
        """The AUC of the better detector."""
        return max(self.own, self.cuts)


class Shelf:
    """Keeps what was heard of each take of one checkpoint, a file each, in ``folder``.

    ``digest`` names the weights, the code of the model that plays them (``code``, a folder), the
    number of steps and the version of the listening.
    """

    def __init__(self, folder: Path, weights: Path, steps: int, code: Path = CODE) -> None:
        digest = hashlib.sha256(f"{VERSION} {steps}".encode())
        for path in (*(weights / name for name in FILES), *sorted(code.glob("*.py"))):
            digest.update(path.read_bytes())
        self.digest = digest.hexdigest()[:12]
        self.folder = folder / self.digest

    def path(self, way: str, number: int) -> Path:
        """Return where the sample of a way and a prompt is kept."""
        return self.folder / f"{way}_{number}.npz"

    def has(self, way: str, number: int) -> bool:
        """Whether it is there."""
        return self.path(way, number).exists()

    def put(self, way: str, number: int, sample: Sample) -> None:
        """Keep a sample; an interrupt leaves no half of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.folder / "half.npz"
        np.savez(half, features=sample.features, high=sample.high, joint=sample.joint)
        os.replace(half, self.path(way, number))

    def get(self, way: str, number: int) -> Sample:
        """Return a sample."""
        with np.load(self.path(way, number)) as kept:
            return Sample(kept["features"], kept["high"], kept["joint"])


def hear(performer: Performer, brief: Brief, way: str) -> Sample:
    """Render a take and listen at its joints and elsewhere."""
    take = make(performer, brief, way)
    joints, without = choose(take, take.stems.shape[1] // performer.mel_config.hop_length)
    features, high = listen(take.stems, np.concatenate([joints, without]))
    return Sample(features, high, np.arange(len(high)) < len(joints))


def judge(samples: Sequence[Sample], cuts: Sequence[Sample]) -> Row:
    """Return the figures of one way, by prompts, with the hard cuts of the same prompts."""
    own, by_cuts = held_out_scores(samples, samples), held_out_scores(samples, cuts)
    high = [float(s.high[s.joint].mean() - s.high[~s.joint].mean()) for s in samples]
    return Row(
        sum(int(sample.joint.sum()) for sample in samples),
        auc(own, samples),
        interval(own, samples),
        auc(by_cuts, samples),
        interval(by_cuts, samples),
        float(np.mean(high)),
        bootstrap(high),
    )


def missing(shelf: Shelf, ways: Sequence[str], prompts: int) -> list[tuple[str, int]]:
    """Return the takes that nobody has listened to, prompt by prompt."""
    return [(way, n) for n in range(prompts) for way in ways if not shelf.has(way, n)]


def results(shelf: Shelf, ways: Sequence[str], prompts: int) -> dict[str, Row]:
    """Return the figures of all ways."""
    heard = {way: [shelf.get(way, n) for n in range(prompts)] for way in ways}
    return {way: judge(samples, heard["cut"]) for way, samples in heard.items()}


def as_json(rows: dict[str, Row]) -> dict[str, Any]:
    """Return the figures as plain JSON."""
    return {way: asdict(row) | {"worst": row.worst} for way, row in rows.items()}
