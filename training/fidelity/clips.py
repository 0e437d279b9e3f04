"""Clips of recordings: what the truth sounds like, and what the model is asked for in its place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.classifier.network import CROP_FRAMES
from training.classifier.order import beat_phase
from training.data.reader import DataPiece
from training.evaluate.heldout import without_derived

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Clip:
    """CROP_FRAMES frames of a piece: one window of the denoiser, one crop of the classifier."""

    piece: DataPiece
    first: int

    @property
    def style(self) -> str:
        """The style of the piece."""
        return self.piece.style

    @property
    def mel(self) -> Array:
        """(CROP_FRAMES, stems, n_mels) log-mel of the recording."""
        return np.asarray(self.piece.mel[self._span], np.float32)

    @property
    def controls(self) -> Array:
        """(CROP_FRAMES, N_CHANNELS) as a performer has them: nothing that is measured."""
        return without_derived(np.asarray(self.piece.controls[self._span], np.float32))

    @property
    def beat_phase(self) -> Array:
        """(CROP_FRAMES,) place within the beat, 0 … 1."""
        return beat_phase(self.piece.controls[self._span])

    @property
    def caption(self) -> str:
        """One of the piece's captions; clips of a piece take turns."""
        captions = self.piece.captions
        return captions[self.first // CROP_FRAMES % len(captions)]

    @property
    def _span(self) -> slice:
        return slice(self.first, self.first + CROP_FRAMES)


def cut(pieces: Sequence[DataPiece], n: int) -> list[Clip]:
    """Return up to ``n`` clips that do not overlap, the first of every piece before the second."""
    rounds = max((piece.n_frames // CROP_FRAMES for piece in pieces), default=0)
    clips = [
        Clip(piece, index * CROP_FRAMES)
        for index in range(rounds)
        for piece in pieces
        if (index + 1) * CROP_FRAMES <= piece.n_frames
    ]
    return clips[:n]
