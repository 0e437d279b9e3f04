"""Windows under shared constraints: a canvas of any length from a denoiser of fixed length.

Every sampling step the crops that cover the canvas are denoised together and their predictions of
x_0 are averaged (MultiDiffusion, arXiv 2302.08113; MusicCM section 3.4). The sampler then re-noises
the whole canvas once with shared noise: averaging noise would shrink it and muffle the music.
"""

from collections.abc import Callable

import torch
from torch import Tensor

WindowDenoise = Callable[[Tensor, float, list[int]], Tensor]


def window_starts(length: int, window: int, stride: int) -> list[int]:
    """Return the first token of each window; the last one ends flush with the canvas."""
    if length <= window:
        return [0]
    starts = list(range(0, length - window, stride))
    return [*starts, length - window]


def fuse_mean(crops: Tensor, starts: list[int], length: int) -> Tensor:
    """Average overlapping crops (windows, W, patch) into a canvas (length, patch)."""
    canvas = crops.new_zeros(length, crops.shape[-1])
    count = crops.new_zeros(length, 1)
    for crop, start in zip(crops, starts, strict=True):
        canvas[start : start + crop.shape[0]] += crop
        count[start : start + crop.shape[0]] += 1
    return canvas / count


def on_canvas(f: WindowDenoise, length: int, window: int, stride: int) -> Callable[..., Tensor]:
    """Turn a denoiser of windows into a denoiser of the canvas.

    ``f`` maps crops (windows, W, patch), a time and the crops' first tokens to predictions of the
    same shape. The result maps a canvas (1, length, patch) and a time to the fused prediction.
    """
    starts = window_starts(length, window, stride)

    def denoise(x: Tensor, t: float) -> Tensor:
        crops = torch.stack([x[0, s : s + window] for s in starts])
        return fuse_mean(f(crops, t, starts), starts, length)[None]

    return denoise
