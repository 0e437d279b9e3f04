"""The feature stream: what is heard and where in the music, with the moment when it is."""

from bridge.audio.base import AudioOutput
from bridge.audio.meter import Meter, brightness
from bridge.clock import Clock
from bridge.config import SAMPLE_RATE
from bridge.protocol.chords import name_chord
from bridge.scheduler.overview import Answer
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from musiccm.controls import SECTIONS
from musiccm.mixer import Mixed

RECENT = 3  # blocks, 32 ms: how far back onsets are looked for where nobody says since when


class Features:
    """Fills FEATURES. Owned by the loop thread."""

    def __init__(
        self, clock: Clock, scheduler: Scheduler, player: Player, output: AudioOutput
    ) -> None:
        self._clock, self._scheduler = clock, scheduler
        self._player, self._output = player, output
        self._meter = Meter(SAMPLE_RATE)

    def hear(self, block: Mixed) -> None:
        """Take in a block that goes to the device."""
        self._meter.hear(block)

    @property
    def mark(self) -> int:
        """The number of blocks so far, for ``since`` of a later :meth:`read`."""
        return self._meter.heard

    def heard_at(self) -> float:
        """Return when what :meth:`read` tells is heard, in seconds of the clock."""
        return self._output.next_heard()

    def read(self, since: int | None = None) -> Answer:
        """Return the values of FEATURES in its order, onsets since the block ``since``."""
        at, tempo = self._player.place, self._scheduler.tempo
        beat = tempo.beat(at)
        *stems, master = self._meter.onsets(self.mark - RECENT if since is None else since)
        centroid = self._meter.centroid()
        return (
            beat,
            beat / tempo.segment(at).beats_per_bar % 1.0,
            *self._meter.levels(),
            centroid,
            master,
            tempo.bar(at),
            *self._told(round(at)),
            *stems,
            brightness(centroid),
            1000 * (self.heard_at() - self._clock.now()),
        )

    def _told(self, sample: int) -> tuple[str, str]:
        """Return the names of section and chord; empty where nobody knows."""
        section, root, notes = self._scheduler.told(sample)
        pitches = [pitch for pitch in range(12) if notes >> pitch & 1]
        return (
            SECTIONS[section] if section >= 0 else "",
            name_chord(root, pitches) if root >= 0 else "",
        )
