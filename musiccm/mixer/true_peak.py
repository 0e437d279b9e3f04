"""How far a signal reaches between its samples: true peaks, as ITU-R BS.1770-5, Annex 2, has them.

Two interpolations see each peak: the filter of the recommendation, whose points lie an eighth of a
sample off the quarters, and a sharper one whose points are the samples and the quarters between
them. Meters differ in that choice, by 0.2 dB near the top of the band; this one reads as the higher
of both.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, upfirdn

Audio = NDArray[np.float32]

OVERSAMPLING = 4
TAPS = 20  # of each phase of the sharper filter
_BS_1770 = (  # the first half of the table's 48 coefficients, interleaved; it is symmetric
    0.0017089843750, -0.0291748046875, -0.0189208984375, -0.0083007812500,
    0.0109863281250, 0.0292968750000, 0.0330810546875, 0.0148925781250,
    -0.0196533203125, -0.0517578125000, -0.0582275390625, -0.0266113281250,
    0.0332031250000, 0.0891113281250, 0.1076660156250, 0.0476074218750,
    -0.0594482421875, -0.1665039062500, -0.2003173828125, -0.1022949218750,
    0.1373291015625, 0.4650878906250, 0.7797851562500, 0.9721679687500,
)  # fmt: skip


def _filters() -> tuple[Audio, Audio]:
    """Return both interpolation filters at the high rate, as long as each other, gain 1."""
    n = TAPS * OVERSAMPLING
    table = np.array(_BS_1770)
    table = np.concatenate([table, table[::-1]])
    sharp = OVERSAMPLING * firwin(n + 1, 1 / OVERSAMPLING, window=("kaiser", 5.0), scale=False)
    padded = np.pad(table, (n - len(table)) // 2)
    return padded.astype(np.float32), sharp[:n].astype(np.float32)


_FILTERS = _filters()
_BOUND = 1.001 * max(float(np.abs(f[p::OVERSAMPLING]).sum()) for f in _FILTERS for p in range(4))


class TruePeak:
    """A streaming meter of a stereo signal; it answers for what came DELAY samples ago."""

    DELAY = TAPS // 2

    def __init__(self) -> None:
        self._past = np.zeros((2, TAPS - 1), np.float32)

    def measure(self, x: Audio, floor: float) -> Audio | None:
        """Take (2, n); return the peak within half a sample of each sample, (n,).

        The answer is None where none can be over ``floor``: it costs nothing then.
        """
        line = np.concatenate([self._past, x], axis=1)
        self._past = line[:, line.shape[1] - (TAPS - 1) :]
        if not x.size or np.abs(line).max() * _BOUND <= floor:
            return None
        return np.maximum(*(self._interpolated(line, taps) for taps in _FILTERS))

    def _interpolated(self, line: Audio, taps: Audio) -> Audio:
        """Return the largest size of the points around each sample."""
        points = np.abs(upfirdn(taps, line, up=OVERSAMPLING, axis=1)).max(axis=0)
        first, last = (TAPS - 1) * OVERSAMPLING, line.shape[1] * OVERSAMPLING
        around = [points[first + k : last : OVERSAMPLING] for k in range(OVERSAMPLING)]
        return np.maximum(np.maximum(*around[:2]), np.maximum(*around[2:]))
