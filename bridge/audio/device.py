"""What a real device is to the daemon: one life of it, from its opening to its loss."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bridge.audio.ring import Ring

Frames = NDArray[np.float32]  # (n, channels)
RING_FRAMES = 65_536  # a third of a second at 192 kHz
_BLOCKS, _UNDERRUNS, _ZERO_FILLED, _PROMISED, _TURN, _FRAME = range(6)
_COUNTS = 8  # 64 bits each; the last is the time of the stamp


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
    """The way of the frames into a device's callback, which copies and does nothing else.

    The callback may be a thread's of this process or, with shared ``memory``, another's.
    """

    def __init__(self, channels: int, memory: memoryview | None = None) -> None:
        """``memory`` has :meth:`size` bytes, all zero at first; None takes some of its own."""
        held = memoryview(bytearray(self.size(channels))) if memory is None else memory
        self._counts = np.frombuffer(held, np.int64, _COUNTS)
        self._time = np.frombuffer(held, np.float64, _COUNTS)[-1:]
        self._ring = Ring(RING_FRAMES, channels, held[8 * _COUNTS :])

    @staticmethod
    def size(channels: int) -> int:
        """Return how many bytes a feed takes."""
        return 8 * _COUNTS + Ring.size(RING_FRAMES, channels)

    @property
    def filled(self) -> int:
        """Frames that wait."""
        return self._ring.filled

    @property
    def blocks(self) -> int:
        """How often the device has come for frames."""
        return int(self._counts[_BLOCKS])

    @property
    def underruns(self) -> int:
        """How often there were too few, or the device left a block out."""
        return int(self._counts[_UNDERRUNS])

    @property
    def zero_filled(self) -> int:
        """Frames that were missing."""
        return int(self._counts[_ZERO_FILLED])

    def write(self, frames: Frames) -> None:
        """Append (n, channels). Loop thread."""
        self._ring.write(np.ascontiguousarray(frames))
        self._counts[_PROMISED] = True

    def drained(self) -> bool:
        """Return whether nothing waits; what is missing from then on is no underrun."""
        if self._ring.filled:
            return False
        self._counts[_PROMISED] = False
        return True

    def heard(self, sample_rate: int) -> float | None:
        """Return when the next frame that is written will be heard, by the device's clock."""
        if not self.blocks:
            return None
        read, time = self._stamp()
        return time + (self._ring.written - read) / sample_rate

    def _stamp(self) -> tuple[int, float]:
        """Return a frame and when it is heard, both of the same block."""
        while True:
            turn = int(self._counts[_TURN])
            read, time = int(self._counts[_FRAME]), float(self._time[0])
            if turn % 2 == 0 and turn == self._counts[_TURN]:
                return read, time

    def pull(self, out: Frames, until: float) -> None:
        """Fill ``out`` (n, channels). The device's thread; counts what came too late.

        ``until`` is the device's time at which ``out`` has been heard.
        """
        got = self._ring.read_into(out)
        self._counts[_TURN] += 1
        self._counts[_FRAME], self._time[0] = self._ring.read, until
        self._counts[_TURN] += 1
        self._counts[_BLOCKS] += 1
        if got < len(out) and self._counts[_PROMISED]:
            self._counts[_UNDERRUNS] += 1
            self._counts[_ZERO_FILLED] += len(out) - got

    def skipped(self, blocks: int) -> None:
        """Count blocks that the device did not come for. Its thread."""
        self._counts[_UNDERRUNS] += blocks
