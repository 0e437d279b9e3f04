"""The ear for the model's drums, and how late it hears what is on the beat."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.audio.base import Audio
from musiccm.onsets import Flux

BIAS = Path(__file__).with_name("drum_bias.json")


class DrumEar:
    """Hears where drums are struck, when nothing else sounds."""

    def __init__(self) -> None:
        self._flux = Flux()

    def hear(self, block: Audio) -> None:
        """Take a block (channels, n) in."""
        self._flux.hear(block.mean(axis=0, dtype=np.float32))

    def onsets(self) -> NDArray[np.float64]:
        """Return the samples where drums are struck, (n,)."""
        return self._flux.onsets()


def bias_of() -> float:
    """Return by how many seconds rendered drums on the beat are heard late, in the median.

    Measured by training.evaluate.drum_bias, which wrote the file.
    """
    return float(json.loads(BIAS.read_text(encoding="utf-8"))["bias_ms"]) / 1000
