"""What leaves the daemon on which channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bridge.audio.base import Audio
from bridge.errors import StartupError
from bridge.protocol.parameters import STEMS

if TYPE_CHECKING:  # the JACK client's process needs the names alone, and no mixer
    from musiccm.mixer import Mixed

MASTER = ("left", "right")
LANES = {"stereo": MASTER, "stems": STEMS, "stereo+stems": MASTER + STEMS}
MOST_CHANNELS = 64


@dataclass(frozen=True)
class Layout:
    """``lanes`` names what leaves; ``channels`` the device's channel of each, from 0."""

    lanes: tuple[str, ...]
    channels: tuple[int, ...]

    @classmethod
    def of(cls, outputs: str = "stereo", channels: Sequence[int] | None = None) -> "Layout":
        """Return the layout of a key of LANES; ``channels`` count from 1, as devices print them.

        Raises
        ------
        StartupError
            When the channels do not fit.
        """
        lanes = LANES[outputs]
        wanted = tuple(channels or range(1, len(lanes) + 1))
        if len(wanted) != len(lanes) or len(set(wanted)) != len(wanted):
            raise StartupError(
                f"--channels: {outputs} takes {len(lanes)} different channels, "
                f"one each for {', '.join(lanes)}"
            )
        if not 1 <= min(wanted) <= max(wanted) <= MOST_CHANNELS:
            raise StartupError(f"--channels: channels are numbers from 1 to {MOST_CHANNELS}")
        return cls(lanes, tuple(channel - 1 for channel in wanted))

    @property
    def n_channels(self) -> int:
        """How many channels the device must have."""
        return max(self.channels) + 1

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each channel of the device; one that nothing is mapped to is unused."""
        named = dict(zip(self.channels, self.lanes, strict=True))
        return tuple(named.get(c, f"unused_{c + 1}") for c in range(self.n_channels))

    def arrange(self, block: "Mixed") -> Audio:
        """Return the block as the device gets it, (n_channels, n)."""
        if self.lanes == MASTER and self.channels == (0, 1):
            return block.master
        rows = dict(zip((*MASTER, *STEMS), (*block.master, *block.stems), strict=True))
        out = np.zeros((self.n_channels, block.master.shape[1]), np.float32)
        for lane, channel in zip(self.lanes, self.channels, strict=True):
            out[channel] = rows[lane]
        return out
