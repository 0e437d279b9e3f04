"""The mixing desk: strips, room and limiter in the order in which the signal meets them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.mixer.delay import Delay
from musiccm.mixer.limiter import Limiter
from musiccm.mixer.ramp import RAMP_SECONDS, Ramp
from musiccm.mixer.space import Room, Side
from musiccm.mixer.strip import DEFAULT_STRIPS, N_FACTORS, Strip, factors

Audio = NDArray[np.float32]


class Mixed(NamedTuple):
    """A block of n samples at each point of the desk, in step: (2, n), (stems, n), (stems, n)."""

    master: Audio
    stems: Audio
    """Behind gain, mute and solo."""
    dry: Audio
    """As they came in."""


@dataclass
class _State:
    ramp: Ramp
    master: Ramp
    side: Side
    room: Room = field(repr=False)
    limiter: Limiter = field(repr=False)
    stems: Delay = field(repr=False)
    dry: Delay = field(repr=False)
    missing: int  # samples that the output still owes


class Mixer:
    """Mix mono stems to a stereo master.

    Parameters
    ----------
    sample_rate
        Samples per second.
    stems
        Names of the rows of every block, in order; names of DEFAULT_STRIPS get its settings.

    A change is a ramp of RAMP_SECONDS from the next sample on. The limiter looks ``latency``
    samples ahead: the output begins with the first sample of the music, and so the first block
    comes out that much shorter. One thread at a time.
    """

    latency = Limiter.latency

    def __init__(self, sample_rate: int = 48_000, stems: Sequence[str] = STEMS) -> None:
        self.stems = tuple(stems)
        self._strips = {stem: DEFAULT_STRIPS.get(stem, Strip()) for stem in self.stems}
        length = max(1, round(RAMP_SECONDS * sample_rate))
        self._state = _State(
            Ramp(factors(self._strips.values()), length),
            Ramp(np.ones(1, np.float32), length),
            Side(sample_rate),
            Room(sample_rate),
            Limiter(sample_rate),
            Delay(len(self.stems), self.latency),
            Delay(len(self.stems), self.latency),
            self.latency,
        )

    @property
    def owed(self) -> int:
        """Samples that the next block must be longer than what is wanted of it."""
        return self._state.missing

    def strip(self, stem: str) -> Strip:
        """Return the settings of ``stem``. Raises KeyError for a name that is no stem."""
        return self._strips[stem]

    def set(self, stem: str, **changes: Any) -> None:
        """Change fields of a stem's Strip, such as ``gain=0.5``."""
        self._strips[stem] = replace(self._strips[stem], **changes)
        self._state.ramp.aim(factors(self._strips.values()))

    def set_master(self, gain: float) -> None:
        """Set the linear gain before the limiter."""
        self._state.master.aim(np.array([gain], np.float32))

    def set_ceiling(self, decibels: float) -> None:
        """Set the level that no true peak of the master is over."""
        self._state.limiter.ceiling = 10 ** (decibels / 20)

    def process(self, stems: Audio) -> Audio:
        """Mix a block (stems, n) float32 of any n to a master (2, n), shorter at the start."""
        return self.mix(stems).master

    def mix(self, stems: Audio) -> Mixed:
        """Mix a block (stems, n) float32 of any n; at the start less comes out."""
        n, step = stems.shape[1], Room.STEP
        if not n:
            return Mixed(np.zeros((2, 0), np.float32), stems, stems)
        parts = [self._step(stems[:, i : i + step]) for i in range(0, n, step)]
        if len(parts) == 1 and not self._state.missing:
            return parts[0]
        skip = min(n, self._state.missing)
        self._state.missing -= skip
        points = (np.concatenate(rows, axis=1)[:, skip:] for rows in zip(*parts, strict=True))
        return Mixed(*points)

    def _step(self, stems: Audio) -> Mixed:
        state, n = self._state, stems.shape[1]
        taken = state.ramp.take(n).reshape(N_FACTORS, len(self.stems), -1)
        parts = taken * stems  # (N_FACTORS, stems, n)
        buses = parts[:-1, 0]
        for stem in range(1, len(self.stems)):  # a sum in this order, whatever the block
            buses = buses + parts[:-1, stem]
        direct, wide = buses[:2], state.side.process(buses[2])
        mix = state.room.process(buses[3])
        mix += direct
        mix[0] += wide
        mix[1] -= wide
        mix *= state.master.take(n)
        return Mixed(
            state.limiter.process(mix),
            state.stems.process(parts[-1]),
            state.dry.process(stems),
        )


def mix(stems: Audio, mixer: Mixer | None = None) -> Audio:
    """Mix a whole piece (stems, n) to a master (2, n); after its end there is silence."""
    silence = np.zeros((stems.shape[0], Mixer.latency), np.float32)
    return (mixer or Mixer()).process(np.concatenate([stems, silence], axis=1))
