"""The scheduler's stems through the mixer: what the device is handed, block by block."""

import numpy as np
from numpy.typing import NDArray

from bridge.config import BLOCK
from bridge.control.picture import Picture
from bridge.protocol.parameters import STEMS
from bridge.scheduler.scheduler import Scheduler
from bridge.scheduler.varispeed import Varispeed
from musiccm.mixer import DEFAULT_STRIPS, Mixed, Mixer

ATTACK = 64  # samples

Audio = NDArray[np.float32]


_STRIP = ("gain", "mute", "solo", "pan", "width")


class Player:
    """Transport and mix."""

    def __init__(self, scheduler: Scheduler, sample_rate: int) -> None:
        self._scheduler = scheduler
        self._mixer = Mixer(sample_rate, STEMS)
        self._varispeed = Varispeed(scheduler.read)
        self.rate = 1.0  # samples of music for a sample of the device
        self.zero_filled = 0  # samples that were silent because there was no music yet
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
        if self._scheduler.held:
            return "holding"
        if not self._scheduler.looping:
            return "playing"
        return "looping" if self._scheduler.loudness == 1.0 else "fading"

    def apply(self, snapshot: Picture) -> None:
        """Take the fast parameters over; the mixer ramps."""
        for stem in STEMS:
            given = {name: snapshot[f"stem/{stem}/{name}"] for name in _STRIP}
            left_open = {name: getattr(DEFAULT_STRIPS[stem], name) for name in ("pan", "width")}
            chosen = {name: value for name, value in given.items() if value is not None}
            self._mixer.set(stem, **{**left_open, **chosen})
        self._mixer.set_master(float(snapshot["master/gain"] or 0.0))
        self._mixer.set_ceiling(float(snapshot["master/ceiling"] or 0.0))

    @property
    def place(self) -> float:
        """The sample of the music that leaves the mixer next: it looks ahead of what it gives."""
        read = self._scheduler.playhead - self._varispeed.ahead
        return read - (self._mixer.latency - self._mixer.owed) * self.rate

    def skip(self, n: int) -> None:
        """Leave out the next ``n`` samples of the music; nothing may be heard at that moment."""
        self._varispeed.flush()
        self._scheduler.skip(n)

    def block(self, n: int) -> Mixed:
        """Return the next ``n`` samples; while stopped the room rings out."""
        return self._mixer.mix(self._stems(n + self._mixer.owed))

    def _stems(self, n: int) -> Audio:
        playing, was_playing = self.playing, self._was_playing
        self._was_playing = playing
        stems = self._varispeed.read(n, self.rate) if playing or was_playing else None
        if was_playing and not playing:
            self._varispeed.flush()
        if stems is None:
            self.zero_filled += n * playing
            return np.zeros((len(STEMS), n), np.float32)
        if playing != was_playing:  # a ramp, so that the cut does not click; an attack must live
            length = min(n, ATTACK if playing else BLOCK)
            ramp = (np.arange(n, dtype=np.float32) + 1) / np.float32(length)
            stems *= np.minimum(ramp, 1) if playing else 1 - np.minimum(ramp, 1)
        return stems
