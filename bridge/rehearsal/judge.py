"""How far what is heard is from the leader's beats."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.onsets import nearest

REACH = 0.07  # seconds: farther from a beat an onset is not its onset
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """Milliseconds of the onset nearest to each beat, late is positive."""

    beats: int
    median_ms: float
    median_abs_ms: float
    p95_ms: float
    worst_ms: float
    missed: float  # share of beats without an onset within REACH

    def figures(self) -> dict[str, float]:
        """Return plain figures, rounded."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def judge(onsets: Array, beats: Array, bias: float = 0.0) -> Verdict:
    """Compare onsets (n,) with beats (m,), both in seconds in their order.

    ``bias`` is how late the detection finds an onset that is on its beat.
    """
    off = nearest(onsets, beats) - bias
    found = off[np.abs(off) <= REACH]
    if not len(found):
        return Verdict(len(beats), np.nan, np.nan, np.nan, np.nan, 1.0)
    size = 1000 * np.abs(found)
    return Verdict(
        len(beats),
        float(1000 * np.median(found)),
        float(np.median(size)),
        float(np.percentile(size, 95)),
        float(size.max()),
        1 - len(found) / max(len(beats), 1),
    )
