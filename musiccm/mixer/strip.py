"""One stem's place in the mix, and the factors that it means."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]

N_FACTORS = 5


@dataclass(frozen=True)
class Strip:
    """One stem's place in the mix.

    ``gain`` is linear; ``pan`` runs from -1 (left) to 1 (right); ``width`` is the level of the side
    signal relative to the stem; ``send`` the linear level into the room. While any stem of a mix
    is ``solo``, only those are heard; ``mute`` wins over ``solo``.
    """

    gain: float = 1.0
    mute: bool = False
    solo: bool = False
    pan: float = 0.0
    width: float = 0.0
    send: float = 0.0


DEFAULT_STRIPS: dict[str, Strip] = {
    "drums": Strip(width=0.20, send=0.06),
    "bass": Strip(send=0.01),
    "harmony": Strip(pan=-0.12, width=0.50, send=0.16),
    "lead": Strip(pan=0.12, width=0.30, send=0.20),
}


def factors(strips: Iterable[Strip]) -> Audio:
    """Return the factors of all stems, (N_FACTORS * stems,).

    They are all factors into the left, then right, side, room and the stem's own output.
    """
    strips = tuple(strips)
    alone = any(strip.solo for strip in strips)
    rows = [_factors(s, heard=not s.mute and (s.solo or not alone)) for s in strips]
    return np.array(rows, np.float32).T.reshape(-1)


def _factors(strip: Strip, heard: bool) -> tuple[float, ...]:
    """Return one stem's factors: equal-power pan, centre at 1/sqrt(2)."""
    gain = strip.gain if heard else 0.0
    angle = (strip.pan + 1) * math.pi / 4
    return (
        gain * math.cos(angle),
        gain * math.sin(angle),
        gain * strip.width * math.sqrt(0.5),
        gain * strip.send,
        gain,
    )
