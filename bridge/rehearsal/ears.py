"""Where beats are heard: the samples of clicks, found while the music goes by."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bridge.audio.base import Audio
from bridge.config import SAMPLE_RATE

LOUD = 0.05
RETRIGGER = SAMPLE_RATE // 10  # samples of quiet before the next click


class Ear(Protocol):
    """Hears blocks in their order."""

    def hear(self, block: Audio) -> None:
        """Take a block (channels, n) in."""

    def onsets(self) -> NDArray[np.float64]:
        """Return the samples of all onsets so far, (n,)."""


class ClickEar:
    """Hears the fake engine's clicks, when nothing else sounds."""

    def __init__(self) -> None:
        self._heard = 0
        self._last_loud = -RETRIGGER
        self._found: list[NDArray[np.int64]] = []

    def hear(self, block: Audio) -> None:
        """Take a block (channels, n) in."""
        loud = np.flatnonzero(np.abs(block).max(axis=0) > LOUD) + self._heard
        self._heard += block.shape[1]
        if len(loud):
            before = np.concatenate([[self._last_loud], loud[:-1]])
            self._found.append(loud[loud - before >= RETRIGGER])
            self._last_loud = int(loud[-1])

    def onsets(self) -> NDArray[np.float64]:
        """Return the samples where clicks begin, (n,)."""
        return np.concatenate([*self._found, np.zeros(0, np.int64)]).astype(np.float64)
