"""A canvas of tokens drawn by the denoiser in windows under shared constraints.

Every window sees the same prompt, its own stretch of the controls and of the known past, and noise
that belongs to the place. A canvas no longer than one window is drawn as it is.
"""

import torch
from torch import Tensor

from musiccm.compute import Compute
from musiccm.denoiser import Conditioning, Denoiser
from musiccm.noise import place_noise
from musiccm.request import TOKEN_FRAMES, WINDOW_FRAMES
from musiccm.sampler import Denoise, sample_consistency, sampling_times
from musiccm.windows import on_canvas, window_starts

WINDOW = WINDOW_FRAMES // TOKEN_FRAMES
STRIDE = WINDOW // 2


def crop_conditioning(cond: Conditioning, starts: list[int], window: int) -> Conditioning:
    """Cut a canvas' conditioning (batch 1) into one item per window."""
    n = len(starts)
    frames = [slice(s * TOKEN_FRAMES, (s + window) * TOKEN_FRAMES) for s in starts]
    return Conditioning(
        text=cond.text.expand(n, -1),
        controls=torch.stack([cond.controls[0, part] for part in frames]),
        guidance=cond.guidance.expand(n),
        clean=torch.stack([cond.clean[0, s : s + window] for s in starts]),
        known=torch.stack([cond.known[0, s : s + window] for s in starts]),
    )


def canvas_denoiser(denoiser: Denoiser, cond: Conditioning, compute: Compute) -> Denoise:
    """Return the denoiser of a whole canvas (1, L, n_latents) under ``cond`` (batch 1)."""
    length = cond.clean.shape[1]
    starts = window_starts(length, WINDOW, STRIDE)
    windows = crop_conditioning(cond, starts, min(WINDOW, length))

    def f(crops: Tensor, t: float, starts: list[int]) -> Tensor:
        times = torch.full((len(starts),), t, device=crops.device)
        fast = compute.dtype != torch.float32
        with torch.autocast(compute.device.type, compute.dtype, enabled=fast):
            return denoiser(crops, times, windows).float()

    return on_canvas(f, length, WINDOW, STRIDE)


def draw(
    denoiser: Denoiser, cond: Conditioning, compute: Compute, *, seed: int, steps: int, start: int
) -> Tensor:
    """Draw a canvas (1, L, n_latents) whose first token has the absolute number ``start``."""
    length, width = cond.clean.shape[1:]
    times = sampling_times(steps)
    noises = [
        place_noise(seed, step, start, length, width)[None].to(compute.device)
        for step in range(len(times))
    ]
    return sample_consistency(canvas_denoiser(denoiser, cond, compute), noises, times)
