"""The scheduler's stems through the mixer: what the device is handed, block by block."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bridge.control.state import ControlSnapshot
from bridge.protocol.parameters import STEMS
from bridge.scheduler.scheduler import Scheduler
from musiccm.mixer import DEFAULT_STRIPS, Mixer

ATTACK = 64  # samples

Audio = NDArray[np.float32]


class Player:
    """Transport and mix. ``on_stems`` gets each played block of stems (stems, n) before the mix."""

    def __init__(
        self, scheduler: Scheduler, sample_rate: int, on_stems: Callable[[Audio], None] | None
    ) -> None:
        self._scheduler = scheduler
        self._mixer = Mixer(sample_rate, STEMS)
        self._on_stems = on_stems
        self._playing = True
        self._was_playing = True

    @property
    def playing(self) -> bool:
        """Whether the music moves on."""
        return self._playing

    @playing.setter
    def playing(self, playing: bool) -> None:
        self._playing = playing
        self._scheduler.parked = not playing

    @property
    def state(self) -> str:
        """What status shows."""
        if not self.playing:
            return "stopped"
        if self._scheduler.waiting:
            return "waiting"
        return "looping" if self._scheduler.looping else "playing"

    def apply(self, snapshot: ControlSnapshot) -> None:
        """Take the fast parameters over; the mixer ramps."""
        for stem in STEMS:
            pan = snapshot[f"stem/{stem}/pan"]
            self._mixer.set(
                stem,
                gain=float(snapshot[f"stem/{stem}/gain"] or 0.0),
                mute=bool(snapshot[f"stem/{stem}/mute"]),
                pan=DEFAULT_STRIPS[stem].pan if pan is None else float(pan),
            )
        self._mixer.set_master(float(snapshot["master/gain"] or 0.0))

    def block(self, n: int) -> Audio:
        """Return the next ``n`` samples (2, n); while stopped the room rings out."""
        stems = self._stems(n)
        if self._on_stems:
            self._on_stems(stems)
        return self._mixer.process(stems)

    def _stems(self, n: int) -> Audio:
        playing, was_playing = self.playing, self._was_playing
        self._was_playing = playing
        stems = self._scheduler.read(n) if playing or was_playing else None
        if stems is None:
            return np.zeros((len(STEMS), n), np.float32)
        if playing != was_playing:  # a ramp, so that the cut does not click; an attack must live
            ramp = (np.arange(n, dtype=np.float32) + 1) / np.float32(
                min(n, ATTACK) if playing else n
            )
            stems *= np.minimum(ramp, 1) if playing else 1 - ramp
        return stems
