"""A small space of mel tokens in which few-step samples are compared with truth while training.

It steers nothing but the choice of the best checkpoint; the shipped figures come from judges that
had no part in training.
"""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.linalg import sqrtm
from torch import Tensor

from musiccm.denoiser import Denoiser
from training.crops import CropSource

COMPONENTS = 32


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of two clouds (n, dim) taken as Gaussians (arXiv 1706.08500, eq. 6)."""
    mean = np.sum((a.mean(0) - b.mean(0)) ** 2)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    cross = sqrtm(cov_a @ cov_b)
    return float(mean + np.trace(cov_a + cov_b - 2 * np.real(cross)))


@dataclass(frozen=True)
class MelSpace:
    """Principal components of tokens, and of the change from one token to the next."""

    mean: Tensor
    basis: Tensor

    @classmethod
    def fit(
        cls, source: CropSource, denoiser: Denoiser, *, seed: int, crops: int = 96
    ) -> "MelSpace":
        """Fit the components on ``crops`` training crops."""
        mel = torch.from_numpy(source.draw(np.random.default_rng([seed, 3]), crops)[0])
        latents = denoiser.latents
        return cls.of(latents.encode(mel.to(latents.mean))[:, ::2], seed=seed)

    @classmethod
    def of(cls, tokens: Tensor, *, seed: int) -> "MelSpace":
        """Fit the components on ``tokens`` (B, L, n)."""
        flat = tokens.flatten(0, 1)
        torch.manual_seed(seed)
        _, _, basis = torch.pca_lowrank(flat, min(COMPONENTS, flat.shape[1]), niter=3)
        return cls(flat.mean(0), basis)

    def features(self, x: Tensor) -> np.ndarray:
        """Project tokens (B, L, n) to (B·(L-1), 2·COMPONENTS)."""
        z = (x - self.mean) @ self.basis
        both = torch.cat([z[:, 1:], z[:, 1:] - z[:, :-1]], dim=-1)
        return both.flatten(0, 1).double().cpu().numpy()

    def distance(self, a: Tensor, b: Tensor) -> float:
        """Fréchet distance of two sets of samples (B, L, n)."""
        return frechet(self.features(a), self.features(b))
