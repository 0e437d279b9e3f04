"""The true-peak limiter of the master: it looks ahead, and sees between the samples.

A true peak over the ceiling asks for an attenuation. The largest one of a window of LOOKAHEAD
samples, smoothed by two boxes of half its length, is down to what was asked when the peak arrives,
and moves without a corner. Attenuations are whole numbers, so that running maxima and sums are
exact and the result is bitwise the same however the signal is cut into blocks.
"""

import numpy as np
from numpy.typing import NDArray

from musiccm.mixer.delay import Delay
from musiccm.mixer.true_peak import TruePeak

Audio = NDArray[np.float32]
Whole = NDArray[np.int64]

BOX = 64  # samples; two of them smooth the attenuation
LOOKAHEAD = 2 * BOX  # samples, 2.7 ms at 48 kHz
RELEASE_SECONDS = 0.8  # from silence back to unity
CEILING_DB = -1.0  # dB true peak
_MARGIN = 10 ** (-0.02 / 20)  # what a moving gain may add between the samples
_UNIT = 1 << 30  # of attenuation: all of the signal


class Limiter:
    """Keeps a stereo signal (2, n) under ``ceiling`` (linear), ``latency`` samples later."""

    latency = TruePeak.DELAY + LOOKAHEAD - 2

    def __init__(self, sample_rate: int) -> None:
        self.ceiling = 10 ** (CEILING_DB / 20)
        self._peak = TruePeak()
        self._line = Delay(2, self.latency)
        self._asked = np.zeros(LOOKAHEAD - 1, np.int64)
        self._held = np.zeros(LOOKAHEAD - 2, np.int64)
        self._slope = round(_UNIT / (RELEASE_SECONDS * sample_rate))
        self._level = 0  # of the release, before the next sample

    def process(self, x: Audio) -> Audio:
        """Return as many samples as come in, (2, n), delayed."""
        late = self._line.process(x)
        need = self._need(x)
        if need is None and not self._level and not self._asked.any() and not self._held.any():
            return late
        attenuation = self._smooth(np.zeros(x.shape[1], np.int64) if need is None else need)
        gain = 1.0 - attenuation * (1.0 / (_UNIT * BOX * BOX))
        return late * gain.astype(np.float32)

    def _need(self, x: Audio) -> Whole | None:
        """Return the attenuation (n,) that keeps each peak under the ceiling; None for none."""
        ceiling = self.ceiling * _MARGIN
        peak = self._peak.measure(x, ceiling)
        if peak is None or peak.max() <= ceiling:
            return None
        allowed = ceiling / np.maximum(peak.astype(np.float64), ceiling)
        return np.ceil((1.0 - allowed) * _UNIT).astype(np.int64)

    def _smooth(self, need: Whole) -> Whole:
        """Return BOX² times the attenuation of the samples that leave now."""
        asked = np.concatenate([self._asked, need])
        self._asked = asked[need.size :]
        held = np.concatenate([self._held, self._release(_running_max(asked))])
        self._held = held[need.size :]
        return _running_sum(_running_sum(held))

    def _release(self, wanted: Whole) -> Whole:
        """Return the attenuation that follows ``wanted`` up at once and down at the slope."""
        if not wanted.size:
            return wanted
        drop = self._slope * np.arange(1, wanted.size + 1)
        level = np.maximum.accumulate(wanted + drop)
        level = np.maximum(level, self._level) - drop
        self._level = int(level[-1])
        return level


def _running_max(x: Whole) -> Whole:
    """Return the largest of each LOOKAHEAD values in a row, by doubling."""
    width = 1
    while width < LOOKAHEAD:
        x = np.maximum(x[width:], x[:-width])
        width *= 2
    return x


def _running_sum(x: Whole) -> Whole:
    """Return the sum of each BOX values in a row."""
    total = np.cumsum(np.concatenate([np.zeros(1, np.int64), x]))
    return total[BOX:] - total[:-BOX]
