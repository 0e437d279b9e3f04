"""The mixer: mono stems to a stereo master, one code for the renderer and the daemon.

Streaming and stateful. The result is bitwise the same however the input is cut into blocks, so a
file that is rendered whole equals the same music played in blocks. Everything is elementwise or a
recursion along time; no reduction whose order could depend on the size of a block. No torch.

Fold-down to mono is ``(L + R) / sqrt(2)``: a source in the centre keeps its power. The width of a
stem is a side signal that cancels there (Lauridsen's complementary combs).
"""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from musiccm.controls import STEMS

Audio = NDArray[np.float32]

RAMP_SECONDS = 0.01
SIDE_DELAYS = (131, 307, 523, 769)  # samples; velvet taps of the side signal, 3 … 16 ms
SIDE_SIGNS = (0.5, -0.5, -0.5, 0.5)
SIDE_HIGHPASS_HZ = 220.0
ROOM_DELAYS = (1427, 1559, 1693, 1831, 1979, 2129, 2273, 2411)  # samples at 48 kHz, primes
ROOM_DECAY_SECONDS = 0.9
ROOM_DAMPING = 0.25  # weight of the older of two samples: -6 dB a pass at 24 kHz
LIMIT_KNEE = 0.8
LIMIT_CEILING = 0.98


@dataclass(frozen=True)
class Strip:
    """One stem's place in the mix.

    ``gain`` is linear; ``pan`` runs from -1 (left) to 1 (right); ``width`` is the level of the side
    signal relative to the stem; ``send`` the linear level into the room.
    """

    gain: float = 1.0
    mute: bool = False
    pan: float = 0.0
    width: float = 0.0
    send: float = 0.0


DEFAULT_STRIPS: dict[str, Strip] = {
    "drums": Strip(width=0.20, send=0.06),
    "bass": Strip(send=0.01),
    "harmony": Strip(pan=-0.12, width=0.50, send=0.16),
    "lead": Strip(pan=0.12, width=0.30, send=0.20),
}


def _coefficients(strip: Strip) -> tuple[float, float, float, float]:
    """Return the factors into left, right, side and room: equal-power pan, centre at 1/sqrt(2)."""
    gain = 0.0 if strip.mute else strip.gain
    angle = (strip.pan + 1) * math.pi / 4
    return (
        gain * math.cos(angle),
        gain * math.sin(angle),
        gain * strip.width * math.sqrt(0.5),
        gain * strip.send,
    )


class _Ramp:
    """Factors of shape (k,) that glide to their target in ``length`` samples."""

    def __init__(self, values: Audio, length: int) -> None:
        self._length = length
        self._from = self._to = values
        self._done = length

    def aim(self, values: Audio) -> None:
        if not np.array_equal(values, self._to):
            self._from, self._to, self._done = self._now(), values, 0

    def _now(self) -> Audio:
        return self._at(np.array([self._done], np.float32))[:, 0]

    def _at(self, position: Audio) -> Audio:
        part = np.minimum(position / np.float32(self._length), np.float32(1))
        return self._from[:, None] + (self._to - self._from)[:, None] * part[None, :]

    def take(self, n: int) -> Audio:
        """Return the factors of the next ``n`` samples, (k, n), or (k, 1) when all are equal."""
        if self._done >= self._length:
            return self._to[:, None]
        position = np.arange(self._done, self._done + n, dtype=np.float32)
        self._done = min(self._done + n, self._length)
        factors = self._at(position)
        factors[:, position >= self._length] = self._to[:, None]
        return factors


class _Side:
    """The side signal: sparse taps of the stem's sum, without its low end."""

    def __init__(self, sample_rate: int) -> None:
        self._past = np.zeros(max(SIDE_DELAYS), np.float32)
        pole = np.float32(math.exp(-2 * math.pi * SIDE_HIGHPASS_HZ / sample_rate))
        self._b = np.array([(1 + pole) / 2, -(1 + pole) / 2], np.float32)
        self._a = np.array([1, -pole], np.float32)
        self._z = np.zeros(1, np.float32)

    def process(self, x: Audio) -> Audio:
        line = np.concatenate([self._past, x])
        size, n = self._past.size, x.size
        y = np.zeros(n, np.float32)
        for delay, sign in zip(SIDE_DELAYS, SIDE_SIGNS, strict=True):
            y += np.float32(sign) * line[size - delay : size - delay + n]
        self._past = line[n:]
        y, self._z = lfilter(self._b, self._a, y, zi=self._z)
        return y


def _hadamard(x: Audio, spare: Audio) -> Audio:
    """Return the Hadamard transform (not normalised) of (8, n) along axis 0; overwrites both."""
    for half in (1, 2, 4):
        pairs, out = (a.reshape(-1, 2, half, a.shape[1]) for a in (x, spare))
        np.add(pairs[:, 0], pairs[:, 1], out=out[:, 0])
        np.subtract(pairs[:, 0], pairs[:, 1], out=out[:, 1])
        x, spare = spare, x
    return x


