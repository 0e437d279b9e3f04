"""From the music's sample rate to the device's."""

from typing import Protocol

import numpy as np
import soxr
from numpy.typing import NDArray

Frames = NDArray[np.float32]  # (n, channels)


class Converter(Protocol):
    """Streams frames (n, channels) from one rate to another."""

    def convert(self, frames: Frames) -> Frames:
        """Return what is complete by now: more or fewer frames than came in."""


class _Same:
    def convert(self, frames: Frames) -> Frames:
        return frames


class _Soxr:
    """The SoX resampler at its high quality: 20 bits, pass band to 91 % of the lower Nyquist."""

    def __init__(self, from_rate: int, to_rate: int, channels: int) -> None:
        self._stream = soxr.ResampleStream(
            from_rate, to_rate, channels, dtype="float32", quality="HQ"
        )

    def convert(self, frames: Frames) -> Frames:
        return self._stream.resample_chunk(frames)


def converter(from_rate: int, to_rate: int, channels: int) -> Converter:
    """Return what converts; equal rates leave every sample as it is."""
    return _Same() if from_rate == to_rate else _Soxr(from_rate, to_rate, channels)
