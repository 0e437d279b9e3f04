"""Where test pieces are made: the data set's own way, with the stems kept."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.band.band import Band, Performance
from training.band.soundfont import find_soundfont
from training.compose.piece import Piece
from training.data.production import Produced
from training.data.writer import Worker, make_plan


class Recorder(Band):
    """A band that remembers the last stems it played."""

    stems: NDArray[np.float32]

    def play(self, piece: Piece) -> Performance:
        """Render the four stems of ``piece`` and keep them."""
        performance = super().play(piece)
        self.stems = performance.stems
        return performance


class Studio:
    """Makes any seed's piece as the data set would have it."""

    def __init__(self, seconds: tuple[float, float], soundfont: Path | None) -> None:
        font = find_soundfont(soundfont)
        self.worker = Worker(make_plan(0, 0, seconds, font), font)
        self.band = self.worker.band = Recorder(font)

    def make(self, seed: int) -> tuple[Produced, NDArray[np.float32]]:
        """Return the produced piece and its stems (4, T)."""
        return self.worker.make(seed), self.band.stems
