"""The samplers against oracles that need no weights."""

import pytest
import torch

from musiccm.sampler import (
    SOLVER_POINTS,
    guided,
    ode_step,
    sample_consistency,
    sample_ode,
    sampling_times,
    solver_grid,
)

STD = 0.5


def gaussian_denoiser(x: torch.Tensor, t: float) -> torch.Tensor:
    """E[x_0 | x_t] for Gaussian data of std STD."""
    signal, noise = (1 - t) * STD**2, (1 - t) ** 2 * STD**2 + t**2
    return x * signal / noise


def gaussian_consistency(x: torch.Tensor, t: float) -> torch.Tensor:
    """The consistency function of Gaussian data: x scaled to the data's own std."""
    return x * STD / ((1 - t) ** 2 * STD**2 + t**2) ** 0.5


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_multistep_sampling_keeps_the_std_of_gaussian_data(steps: int) -> None:
    """Consistency sampling of Gaussian data returns its std at every number of steps."""
    generator = torch.Generator().manual_seed(0)
    noises = [torch.randn(200_000, generator=generator) for _ in range(steps)]
    x = sample_consistency(gaussian_consistency, noises, sampling_times(steps))
    assert x.std().item() == pytest.approx(STD, rel=0.01)


def test_ode_of_gaussian_data_reaches_its_std() -> None:
    """The flow carries unit noise to the std of the data, the nearer the more Euler steps."""
    noise = torch.randn(100_000, generator=torch.Generator().manual_seed(1))
    noise /= noise.std()
    errors = [abs(sample_ode(gaussian_denoiser, noise, n).std().item() - STD) for n in (50, 400)]
    assert errors[0] < 0.07 * STD
    assert errors[1] < 0.01 * STD


def test_ode_with_a_known_answer_finds_it_in_one_step() -> None:
    """A denoiser that always returns the truth ends at the truth."""
    truth = torch.randn(10)
    assert torch.allclose(sample_ode(lambda x, t: truth, torch.randn(10), 1), truth)


def test_ode_step_of_no_length_changes_nothing() -> None:
    """Moving from t to t returns x."""
    x = torch.randn(5)
    assert torch.allclose(ode_step(x, torch.randn(5), 0.4, 0.4), x, atol=1e-6)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 7, 8, 16])
def test_sampling_times_lie_on_the_training_grid(steps: int) -> None:
    """No inference time is one that the student never saw."""
    grid = solver_grid(SOLVER_POINTS)
    for time in sampling_times(steps):
        assert min(abs(time - point) for point in grid) < 1e-9


@pytest.mark.parametrize("steps", [0, 49, -1])
def test_impossible_numbers_of_steps_are_refused(steps: int) -> None:
    """There are no more steps than points on the grid."""
    with pytest.raises(ValueError, match="steps must be"):
        sampling_times(steps)


def test_guidance_of_one_is_the_conditional_prediction() -> None:
    """Scale 1 guides nothing, scale 0 forgets the prompt."""
    a, b = torch.randn(3), torch.randn(3)
    assert torch.allclose(guided(a, b, 1.0), a)
    assert torch.allclose(guided(a, b, 0.0), b)
