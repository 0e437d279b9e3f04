"""Rigs of tiny models: every judgement in milliseconds, nothing shipped is needed."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from musiccm.checkpoint import save_checkpoint
from musiccm.performer import Performer
from tests.musiccm import tiny
from tests.training.evaluate.synthetic import piece
from training.compose.loader import load_styles
from training.data.production import Produced
from training.quality.rig import Rig

styles = cache(load_styles)


class FakeStudio:
    """Stands in for composer and band: a made-up piece for any seed, louder for a larger one."""

    def __init__(self, *_: object) -> None:
        self.made: list[int] = []

    def make(self, seed: int) -> tuple[Produced, NDArray[np.float32]]:
        """Return a made-up piece."""
        self.made.append(seed)
        found = piece(seed)
        stems = (found.stems * (1 + seed / 1000)).astype(np.float32)
        half = found.mel.astype(np.float16), found.controls.astype(np.float16)
        return Produced(*half, np.zeros((5, 8), np.int16), found.facts), stems


def rig(folder: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> Rig:
    """Return a rig of a tiny checkpoint; no band, no text encoder."""
    if not (folder / "checkpoint").exists():
        save_checkpoint(folder / "checkpoint", tiny.checkpoint())
    monkeypatch.setattr(Performer, "load", lambda *_: tiny.performer())
    monkeypatch.setattr("training.quality.rig.Studio", FakeStudio)
    monkeypatch.setattr("training.quality.rig.load_styles", styles)
    given = {"checkpoint": folder / "checkpoint", "classifier": folder / "none", "compute": "cpu"}
    return Rig(folder / "out", **given | changes)  # type: ignore[arg-type]
