"""Mono effects of parts and stems: pure functions on float32 signals at 48 kHz.

They work on whole stems of about a minute, so each is a few vectorised passes; block-rate gain
curves (one value per 128 samples) stand in for sample-rate envelope followers.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

SAMPLE_RATE = 48_000
BLOCK = 128

Audio = NDArray[np.float32]


@cache
def _butter(kind: str, hz: float, order: int) -> Audio:
    sos: NDArray[np.float64] = signal.butter(order, hz, kind, fs=SAMPLE_RATE, output="sos")
    return sos.astype(np.float32)


def highpass(x: Audio, hz: float) -> Audio:
    """Second-order high-pass."""
    return np.asarray(signal.sosfilt(_butter("highpass", hz, 2), x), np.float32)


def lowpass(x: Audio, hz: float) -> Audio:
    """Second-order low-pass."""
    return np.asarray(signal.sosfilt(_butter("lowpass", hz, 2), x), np.float32)


def saturate(x: Audio, drive_db: float) -> Audio:
    """Soft clip of the signal, ``drive_db`` over its own peak; the peak stays where it was."""
    peak = float(np.abs(x).max(initial=0.0))
    if peak == 0.0:
        return x
    drive = np.float32(10 ** (drive_db / 20))
    return np.asarray(np.tanh(x * (drive / peak)) * (peak / np.tanh(drive)), np.float32)


def crush(x: Audio, bits: float) -> Audio:
    """Quantise to ``bits`` of the signal's peak and hold every second sample."""
    step = max(float(np.abs(x).max(initial=0.0)), 1e-9) / 2 ** (bits - 1)
    coarse = np.round(x[::2] / step) * step
    return np.repeat(coarse, 2)[: len(x)].astype(np.float32)


def tremolo(x: Audio, hz: float, depth: float = 0.25) -> Audio:
    """Slow amplitude modulation."""
    n = np.arange(-(-len(x) // BLOCK), dtype=np.float32) * BLOCK / SAMPLE_RATE
    return apply_gain(x, 1.0 - depth * (0.5 + 0.5 * np.sin(2 * np.pi * hz * n)))


def apply_gain(x: Audio, gain: NDArray[np.floating]) -> Audio:
    """Multiply ``x`` by a gain curve of one value per block, linearly interpolated."""
    ramp = (np.arange(BLOCK, dtype=np.float32) / BLOCK)[None, :]
    g = np.append(gain, gain[-1]).astype(np.float32)
    fine = g[:-1, None] + (g[1:] - g[:-1])[:, None] * ramp
    return np.asarray(x * fine.reshape(-1)[: len(x)], np.float32)


def block_rms(x: Audio) -> NDArray[np.float32]:
    """RMS of each block of 128 samples, shape (ceil(T / 128),)."""
    padded = np.pad(x, (0, -len(x) % BLOCK)).reshape(-1, BLOCK)
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", padded, padded) / BLOCK), np.float32)


def follow(level: NDArray[np.floating], release: float) -> NDArray[np.float64]:
    """Envelope of a block-rate level: at once up (it looks ahead), down within ``release`` s."""
    blocks = max(1, round(release * SAMPLE_RATE / BLOCK))
    held = maximum_filter1d(np.asarray(level, np.float64), 2 * (blocks // 4) + 1)
    return np.asarray(gaussian_filter1d(held, blocks / 8))


def compress(x: Audio, ratio: float, above_rms_db: float = 4.0) -> Audio:
    """Feed-forward compressor; the threshold lies ``above_rms_db`` over the sounding RMS."""
    level = follow(block_rms(x), 0.12)
    sounding = level[level > 1e-4 * max(level.max(initial=0.0), 1e-9)]
    if sounding.size == 0:
        return x
    threshold = np.sqrt(np.mean(sounding**2)) * 10 ** (above_rms_db / 20)
    over = np.maximum(level / threshold, 1.0)
    return apply_gain(x, over ** (1.0 / ratio - 1.0))


def duck(x: Audio, kicks: NDArray[np.int64], depth_db: float, seconds: float = 0.22) -> Audio:
    """Side-chain: pull ``x`` down at each kick (sample positions) and let it come back."""
    n_blocks = -(-len(x) // BLOCK)
    length = int(seconds * SAMPLE_RATE / BLOCK)
    shape = 0.5 + 0.5 * np.cos(np.pi * np.arange(length) / length)
    dip = np.zeros(n_blocks + length)
    for block in np.unique(kicks // BLOCK):
        if block < n_blocks:
            dip[block : block + length] = np.maximum(dip[block : block + length], shape)
    return apply_gain(x, 10 ** (-depth_db * dip[:n_blocks] / 20))


def _comb(x: Audio, delay: int, feedback: float) -> Audio:
    y = np.pad(x, (0, -len(x) % delay)).reshape(-1, delay)
    for i in range(1, len(y)):
        y[i] += feedback * y[i - 1]
    return y.reshape(-1)[: len(x)]


def room(x: Audio, amount: float, seconds: float = 0.35) -> Audio:
    """Add a small mono room: early reflections into parallel combs (Schroeder 1962)."""
    early = np.zeros_like(x)
    for delay, gain in ((331, 0.6), (334, 0.6), (577, -0.5), (580, -0.5), (911, 0.7)):
        early[delay:] += np.float32(gain * amount * 0.2) * x[:-delay]
    wet = x.copy()
    for delay in (1427, 1637, 2053):
        wet += _comb(early, delay, 10 ** (-3 * delay / (seconds * SAMPLE_RATE)))
    return wet


EFFECTS: dict[str, Callable[[Audio, float], Audio]] = {
    "highpass": highpass,
    "lowpass": lowpass,
    "saturate": saturate,
    "crush": crush,
    "tremolo": tremolo,
    "compress": compress,
    "room": room,
}
