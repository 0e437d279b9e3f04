"""What an ear would hear now, for panels and visuals."""

import numpy as np

from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed

WINDOW = 2048  # samples, 43 ms
FLOOR_DB = -90.0


class Meter:
    """Levels and brightness of the last WINDOW samples. Owned by the loop thread."""

    def __init__(self, sample_rate: int) -> None:
        self._last = np.zeros((len(STEMS) + 2, WINDOW), np.float32)
        self._hertz = np.fft.rfftfreq(WINDOW, 1 / sample_rate)
        self._window = np.hanning(WINDOW).astype(np.float32)
        self._before = FLOOR_DB

    def hear(self, block: Mixed) -> None:
        """Take a block in."""
        new = np.concatenate([block.stems, block.master])[:, -WINDOW:]
        n = new.shape[1]
        self._last[:, : WINDOW - n] = self._last[:, n:]
        self._last[:, WINDOW - n :] = new

    def read(self) -> tuple[float, ...]:
        """Return FEATURES from the stems' levels on."""
        power = np.mean(self._last**2, axis=1)
        stems, master = power[: len(STEMS)], float(power[len(STEMS) :].sum()) / 2
        level = _db(master)
        onset, self._before = max(0.0, level - self._before), level
        peak = _db(float(np.abs(self._last[len(STEMS) :]).max()) ** 2)
        return (*map(_db, stems.tolist()), level, peak, self._centroid(), onset)

    def _centroid(self) -> float:
        spectrum = np.abs(np.fft.rfft(self._last[len(STEMS) :].mean(axis=0) * self._window))
        total = float(spectrum.sum())
        return float(spectrum @ self._hertz) / total if total > 1e-6 else 0.0


def _db(power: float) -> float:
    return float(max(FLOOR_DB, 10 * np.log10(max(power, 1e-12))))
