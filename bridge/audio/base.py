"""What the daemon needs of an output."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]


class AudioOutput(Protocol):
    """Takes blocks of all channels ahead of time and plays them. Called on the loop thread.

    The loop asks :meth:`wanted` and writes that many samples or fewer; what is written is
    committed: nothing can change it any more.
    """

    ahead: int
    """Samples that are kept written ahead of the device; the session raises it after a gap."""

    @property
    def name(self) -> str:
        """The device, in words."""

    @property
    def underruns(self) -> int:
        """Blocks that came too late, or that the device left out."""

    @property
    def zero_filled(self) -> int:
        """Frames that were silent because nothing was ready."""

    def start(self) -> None:
        """Open the device. Raises StartupError."""

    def wanted(self) -> int:
        """Return how many samples fit now, without waiting."""

    def write(self, block: Audio) -> None:
        """Take a block (channels, n) float32."""

    def next_heard(self) -> float:
        """Return when the next sample that is written will be heard, in seconds of the clock.

        The latency that the device reports is in it.
        """

    def drained(self) -> bool:
        """Return whether all that was written has been played."""

    def stop(self) -> None:
        """Close the device; may be called in any state."""
