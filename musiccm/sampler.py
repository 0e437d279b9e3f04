"""Samplers: multistep consistency sampling, and the teacher's probability-flow ODE.

Noise rule: ``x_t = (1 - t) x_0 + t ε``, t from 1 (noise) to 0 (music). Every function takes the
denoiser as ``f(x, t) → x_0`` and knows nothing of its network.
"""

from collections.abc import Callable, Sequence

from torch import Tensor

Denoise = Callable[[Tensor, float], Tensor]

SHIFT = 3.0
SOLVER_POINTS = 16  # divisible by 1, 2, 4 and 8: their steps are even


def shifted(u: float, shift: float = SHIFT) -> float:
    """Return the time for ``u`` in 0 … 1, moved towards noise (arXiv 2403.03206, eq. 23)."""
    return shift * u / (1 + (shift - 1) * u)


def solver_grid(points: int = SOLVER_POINTS) -> list[float]:
    """Return the training grid: ``points`` + 1 times rising from 0 to 1."""
    return [shifted(n / points) for n in range(points + 1)]


def sampling_times(steps: int) -> list[float]:
    """Return the times of a ``steps``-step sample, falling from 1; all lie on the training grid.

    Raises
    ------
    ValueError
        If ``steps`` is not 1 … SOLVER_POINTS.
    """
    if not 1 <= steps <= SOLVER_POINTS:
        raise ValueError(f"steps must be 1 to {SOLVER_POINTS}, got {steps}")
    grid = solver_grid()
    return [grid[round(SOLVER_POINTS * (1 - n / steps))] for n in range(steps)]


def sample_consistency(f: Denoise, noises: Sequence[Tensor], times: Sequence[float]) -> Tensor:
    """Multistep consistency sampling (arXiv 2303.01469, algorithm 1).

    ``noises`` holds one tensor per time; the first is the start, each next re-noises the
    prediction. No noise is added after the last step.
    """
    x = noises[0]
    x_0 = f(x, times[0])
    for t, noise in zip(times[1:], noises[1:], strict=True):
        x_0 = f((1 - t) * x_0 + t * noise, t)
    return x_0


def ode_step(x: Tensor, x_0: Tensor, t: float, s: float) -> Tensor:
    """One Euler (DDIM) step of the flow from time ``t`` to ``s`` with the prediction ``x_0``.

    Under ``x_t = (1 - t) x_0 + t ε``: the implied ε is kept, the time is moved.
    """
    epsilon = (x - (1 - t) * x_0) / t
    return (1 - s) * x_0 + s * epsilon


def sample_ode(f: Denoise, noise: Tensor, steps: int) -> Tensor:
    """Integrate the teacher from noise to music in ``steps`` Euler steps on the shifted grid."""
    times = [shifted(1 - n / steps) for n in range(steps + 1)]
    x = noise
    for t, s in zip(times[:-1], times[1:], strict=True):
        x = ode_step(x, f(x, t), t, s)
    return x


def guided(conditional: Tensor, unconditional: Tensor, scale: Tensor | float) -> Tensor:
    """Classifier-free guidance: scale 1 is the conditional prediction (arXiv 2207.12598)."""
    return unconditional + scale * (conditional - unconditional)
