"""Clicks: how far a place stands out of the second around it where music has least.

A cut is a step, whose spectrum reaches higher than that of most music: the energy of what is above
HIGH is taken in slices of a millisecond, and the highest slice at the place is compared with those
around it. Drums stand out as well, therefore every figure needs controls: places of the same kind
at which nothing was cut.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from bridge.config import SAMPLE_RATE

HIGH = 8_000.0  # Hz
SLICE = SAMPLE_RATE // 1000
REACH = 8  # slices to each side of a place: a crossfade on a line takes 5
AROUND = 500  # slices to each side that it is compared with
QUANTILE = 0.95  # of those
SILENCE = 1e-8  # of full scale, -80 dB: what nobody hears, added to both
RARE = 0.99  # of the controls are under it
Samples = NDArray[np.float32]

_HIGH = butter(4, HIGH, "highpass", fs=SAMPLE_RATE, output="sos")


def slices(x: Samples) -> NDArray[np.float64]:
    """Return the energy above HIGH of each millisecond of ``x`` (n,)."""
    high = sosfiltfilt(_HIGH, x.astype(np.float64))
    return np.square(high[: len(high) // SLICE * SLICE]).reshape(-1, SLICE).mean(axis=1)


def prominence(energy: NDArray[np.float64], place: int) -> float:
    """Return by how many dB a sample stands out of the second around it, of :func:`slices`."""
    middle = place // SLICE
    at = energy[max(0, middle - REACH) : middle + REACH + 1]
    before = energy[max(0, middle - AROUND) : max(0, middle - REACH)]
    around = np.concatenate([before, energy[middle + REACH + 1 : middle + AROUND]])
    usual = np.quantile(around, QUANTILE)
    return float(10 * np.log10((at.max() + SILENCE) / (usual + SILENCE)))


def share_over(found: Sequence[float], controls: Sequence[float]) -> float:
    """Return which part of ``found`` is over all but the rarest of the controls."""
    return float(np.mean(np.asarray(found) > np.quantile(controls, RARE)))
