"""What an ear would hear now, for panels, lights and visuals."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from bridge.config import BLOCK
from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed

WINDOW = 2048  # samples, 43 ms
FLOOR_DB = -90.0
QUIET_DB = -60.0  # a rise below it is no onset
BEFORE = 4  # blocks, 43 ms: louder than in all of them is an onset; a bass's period fits in
REMEMBERED = 128  # blocks, 1.4 s
KEPT = max(WINDOW, 2 * BEFORE * BLOCK)  # samples; who asks after a while finds what was just heard
DARK, BRIGHT = 200.0, 10_000.0  # Hz, where brightness is 0 and 1


class Meter:
    """Levels, onsets and brightness of the last WINDOW samples. Owned by the loop thread.

    While nobody asks it only keeps what it has just heard: mostly nobody does.
    """

    def __init__(self, sample_rate: int) -> None:
        self._blocks: deque[Mixed] = deque()
        self._samples = 0  # in these blocks
        self._hertz = np.fft.rfftfreq(WINDOW, 1 / sample_rate)
        self._window = np.hanning(WINDOW).astype(np.float32)
        self._power: deque[NDArray[np.float32]] = deque(maxlen=REMEMBERED + BEFORE)
        self.heard = 0  # blocks of BLOCK samples so far
        self._asked = 0  # the same when it was asked last

    def hear(self, block: Mixed) -> None:
        """Take a block in."""
        self._blocks.append(block)
        self._samples += block.master.shape[1]
        while self._samples - self._blocks[0].master.shape[1] >= KEPT:
            self._samples -= self._blocks.popleft().master.shape[1]
        self.heard += -(-block.master.shape[1] // BLOCK)
        if self.heard - self._asked <= REMEMBERED:
            self._power.extend(_powers(block))
        else:
            self._power.clear()

    def _listen(self) -> None:
        """Somebody asks: have the powers of what was just heard, if nobody has for long."""
        if not self._power:
            for block in self._blocks:
                self._power.extend(_powers(block))
        self._asked = self.heard

    def _last(self) -> NDArray[np.float32]:
        """Return the last WINDOW samples of stems and master, (stems + 2, WINDOW)."""
        silence = np.zeros((len(STEMS) + 2, WINDOW), np.float32)
        blocks = [np.concatenate([block.stems, block.master]) for block in self._blocks]
        return np.concatenate([silence, *blocks], axis=1)[:, -WINDOW:]

    def levels(self) -> tuple[float, ...]:
        """Return the RMS level of each stem and of the master, then the master's peak, in dB."""
        last = self._last()
        peak = np.abs(last[len(STEMS) :]).max()
        return (*_decibels(_power(last)).tolist(), float(_decibels(peak**2)))

    def onsets(self, since: int) -> list[float]:
        """Return by how many dB each stem and the master rose at most, after block ``since``."""
        self._listen()
        count = min(self.heard - since, REMEMBERED, self.heard)
        if count <= 0:
            return [0.0] * (len(STEMS) + 1)
        heard = [*self._power][-(count + BEFORE) :]
        quiet = [np.zeros(len(STEMS) + 1, np.float32)] * (count + BEFORE - len(heard))
        levels = np.maximum(_decibels(np.array([*quiet, *heard])), QUIET_DB)
        before = np.lib.stride_tricks.sliding_window_view(levels[:-1], BEFORE, axis=0).max(axis=-1)
        return np.maximum(levels[BEFORE:] - before, 0.0).max(axis=0).tolist()

    def centroid(self) -> float:
        """Return the spectral centroid of the master in Hz, 0 for silence."""
        spectrum = np.abs(np.fft.rfft(self._last()[len(STEMS) :].mean(axis=0) * self._window))
        total = float(spectrum.sum())
        return float(spectrum @ self._hertz) / total if total > 1e-6 else 0.0


def brightness(centroid: float) -> float:
    """Return a centroid in Hz on a logarithmic axis, 0 dark … 1 bright."""
    octaves = np.log2(max(centroid, DARK) / DARK)
    return float(min(1.0, octaves / np.log2(BRIGHT / DARK)))


def _powers(block: Mixed) -> list[NDArray[np.float32]]:
    """Return the powers of each BLOCK samples of a block."""
    rows = np.concatenate([block.stems, block.master])
    return [_power(rows[:, begin : begin + BLOCK]) for begin in range(0, rows.shape[1], BLOCK)]


def _power(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean square of each stem and of the master for rows (stems + 2, n)."""
    power = np.einsum("ij,ij->i", rows, rows) / np.float32(max(rows.shape[1], 1))
    power[len(STEMS)] = power[len(STEMS) :].mean()
    return power[: len(STEMS) + 1]


def _decibels(power: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.maximum(10 * np.log10(np.maximum(power, 1e-12)), FLOOR_DB)
