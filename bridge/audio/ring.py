"""A ring of frames between the loop, which writes, and one callback, which reads."""

import numpy as np
from numpy.typing import NDArray

_WRITTEN, _READ = 0, 1


class Ring:
    """Single producer, single consumer, no locks: each side moves its own counter only.

    Reading and writing copy and allocate nothing that lasts. All channels live in one frame, so an
    underrun cannot shift one of them. The two sides may be threads or, with ``memory`` that both
    have mapped, processes: what is read was written milliseconds before, long after it has left
    any processor's store buffer.
    """

    def __init__(self, frames: int, channels: int = 2, memory: memoryview | None = None) -> None:
        """``memory`` has :meth:`size` bytes, all zero at first; None takes some of its own."""
        held = memoryview(bytearray(self.size(frames, channels))) if memory is None else memory
        self._counts = np.frombuffer(held, np.int64, 2)
        self._data = np.frombuffer(held, np.float32, offset=16).reshape(frames, channels)

    @staticmethod
    def size(frames: int, channels: int) -> int:
        """Return how many bytes a ring takes."""
        return 16 + 4 * frames * channels

    @property
    def written(self) -> int:
        """Frames that were ever written."""
        return int(self._counts[_WRITTEN])

    @property
    def read(self) -> int:
        """Frames that were ever read."""
        return int(self._counts[_READ])

    @property
    def filled(self) -> int:
        """Frames that wait to be read."""
        return self.written - self.read

    def write(self, frames: NDArray[np.float32]) -> None:
        """Append (n, channels). Raises BufferError when there is no room."""
        n, size = len(frames), len(self._data)
        if self.filled + n > size:
            raise BufferError(f"{n} frames do not fit into {size - self.filled}")
        at = self.written % size
        head = min(n, size - at)
        self._data[at : at + head] = frames[:head]
        self._data[: n - head] = frames[head:]
        self._counts[_WRITTEN] += n

    def read_into(self, out: NDArray[np.float32]) -> int:
        """Fill ``out`` (n, channels), the rest with silence; return how much there was."""
        size = len(self._data)
        n = min(len(out), self.filled)
        at = self.read % size
        head = min(n, size - at)
        out[:head] = self._data[at : at + head]
        out[head:n] = self._data[: n - head]
        out[n:] = 0.0
        self._counts[_READ] += n
        return n
