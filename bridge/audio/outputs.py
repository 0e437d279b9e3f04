"""Outputs without a device: nowhere in real time, and the fake device of the offline clock."""

from bridge.audio.base import Audio
from bridge.clock import Clock, OfflineClock


class NullOutput:
    """Plays to nobody at the true speed, by the clock; it has no thread."""

    name = "null"

    def __init__(self, clock: Clock, sample_rate: int, ahead: int) -> None:
        """Commit ``ahead`` samples at a time."""
        self._clock, self._sample_rate, self.ahead = clock, sample_rate, ahead
        self._begun = 0.0
        self._written = 0
        self.underruns = self.zero_filled = 0

    def start(self) -> None:
        """Let the time run from now on."""
        self._begun, self._written = self._clock.now(), 0

    def _played(self) -> int:
        return int((self._clock.now() - self._begun) * self._sample_rate)

    def wanted(self) -> int:
        """Return how many samples are missing; what came too late is counted and skipped."""
        late = self._played() - self._written
        if late > 0:
            if self._written:
                self.underruns += 1
                self.zero_filled += late
            self._written += late
        return max(0, self._played() + self.ahead - self._written)

    def write(self, block: Audio) -> None:
        """Take a block (channels, n)."""
        self._written += block.shape[1]

    def next_heard(self) -> float:
        """Return when the next sample would be heard."""
        return self._begun + self._written / self._sample_rate

    def drained(self) -> bool:
        """Return whether all that was written has been played."""
        return self._played() >= self._written

    def stop(self) -> None:
        """Nothing to close."""


class OfflineOutput:
    """The fake audio device: its samples are what moves the offline clock.

    ``blocks`` keeps what was written, for tests, when ``keep`` is set. ``ppm`` is by how many
    millionths the device's clock runs faster than the daemon's; ``latency`` is in seconds.
    """

    name = "offline"

    def __init__(
        self,
        clock: OfflineClock,
        sample_rate: int,
        block: int,
        keep: bool = False,
        ppm: float = 0.0,
        latency: float = 0.0,
    ) -> None:
        self._clock, self._sample_rate, self._block = clock, sample_rate, block
        self._keep, self._ppm, self.latency = keep, ppm, latency
        self.ahead = block
        self.blocks: list[Audio] = []
        self.underruns = self.zero_filled = 0

    def start(self) -> None:
        """Nothing to open."""

    def wanted(self) -> int:
        """Return one block: this device is always ready."""
        return self._block

    def write(self, block: Audio) -> None:
        """Take a block (channels, n) and let its time pass."""
        seconds = block.shape[1] / self._sample_rate
        self._clock.advance(seconds / (1 + 1e-6 * self._ppm) if self._ppm else seconds)
        if self._keep:
            self.blocks.append(block)

    def next_heard(self) -> float:
        """Return the clock's now and the latency: this device plays at once."""
        return self._clock.now() + self.latency

    def drained(self) -> bool:
        """Return True: what is written is played."""
        return True

    def stop(self) -> None:
        """Nothing to close."""
