"""What a real device is to the daemon: one life of it, from its opening to its loss."""

from typing import Protocol

import numpy as np

from bridge.audio.converter import Frames
from bridge.audio.ring import Ring

RING_FRAMES = 65_536  # a third of a second at 192 kHz


class DeviceError(Exception):
    """The device does not open; the text says why."""


class Device(Protocol):
    """An open device. Made on the loop thread or a helper's, used on the loop thread."""

    name: str
    sample_rate: int
    feed: "Feed"

    @property
    def active(self) -> bool:
        """False once the device is known to be lost."""

    def time(self) -> float:
        """Return the seconds of its own clock, the one of its feed's stamps."""

    def close(self) -> None:
        """Let go of it; may be called in any state."""


class Feed:
    """The way of the frames into a device's callback, which copies and does nothing else."""

    def __init__(self, channels: int) -> None:
        self._ring = Ring(RING_FRAMES, channels)
        self._promised = False
        self._stamp = (0, 0.0)  # a frame, and when it is heard
        self.blocks = 0
        self.underruns = 0
        self.zero_filled = 0  # frames

    @property
    def filled(self) -> int:
        """Frames that wait."""
        return self._ring.filled

    def write(self, frames: Frames) -> None:
        """Append (n, channels). Loop thread."""
        self._ring.write(np.ascontiguousarray(frames))
        self._promised = True

    def drained(self) -> bool:
        """Return whether nothing waits; what is missing from then on is no underrun."""
        if self._ring.filled:
            return False
        self._promised = False
        return True

    def heard(self, sample_rate: int) -> float | None:
        """Return when the next frame that is written will be heard, by the device's clock."""
        read, time = self._stamp
        return time + (self._ring.written - read) / sample_rate if self.blocks else None

    def pull(self, out: Frames, until: float) -> None:
        """Fill ``out`` (n, channels). The device's thread; counts what came too late.

        ``until`` is the device's time at which ``out`` has been heard.
        """
        got = self._ring.read_into(out)
        self._stamp = (self._ring.read, until)
        self.blocks += 1
        if got < len(out) and self._promised:
            self.underruns += 1
            self.zero_filled += len(out) - got

    def skipped(self, blocks: int) -> None:
        """Count blocks that the device did not come for. Its thread."""
        self.underruns += blocks
