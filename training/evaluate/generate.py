"""Draw music of any length under given controls, window by window as an endless piece is drawn.

The schedule is ``musiccm.render.endless``'s: a first window of WINDOW_FRAMES without a past, then
EXTEND_FRAMES at a time with CONTEXT_FRAMES of clean past, drawn AHEAD_FRAMES further where there
are controls; noise comes from the place.
"""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.denoiser import Conditioning, Denoiser
from musiccm.noise import place_noise
from musiccm.request import (
    AHEAD_FRAMES,
    CONTEXT_FRAMES,
    EXTEND_FRAMES,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
)
from musiccm.sampler import guided, sample_consistency, sample_ode, sampling_times

GUIDANCE = 2.0

Noise = Callable[[int], Tensor]  # sampling step → noise (1, L, n_latents)
Sampler = Callable[[Denoiser, Conditioning, Noise], Tensor]


def consistency(steps: int, scale: float = GUIDANCE) -> Sampler:
    """Return the student's sampler; the guidance scale is told, not applied."""

    def draw(denoiser: Denoiser, cond: Conditioning, noise: Noise) -> Tensor:
        times = sampling_times(steps)
        told = cond.with_guidance(torch.full_like(cond.guidance, scale))

        def f(x: Tensor, t: float) -> Tensor:
            return denoiser(x, torch.full((len(x),), t, device=x.device), told)

        return sample_consistency(f, [noise(step) for step in range(len(times))], times)

    return draw


def diffusion(steps: int, scale: float = GUIDANCE) -> Sampler:
    """Return the teacher's sampler: Euler steps of the guided flow, two predictions a step."""

    def draw(denoiser: Denoiser, cond: Conditioning, noise: Noise) -> Tensor:
        both = _with_and_without(cond)

        def f(x: Tensor, t: float) -> Tensor:
            pair = denoiser(torch.cat([x, x]), torch.full((2 * len(x),), t, device=x.device), both)
            given, bare = pair.chunk(2)
            return guided(given, bare, scale)

        return sample_ode(f, noise(0), steps)

    return draw


def _with_and_without(cond: Conditioning) -> Conditioning:
    bare = cond.without_prompt()
    names = ("text", "controls", "guidance", "clean", "known")
    return Conditioning(*(torch.cat([getattr(cond, k), getattr(bare, k)]) for k in names))


def spans(n_frames: int) -> Iterator[tuple[int, int, int]]:
    """Yield (first new frame, frames of past, new frames) until ``n_frames`` are drawn."""
    start = 0
    while start < n_frames:
        new = min(EXTEND_FRAMES if start else WINDOW_FRAMES, n_frames - start)
        yield start, min(CONTEXT_FRAMES, start), new
        start += new


@torch.inference_mode()
def generate(
    denoiser: Denoiser,
    sampler: Sampler,
    controls: NDArray[np.float32],
    text: NDArray[np.float32],
    seed: int,
) -> NDArray[np.float32]:
    """Return log-mel (F, stems, n_mels) for ``controls`` (F, N_CHANNELS) and ``text`` (text_dim,).

    F is a multiple of TOKEN_FRAMES.
    """
    config = denoiser.config
    device = next(denoiser.parameters()).device
    mel = torch.zeros(len(controls), config.n_stems, config.n_mels, device=device)
    asked = torch.from_numpy(np.asarray(controls, np.float32)).to(device)
    words = torch.from_numpy(np.asarray(text, np.float32))[None].to(device)
    for start, past, new in spans(len(controls)):
        end = min(start + new + (AHEAD_FRAMES if past else 0), len(controls))
        window = slice(start - past, end)
        tokens = (end - start + past) // TOKEN_FRAMES
        cond = Conditioning(
            text=words,
            controls=asked[window][None],
            guidance=torch.zeros(1, device=device),
            clean=denoiser.latents.encode(mel[window][None]),
            known=torch.arange(tokens, device=device)[None] < past // TOKEN_FRAMES,
        )
        first = (start - past) // TOKEN_FRAMES

        def noise(step: int, first: int = first, tokens: int = tokens) -> Tensor:
            return place_noise(seed, step, first, tokens, config.n_latents)[None].to(device)

        drawn = denoiser.latents.decode(sampler(denoiser, cond, noise).float())[0]
        mel[start : start + new] = (
            drawn[past : past + new].half().float()
        )  # chunks carry half precision
    return mel.cpu().numpy()
