"""A canvas of latents drawn by the student, in windows where it is longer than the U-Net knows."""

import torch
from torch import Tensor

from musiccm.canvas import layout
from musiccm.compute import Compute
from musiccm.musicldm.denoiser import Network, consistency
from musiccm.musicldm.schedule import Denoise, Past, Schedule, sample_consistency, sampling_times
from musiccm.noise import place_noise
from musiccm.windows import Layout, LayoutAt, mean_layout, on_canvas


def to_tokens(latents: Tensor) -> Tensor:
    """Return (B, C, T, F) as (B, T, C · F): a position is a moment."""
    return latents.transpose(1, 2).flatten(2)


def to_latents(tokens: Tensor, channels: int) -> Tensor:
    """Return (B, T, C · F) as (B, C, T, F)."""
    return tokens.unflatten(2, (channels, -1)).transpose(1, 2)


def canvas_denoiser(
    unet: Network, schedule: Schedule, text: Tensor, compute: Compute, layout_at: LayoutAt
) -> Denoise:
    """Return f of a canvas (1, C, T, F) under ``text`` (1, dim), fused as ``layout_at`` says."""
    channels, fast = unet.config.in_channels, compute.dtype != torch.float32

    def f(crops: Tensor, t: float, part: Layout) -> Tensor:
        times = torch.full((len(crops),), int(t), device=crops.device)
        with torch.autocast(compute.device.type, compute.dtype, enabled=fast):
            x_0 = consistency(
                unet, schedule, to_latents(crops, channels), times, text.expand(len(crops), -1)
            )
        return to_tokens(x_0.float())

    on_tokens = on_canvas(f, layout_at, int(unet.config.sample_size))

    def denoise(x: Tensor, t: int) -> Tensor:
        return to_latents(on_tokens(to_tokens(x), t), channels)

    return denoise


def draw(
    unet: Network,
    schedule: Schedule,
    past: Past,
    text: Tensor,
    compute: Compute,
    *,
    seed: int,
    steps: int,
    start: int,
    fusion: str,
    variation: float = 0.0,
) -> Tensor:
    """Draw a canvas (1, C, T, F) whose first latent has the absolute number ``start``."""
    _, channels, length, bins = past.clean.shape
    times, window = sampling_times(steps, schedule.n_times), int(unet.config.sample_size)
    layouts: dict[float, Layout] = {
        t: layout(fusion, length, step, steps, window) for step, t in enumerate(times)
    }
    device = compute.device
    noises = [
        place_noise(seed, step, start, length, channels * bins, variation)[None]
        for step in range(steps)
    ]
    f = canvas_denoiser(unet, schedule, text.to(device), compute, layouts.__getitem__)
    return sample_consistency(
        f, schedule, [to_latents(n, channels).to(device) for n in noises], times, past
    )


def decode(vae: Network, latents: Tensor, window: int) -> Tensor:
    """Return the log-mel (frames, n_mels) of ``latents`` (1, C, T, F), windows of T at a time.

    The VAE attends to all that it is given at once, which grows with the square of the length.
    """
    per_latent = 2 ** (len(vae.config.block_out_channels) - 1)
    scaled, length = latents / vae.config.scaling_factor, latents.shape[2]
    mel = torch.zeros(length * per_latent, latents.shape[3] * per_latent, device=latents.device)
    for crop in mean_layout(length, window, window - window // 8):
        drawn = vae.decode(scaled[:, :, crop.first : crop.stop]).sample[0, 0].float()
        share = crop.share.to(drawn).repeat_interleave(per_latent)
        mel[crop.first * per_latent : crop.stop * per_latent] += share[:, None] * drawn
    return mel
