"""A canvas of tokens drawn by the denoiser in windows under shared constraints.

Every window sees the same prompt, its own stretch of the controls and of the known past, and noise
that belongs to the place. A canvas no longer than one window is drawn as it is.
"""

import torch
from torch import Tensor

from musiccm.compute import Compute
from musiccm.denoiser import Conditioning
from musiccm.graphs import Network
from musiccm.guidance import predict
from musiccm.noise import place_noise
from musiccm.request import TOKEN_FRAMES, WINDOW_FRAMES
from musiccm.sampler import Denoise, sample_consistency, sampling_times
from musiccm.windows import (
    Layout,
    LayoutAt,
    mean_layout,
    on_canvas,
    shift_layout,
    swap_layout,
)

WINDOW = WINDOW_FRAMES // TOKEN_FRAMES


def layout(fusion: str, length: int, step: int, steps: int, window: int = WINDOW) -> Layout:
    """Return the windows over a canvas of ``length`` tokens in one of ``steps`` sampling steps.

    Raises
    ------
    ValueError
        If ``fusion`` is none of ``request.FUSIONS``.
    """
    if fusion == "mean":
        return mean_layout(length, window, window // 2)
    if fusion == "swap":
        # SaFa: a fifth of overlap is enough
        return swap_layout(length, window, window - window // 5)
    if fusion == "shift":
        return shift_layout(length, window, step * window // steps)
    raise ValueError(f"no fusion {fusion!r}")


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


def canvas_denoiser(
    denoiser: Network, cond: Conditioning, compute: Compute, layout_at: LayoutAt
) -> Denoise:
    """Return the denoiser of a whole canvas (1, L, n_latents) under ``cond`` (batch 1)."""

    def f(crops: Tensor, t: float, part: Layout) -> Tensor:
        windows = crop_conditioning(cond, [crop.start for crop in part], crops.shape[1])
        times = torch.full((len(part),), t, device=crops.device)
        with compute.autocast():
            return predict(denoiser, crops, times, windows).float()

    return on_canvas(f, layout_at, WINDOW)


def draw(
    denoiser: Network,
    cond: Conditioning,
    compute: Compute,
    *,
    seed: int,
    steps: int,
    start: int,
    fusion: str,
    variation: float = 0.0,
) -> Tensor:
    """Draw a canvas (1, L, n_latents) whose first token has the absolute number ``start``."""
    length, width = cond.clean.shape[1:]
    times = sampling_times(steps)
    layouts = {t: layout(fusion, length, step, steps) for step, t in enumerate(times)}
    noises = [
        place_noise(seed, step, start, length, width, variation)[None].to(compute.device)
        for step in range(steps)
    ]
    f = canvas_denoiser(denoiser, cond, compute, layouts.__getitem__)
    return sample_consistency(f, noises, times)
