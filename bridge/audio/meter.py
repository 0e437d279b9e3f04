"""What an ear would hear now, for panels, lights and visuals."""

from collections import deque
from collections.abc import Iterable

import numpy as np

from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed

WINDOW = 2048  # samples, 43 ms
FLOOR_DB = -90.0
QUIET_DB = -60.0  # a rise below it is no onset
BEFORE = 4  # blocks, 43 ms: louder than in all of them is an onset; a bass's period fits in
REMEMBERED = 128  # blocks, 1.4 s
DARK, BRIGHT = 200.0, 10_000.0  # Hz, where brightness is 0 and 1


class Meter:
    """Levels, onsets and brightness of the last WINDOW samples. Owned by the loop thread."""

    def __init__(self, sample_rate: int) -> None:
        self._last = np.zeros((len(STEMS) + 2, WINDOW), np.float32)
        self._hertz = np.fft.rfftfreq(WINDOW, 1 / sample_rate)
        self._window = np.hanning(WINDOW).astype(np.float32)
        self._levels = deque([[QUIET_DB] * (len(STEMS) + 1)] * BEFORE, maxlen=BEFORE)
        self._rises: deque[list[float]] = deque(maxlen=REMEMBERED)
        self.heard = 0  # blocks so far

    def hear(self, block: Mixed) -> None:
        """Take a block in."""
        new = np.concatenate([block.stems, block.master])[:, -WINDOW:]
        n = new.shape[1]
        self._last[:, : WINDOW - n] = self._last[:, n:]
        self._last[:, WINDOW - n :] = new
        levels = [max(QUIET_DB, level) for level in _levels(new)]
        before = [max(column) for column in zip(*self._levels, strict=True)]
        self._rises.append([max(0.0, a - b) for a, b in zip(levels, before, strict=True)])
        self._levels.append(levels)
        self.heard += 1

    def levels(self) -> tuple[float, ...]:
        """Return the RMS level of each stem and of the master, then the master's peak, in dB."""
        peak = float(np.abs(self._last[len(STEMS) :]).max())
        return (*_levels(self._last), _db(peak**2))

    def onsets(self, since: int) -> list[float]:
        """Return by how many dB each stem and the master rose at most, after block ``since``."""
        count = min(self.heard - since, len(self._rises))
        rises = [*self._rises][len(self._rises) - count :] if count > 0 else []
        return [max(column, default=0.0) for column in _columns(rises)]

    def centroid(self) -> float:
        """Return the spectral centroid of the master in Hz, 0 for silence."""
        spectrum = np.abs(np.fft.rfft(self._last[len(STEMS) :].mean(axis=0) * self._window))
        total = float(spectrum.sum())
        return float(spectrum @ self._hertz) / total if total > 1e-6 else 0.0


def brightness(centroid: float) -> float:
    """Return a centroid in Hz on a logarithmic axis, 0 dark … 1 bright."""
    octaves = np.log2(max(centroid, DARK) / DARK)
    return float(min(1.0, octaves / np.log2(BRIGHT / DARK)))


def _columns(rows: list[list[float]]) -> Iterable[tuple[float, ...]]:
    return zip(*rows, strict=True) if rows else [()] * (len(STEMS) + 1)


def _levels(rows: np.ndarray) -> list[float]:
    """Return the level of each stem and of the master for rows (stems + 2, n)."""
    power = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    master = float(power[len(STEMS) :].sum()) / 2
    return [_db(float(p)) for p in (*power[: len(STEMS)], master)]


def _db(power: float) -> float:
    return float(max(FLOOR_DB, 10 * np.log10(max(power, 1e-12))))
