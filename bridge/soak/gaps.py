"""Where the music stops: silences in what left the device, found while it goes by."""

from typing import Any

import numpy as np
import soundfile

from bridge.audio.base import Audio
from bridge.config import SAMPLE_RATE

QUIET = 1e-4  # the fake engine's tones are a thousand times louder, and cross it for 10 µs
LONGEST_MS = 10.0
_BLOCK = 1 << 16


class GapEar:
    """Hears silences of the fake engine's held tones that are longer than ``longest`` ms.

    NaN stands for what the microphone itself has missed: it is counted, and is neither sound nor
    silence of the daemon's.
    """

    def __init__(self, longest: float = LONGEST_MS) -> None:
        self._least = round(longest / 1000 * SAMPLE_RATE) + 1
        self.heard = self.unheard = 0  # samples
        self._quiet = 0  # samples of silence that the last block ended with
        self._sounded = False
        self.gaps: list[tuple[int, int]] = []

    def hear(self, block: Audio) -> None:
        """Take a block (channels, n) in; nothing is a gap before the first sound."""
        quiet = np.abs(block).max(axis=0) <= QUIET  # NaN is not
        self.unheard += int(np.isnan(block[0]).sum())
        loud, n = np.flatnonzero(~quiet), block.shape[1]
        if not len(loud):
            self._quiet += n
        else:
            ends = np.concatenate([[-1 - self._quiet], loud])
            runs = np.diff(ends) - 1
            for k in np.flatnonzero(runs >= self._least).tolist():
                self._note(self.heard + int(ends[k]) + 1, int(runs[k]))
            self._quiet = n - 1 - int(loud[-1])
            self._sounded = True
        self.heard += n

    def _note(self, start: int, length: int) -> None:
        if self._sounded or start > 0:
            self.gaps.append((start, length))

    def end(self) -> None:
        """Count a silence that lasts to the end."""
        if self._sounded and self._quiet >= self._least:
            self.gaps.append((self.heard - self._quiet, self._quiet))

    def figures(self) -> dict[str, Any]:
        """Return the number of gaps, the longest in ms, and where the first ones are in seconds."""
        return {
            "seconds": round(self.heard / SAMPLE_RATE, 1),
            "gaps": len(self.gaps),
            "longest_ms": round(1000 * max((n for _, n in self.gaps), default=0) / SAMPLE_RATE, 1),
            "unheard_ms": round(1000 * self.unheard / SAMPLE_RATE, 1),
            "at": [round(start / SAMPLE_RATE, 2) for start, _ in self.gaps[:10]],
        }


def hear_file(ear: GapEar, path: str) -> None:
    """Let an ear hear a recording."""
    with soundfile.SoundFile(path) as file:
        for block in file.blocks(_BLOCK, dtype="float32", always_2d=True):
            ear.hear(block.T)
