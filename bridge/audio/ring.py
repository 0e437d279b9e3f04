"""A ring of frames between the loop, which writes, and one callback, which reads."""

import numpy as np
from numpy.typing import NDArray


class Ring:
    """Single producer, single consumer, no locks: each side moves its own counter only.

    Reading and writing copy and allocate nothing that lasts. All channels live in one frame, so an
    underrun cannot shift one of them.
    """

    def __init__(self, frames: int, channels: int = 2) -> None:
        self._data = np.zeros((frames, channels), np.float32)
        self._written = 0
        self._read = 0

    @property
    def written(self) -> int:
        """Frames that were ever written."""
        return self._written

    @property
    def read(self) -> int:
        """Frames that were ever read."""
        return self._read

    @property
    def filled(self) -> int:
        """Frames that wait to be read."""
        return self._written - self._read

    def write(self, frames: NDArray[np.float32]) -> None:
        """Append (n, channels). Raises BufferError when there is no room."""
        n, size = len(frames), len(self._data)
        if self.filled + n > size:
            raise BufferError(f"{n} frames do not fit into {size - self.filled}")
        at = self._written % size
        head = min(n, size - at)
        self._data[at : at + head] = frames[:head]
        self._data[: n - head] = frames[head:]
        self._written += n

    def read_into(self, out: NDArray[np.float32]) -> int:
        """Fill ``out`` (n, channels), the rest with silence; return how much there was."""
        size = len(self._data)
        n = min(len(out), self.filled)
        at = self._read % size
        head = min(n, size - at)
        out[:head] = self._data[at : at + head]
        out[head:n] = self._data[: n - head]
        out[n:] = 0.0
        self._read += n
        return n
