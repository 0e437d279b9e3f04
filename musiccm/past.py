"""A past that the model has not made: a sound to go on from. No torch in here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.request import CONTEXT_FRAMES, TOKEN_FRAMES

SHORTEST_SECONDS = 3.0  # of a sound; less is not enough to tell its beats
HEARD_SECONDS = 45.0  # of its end are listened to
KEPT_FRAMES = 1024  # of its end that may become context, 10.9 s: a bar more than is ever used


@dataclass(frozen=True)
class Past:
    """What was heard of a sound, up to the last of its bar lines.

    ``mel`` (frames, stems, n_mels) float16 ends there; ``bpm`` counts felt beats, ``key`` is as in
    Score, ``bars`` are those of the sound before its end.
    """

    mel: NDArray[np.float16]
    bpm: float
    key: str
    bars: int
    beats_per_bar: int

    def context(
        self, beats: NDArray[np.float64], frame_rate: float
    ) -> tuple[NDArray[np.float16], NDArray[np.float64]]:
        """Return what of the past is there for context before a place, and its beats.

        ``beats`` (n,) rise: those of the frames that end at the place, counted so that bars begin
        at multiples of ``beats_per_bar``. The past ends at the place's own part of a bar; where the
        tempo is another one, frames repeat or are left out.
        """
        step = beats[-1] - beats[-2]
        part = (beats[-1] + step / 2) % self.beats_per_bar
        after = part - self.beats_per_bar if part > step else 0.0  # beats from the line to the end
        offsets = beats - (beats[-1] + step / 2) + after
        rows = len(self.mel) + np.floor(offsets * (60 / self.bpm) * frame_rate).astype(int)
        known = int((rows >= 0).sum()) // TOKEN_FRAMES * TOKEN_FRAMES
        n = min(known, CONTEXT_FRAMES)
        return self.mel[rows[len(rows) - n :]], beats[len(beats) - n :]
