"""How far a signal reaches between its samples: true peaks, as ITU-R BS.1770-5, Annex 2, has them.

Two interpolations see each peak: the filter of the recommendation, whose points lie an eighth of a
sample off the quarters, and a sharper one whose points are the samples and the quarters between
them. Meters differ in that choice, by 0.2 dB near the top of the band; this one reads as the higher
of both.

Both run as one matrix product of whole numbers, samples and coefficients alike rounded to fixed
steps: sums of 64-bit floats below 2^53 are exact, so that no order of summation, and so no block
length and no library, changes a bit.
"""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
Whole = NDArray[np.float64]  # whole numbers

OVERSAMPLING = 4
TAPS = 20  # of each phase of the sharper filter
SAMPLE_STEP, TAP_STEP = 2.0**-20, 2.0**-17  # the product of two wholes is below 2^47, a sum 2^52
LOUDEST = 2.0**9  # 54 dB over full scale; what is louder counts as that
_KAISER = 5.0
_BS_1770 = (  # the first half of the table's 48 coefficients, interleaved; it is symmetric
    0.0017089843750, -0.0291748046875, -0.0189208984375, -0.0083007812500,
    0.0109863281250, 0.0292968750000, 0.0330810546875, 0.0148925781250,
    -0.0196533203125, -0.0517578125000, -0.0582275390625, -0.0266113281250,
    0.0332031250000, 0.0891113281250, 0.1076660156250, 0.0476074218750,
    -0.0594482421875, -0.1665039062500, -0.2003173828125, -0.1022949218750,
    0.1373291015625, 0.4650878906250, 0.7797851562500, 0.9721679687500,
)  # fmt: skip


def _phases() -> Whole:
    """Return the phases of both interpolation filters, (2 * OVERSAMPLING, TAPS) in TAP_STEPs.

    The sharper one is a sinc under a Kaiser window. A row is in the order of the samples.
    """
    n = TAPS * OVERSAMPLING
    table = np.array(_BS_1770)
    table = np.pad(np.concatenate([table, table[::-1]]), (n - 2 * len(table)) // 2)
    sharp = np.sinc((np.arange(n) - n // 2) / OVERSAMPLING) * np.kaiser(n + 1, _KAISER)[:n]
    rows = [f[phase::OVERSAMPLING][::-1] for f in (table, sharp) for phase in range(OVERSAMPLING)]
    return np.rint(np.array(rows) / TAP_STEP)


_PHASES = _phases()
_BOUND = 1.001 * float(np.abs(_PHASES).sum(axis=1).max()) * TAP_STEP


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
        return _largest(line)


def _largest(line: Audio) -> Audio:
    """Return the largest size of the points around each sample of (2, n + TAPS - 1), (n,)."""
    whole = np.rint(np.clip(line, -LOUDEST, LOUDEST) * (1.0 / SAMPLE_STEP))
    channels, n = line.shape[0], line.shape[1] - (TAPS - 1)
    around = np.empty((TAPS, channels, n))
    for tap, row in enumerate(around):
        row[:] = whole[:, tap : tap + n]
    points = _PHASES @ around.reshape(TAPS, channels * n)
    size = np.maximum(points.max(axis=0), -points.min(axis=0)).reshape(channels, n)
    return (size.max(axis=0) * (SAMPLE_STEP * TAP_STEP)).astype(np.float32)
