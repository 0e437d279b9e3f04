"""Noise that belongs to the place: a function of seed, sampling step and absolute token.

The same frame gets the same noise in every window, extension and re-plan, so windows agree where
they overlap and a small change of a control changes the music a little.
"""

import math

import numpy as np
import torch
from torch import Tensor

BLOCK = 16  # tokens drawn by one generator
_WORD = 2**64 - 1


def _block(seed: int, step: int, block: int, width: int) -> np.ndarray:
    # Places before the beginning of a piece that goes on from a sound have negative numbers.
    key = np.array([seed & _WORD, ((step << 48) ^ block) & _WORD], dtype=np.uint64)
    generator = np.random.Generator(np.random.Philox(key=key))
    return generator.standard_normal((BLOCK, width), dtype=np.float32)


def take_seed(seed: int, take: int) -> int:
    """Return the noise seed of a take; take 0 is the seed itself."""
    return seed + (take << 32)


def place_noise(
    seed: int, step: int, start: int, length: int, width: int, variation: float = 0.0
) -> Tensor:
    """Return standard normal noise (length, width) of tokens ``[start, start + length)``.

    ``variation`` (0 … 1) turns it from this take's noise to the next one's, its variance kept.
    """
    noise = _place_noise(seed, step, start, length, width)
    if not variation:
        return noise
    angle = variation * math.pi / 2
    other = _place_noise(take_seed(seed, 1), step, start, length, width)
    return math.cos(angle) * noise + math.sin(angle) * other


def _place_noise(seed: int, step: int, start: int, length: int, width: int) -> Tensor:
    first, last = start // BLOCK, (start + length - 1) // BLOCK
    blocks = [_block(seed, step, block, width) for block in range(first, last + 1)]
    offset = start - first * BLOCK
    return torch.from_numpy(np.concatenate(blocks)[offset : offset + length])
