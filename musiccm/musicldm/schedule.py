"""MusicLDM's noise schedule and the consistency sampler on it.

Noise rule: ``x_t = √ᾱ_t x_0 + √(1 - ᾱ_t) ε`` for whole t from 0 (music) to T - 1 (noise). Latents
are (B, C, T, F): channels, time, frequency. The solver's grid, the sampler's times and the boundary
condition are those of latent consistency models (arXiv 2310.04378), as MusicCM takes them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Denoise = Callable[[Tensor, int], Tensor]
"""f(x, t) → x_0 for latents of any shape at one time."""

SOLVER_POINTS = 50  # MusicCM; k = 20 of 1000
SIGMA_DATA = 0.5
TIME_SCALE = 10.0  # of the boundary condition (arXiv 2310.04378, appendix C)


def solver_grid(n_times: int, points: int = SOLVER_POINTS) -> list[int]:
    """Return ``points`` + 1 times rising from 0 to ``n_times`` - 1.

    Raises
    ------
    ValueError
        If there are fewer times than points.
    """
    if points > n_times:
        raise ValueError(f"{points} solver points do not fit into {n_times} times")
    skip = n_times // points
    return [0, *(n * skip - 1 for n in range(1, points + 1))]


def sampling_times(steps: int, n_times: int, points: int = SOLVER_POINTS) -> list[int]:
    """Return the times of a ``steps``-step sample, falling; 999, 759, 499, 259 for four of 1000.

    Raises
    ------
    ValueError
        If ``steps`` is not 1 … ``points``.
    """
    if not 1 <= steps <= points:
        raise ValueError(f"steps must be 1 to {points}, got {steps}")
    falling = solver_grid(n_times, points)[:0:-1]
    return [falling[n * points // steps] for n in range(steps)]


@dataclass(frozen=True)
class Schedule:
    """ᾱ (T,) and what the network's output means: "epsilon", "v_prediction" or "sample"."""

    alphas: Tensor
    prediction: str = "epsilon"

    @property
    def n_times(self) -> int:
        """T."""
        return len(self.alphas)

    def rates(self, t: Tensor) -> tuple[Tensor, Tensor]:
        """Return √ᾱ and √(1 - ᾱ) at ``t`` (B,), shaped (B, 1, 1, 1)."""
        alpha = self.alphas.to(t.device)[t].view(-1, 1, 1, 1)
        return alpha.sqrt(), (1 - alpha).sqrt()

    def noisy(self, x_0: Tensor, t: Tensor, noise: Tensor) -> Tensor:
        """Return x_t."""
        signal, sigma = self.rates(t)
        return signal * x_0 + sigma * noise

    def x_0(self, x: Tensor, t: Tensor, output: Tensor) -> Tensor:
        """Return the music that the network's ``output`` at x_t means."""
        signal, sigma = self.rates(t)
        if self.prediction == "epsilon":
            return (x - sigma * output) / signal
        return output if self.prediction == "sample" else signal * x - sigma * output

    def ddim_step(self, x: Tensor, x_0: Tensor, t: Tensor, s: Tensor) -> Tensor:
        """One DDIM step from t to s (B,): the implied ε is kept (arXiv 2010.02502, eq. 12)."""
        signal, sigma = self.rates(t)
        return self.noisy(x_0, s, (x - signal * x_0) / sigma)


def boundary(t: Tensor) -> tuple[Tensor, Tensor]:
    """Return c_skip and c_out at ``t`` (B,), shaped (B, 1, 1, 1); f(x, 0) = x."""
    scaled = TIME_SCALE * t.float().view(-1, 1, 1, 1)
    total = scaled**2 + SIGMA_DATA**2
    return SIGMA_DATA**2 / total, scaled / total.sqrt()


@dataclass(frozen=True)
class Past:
    """Clean latents that are known: ``clean`` (1, C, T, F) where ``known`` (T,) is true."""

    clean: Tensor
    known: Tensor

    def clamp(self, x: Tensor) -> Tensor:
        """Put the known latents into ``x``."""
        return torch.where(self.known[:, None], self.clean, x)


def sample_consistency(
    f: Denoise, schedule: Schedule, noises: Sequence[Tensor], times: Sequence[int], past: Past
) -> Tensor:
    """Multistep consistency sampling (arXiv 2303.01469, algorithm 1) that goes on from a past.

    ``noises`` holds one tensor (1, C, T, F) per time. The network has no input for what is known:
    known latents are noised like all others on the way in, and put back clean on the way out. No
    noise is added after the last step.
    """
    x_0 = torch.zeros_like(noises[0])
    for index, (t, noise) in enumerate(zip(times, noises, strict=True)):
        noised = schedule.noisy(past.clamp(x_0), torch.tensor([t], device=noise.device), noise)
        if index == 0:  # what is not known begins as noise alone
            noised = torch.where(past.known[:, None], noised, noise)
        x_0 = f(noised, t)
    return past.clamp(x_0)
