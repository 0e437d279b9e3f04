"""Mel to latents and back: a linear autoencoder, no network.

A token of TOKEN_FRAMES frames × stems × bins is projected on its principal components. A few
hundred of the thousands of dimensions carry 99 % of the variance, so this does the work of a
VAE at the price of one matrix product. Components are scaled by the square root of their standard
deviation: the loud ones shrink, the fine ones grow, and one noise level suits them all better.

A sample's error is even in log-mel, and so a burst of power wherever it is upwards: no bin is
decoded louder than the recordings have it in all but a few frames.
"""

from typing import Any, cast

import torch
from torch import Tensor, nn

CEILING_QUANTILE = 0.995  # of a bin's frames; recordings lose half a decibel by it


class MelLatents(nn.Module):
    """Log-mel (B, frames, stems, n_mels) ↔ latents (B, frames / token_frames, n_latents)."""

    mean: Tensor
    std: Tensor
    centre: Tensor
    basis: Tensor
    scale: Tensor
    ceiling: Tensor

    def __init__(self, token_frames: int, n_stems: int, n_mels: int, n_latents: int) -> None:
        super().__init__()
        self.token_frames = token_frames
        self.shape = (n_stems, n_mels)
        patch = token_frames * n_stems * n_mels
        self.register_buffer("mean", torch.zeros(n_stems, n_mels))
        self.register_buffer("std", torch.ones(n_stems, n_mels))
        self.register_buffer("centre", torch.zeros(patch))
        self.register_buffer("basis", torch.eye(patch, n_latents))
        self.register_buffer("scale", torch.ones(n_latents))
        self.register_buffer("ceiling", torch.full((n_stems, n_mels), torch.inf))
        self.register_load_state_dict_pre_hook(_without_ceiling)

    def encode(self, mel: Tensor) -> Tensor:
        """Project log-mel on the components."""
        return (self._patches(mel) - self.centre) @ self.basis / self.scale

    def decode(self, z: Tensor) -> Tensor:
        """Return the log-mel of latents, under the ceiling."""
        patches = (z * self.scale) @ self.basis.T + self.centre
        mel = patches.reshape(z.shape[0], -1, *self.shape)
        return torch.minimum(mel * self.std + self.mean, self.ceiling)

    def _patches(self, mel: Tensor) -> Tensor:
        normal = (mel - self.mean) / self.std
        return normal.reshape(mel.shape[0], mel.shape[1] // self.token_frames, -1)

    @torch.no_grad()
    def fit(self, mel: Tensor, mean: Tensor, std: Tensor) -> float:
        """Set the components from ``mel`` (n, frames, stems, n_mels).

        ``mean`` and ``std`` (stems, n_mels) normalise the bins first. Latents come out with a
        mean variance of 1. Returns the explained part of the variance.
        """
        self.mean.copy_(mean)
        self.std.copy_(std)
        patches = self._patches(mel).flatten(0, 1)
        self.centre.copy_(patches.mean(0))
        centred = patches - self.centre
        covariance = centred.T @ centred / len(centred)
        values, vectors = torch.linalg.eigh(covariance.double())
        n = len(self.scale)
        kept = values.flip(0)[:n].clamp(min=1e-12)
        self.basis.copy_(vectors.flip(1)[:, :n])
        scale = kept**0.25
        self.scale.copy_(scale * (kept / scale**2).mean().sqrt())
        self.ceiling.copy_(_loudest(mel))
        return float(kept.sum() / values.sum())


def _loudest(mel: Tensor) -> Tensor:
    """Return the level (stems, n_mels) over which a bin of ``mel`` (n, frames, …) seldom goes."""
    frames = mel.flatten(0, 1)
    levels = frames[:: max(1, len(frames) // 50_000)].flatten(1).T.contiguous()
    rank = max(1, round(CEILING_QUANTILE * levels.shape[1]))
    return levels.kthvalue(rank, dim=1).values.reshape(mel.shape[2:])


def _without_ceiling(latents: nn.Module, state: dict[str, Tensor], prefix: str, *_: Any) -> None:
    """Let weights in that were made before there was a ceiling."""
    state.setdefault(prefix + "ceiling", torch.full_like(cast(Tensor, latents.ceiling), torch.inf))