class _Room:
    """A feedback delay network of eight lines (Jot and Chaigne 1991).

    Every delay is longer than a step, so a step is a handful of array operations. The damping is a
    two-tap mean: elementwise, where a one-pole filter of eight lines would cost half of the mix.
    """

    STEP = min(ROOM_DELAYS)
    _CAPACITY = 64 * 1024

    def __init__(self, sample_rate: int) -> None:
        self._lines = np.zeros((8, self._CAPACITY), np.float32)
        self._write = max(ROOM_DELAYS) + 1
        seconds = np.array(ROOM_DELAYS)[:, None] / sample_rate
        decay = 10.0 ** (-3 * seconds / ROOM_DECAY_SECONDS) / math.sqrt(8)
        self._near = ((1 - ROOM_DAMPING) * decay).astype(np.float32)
        self._far = (ROOM_DAMPING * decay).astype(np.float32)

    def _make_space(self, n: int) -> None:
        keep = max(ROOM_DELAYS) + 1
        if self._write + n > self._CAPACITY:
            self._lines[:, :keep] = self._lines[:, self._write - keep : self._write].copy()
            self._write = keep

    def _taps(self, n: int) -> Audio:
        """Return what leaves the lines, damped and decayed, (8, n)."""
        old = np.empty((8, n + 1), np.float32)
        for row, delay in enumerate(ROOM_DELAYS):
            start = self._write - delay - 1
            old[row] = self._lines[row, start : start + n + 1]
        return old[:, 1:] * self._near + old[:, :-1] * self._far

    def process(self, x: Audio) -> Audio:
        """Return the wet signal (2, n) of the mono input (n,); n ≤ STEP."""
        n = x.size
        self._make_space(n)
        taps = self._taps(n)
        left = (taps[0] - taps[2]) + (taps[4] - taps[6])
        right = (taps[1] - taps[3]) + (taps[5] - taps[7])
        fed = _hadamard(taps, np.empty_like(taps))
        np.add(fed, x, out=self._lines[:, self._write : self._write + n])
        self._write += n
        return np.stack([left, right])


def soft_limit(x: Audio) -> Audio:
    """Bend what is over the knee so that it stays under LIMIT_CEILING; below it nothing changes."""
    size = np.abs(x)
    if not x.size or size.max() <= LIMIT_KNEE:
        return x
    room = np.float32(LIMIT_CEILING - LIMIT_KNEE)
    over = np.maximum(size - np.float32(LIMIT_KNEE), 0) / room
    bent = np.float32(LIMIT_KNEE) + room * (over / (1 + over))
    return np.where(size > LIMIT_KNEE, np.copysign(bent, x), x)


@dataclass
class _State:
    ramp: _Ramp
    master: _Ramp
    side: _Side
    room: _Room = field(repr=False)


class Mixer:
    """Mix mono stems to a stereo master.

    Parameters
    ----------
    sample_rate
        Samples per second.
    stems
        Names of the rows of every block, in order; names of DEFAULT_STRIPS get its settings.

    A change is a ramp of RAMP_SECONDS from the next sample on. One thread at a time.
    """

    def __init__(self, sample_rate: int = 48_000, stems: tuple[str, ...] = STEMS) -> None:
        self.stems = tuple(stems)
        self._strips = {stem: DEFAULT_STRIPS.get(stem, Strip()) for stem in self.stems}
        self._master = 1.0
        length = max(1, round(RAMP_SECONDS * sample_rate))
        self._state = _State(
            _Ramp(self._factors(), length),
            _Ramp(np.ones(1, np.float32), length),
            _Side(sample_rate),
            _Room(sample_rate),
        )

    def strip(self, stem: str) -> Strip:
        """Return the settings of ``stem``. Raises KeyError for a name that is no stem."""
        return self._strips[stem]

    def set(self, stem: str, **changes: Any) -> None:
        """Change fields of a stem's Strip, such as ``gain=0.5``."""
        self._strips[stem] = replace(self._strips[stem], **changes)
        self._state.ramp.aim(self._factors())

    def set_master(self, gain: float) -> None:
        """Set the linear gain before the limiter."""
        self._master = gain
        self._state.master.aim(np.array([gain], np.float32))

    def _factors(self) -> Audio:
        """Return (4 * stems,): all left factors, then right, side and room."""
        rows = [_coefficients(self._strips[stem]) for stem in self.stems]
        return np.array(rows, np.float32).T.reshape(-1)

    def process(self, stems: Audio) -> Audio:
        """Mix a block (stems, n) float32 of any n to (2, n) float32, every sample under 1.0."""
        n, step = stems.shape[1], _Room.STEP
        mix = np.empty((2, n), np.float32)
        for i in range(0, n, step):
            mix[:, i : i + step] = self._step(stems[:, i : i + step])
        return mix

    def _step(self, stems: Audio) -> Audio:
        state, n = self._state, stems.shape[1]
        factors = state.ramp.take(n).reshape(4, len(self.stems), -1)
        left, right, side, send = (self._sum(stems, row) for row in factors)
        wide = state.side.process(side)
        mix = state.room.process(send)
        mix[0] += left + wide
        mix[1] += right - wide
        return soft_limit(mix * state.master.take(n))

    def _sum(self, stems: Audio, factors: Audio) -> Audio:
        total = stems[0] * factors[0]
        for row, factor in zip(stems[1:], factors[1:], strict=True):
            total += row * factor
        return total
