"""Noise that belongs to the place: a function of seed, sampling step and absolute token.

The same frame gets the same noise in every window, extension and re-plan, so windows agree where
they overlap and a small change of a control changes the music a little.
"""

import numpy as np
import torch
from torch import Tensor

BLOCK = 16  # tokens drawn by one generator


def _block(seed: int, step: int, block: int, width: int) -> np.ndarray:
    key = np.array([seed & (2**64 - 1), (step << 48) ^ block], dtype=np.uint64)
    generator = np.random.Generator(np.random.Philox(key=key))
    return generator.standard_normal((BLOCK, width), dtype=np.float32)


def place_noise(seed: int, step: int, start: int, length: int, width: int) -> Tensor:
    """Return standard normal noise (length, width) of tokens ``[start, start + length)``."""
    first, last = start // BLOCK, (start + length - 1) // BLOCK
    blocks = [_block(seed, step, block, width) for block in range(first, last + 1)]
    offset = start - first * BLOCK
    return torch.from_numpy(np.concatenate(blocks)[offset : offset + length])
