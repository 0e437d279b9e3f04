"""The noise schedule and the sampler, against diffusers' own."""

from typing import Any

import pytest
import torch

from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.schedule import (
    Past,
    Schedule,
    boundary,
    sample_consistency,
    sampling_times,
    solver_grid,
)


def test_the_times_are_those_of_the_paper() -> None:
    """Four steps of 1,000 times fall on 999, 759, 499 and 259, all of them on the solver's grid."""
    assert sampling_times(4, 1000) == [999, 759, 499, 259]
    assert sampling_times(1, 1000) == [999]
    grid = solver_grid(1000)
    assert grid[:3] == [0, 19, 39] and grid[-1] == 999 and len(grid) == 51
    for steps in range(1, 51):
        times = sampling_times(steps, 1000)
        assert len(times) == steps and set(times) <= set(grid[1:])
        assert times == sorted(set(times), reverse=True)


@pytest.mark.parametrize("steps", [0, 51])
def test_steps_off_the_grid_are_refused(steps: int) -> None:
    """There are 1 to 50 steps."""
    with pytest.raises(ValueError, match="1 to 50"):
        sampling_times(steps, 1000)
    with pytest.raises(ValueError, match="do not fit"):
        solver_grid(10)


def everything_new(like: torch.Tensor) -> Past:
    """Return a past of which nothing is known."""
    return Past(torch.zeros_like(like), torch.zeros(like.shape[2], dtype=torch.bool))


def test_sampling_is_that_of_diffusers(saved: tuple[Any, dict[str, Any]], parts: Parts) -> None:
    """Four steps equal LCMScheduler's, which has the same grid, boundary and noise rule."""
    from diffusers import LCMScheduler

    theirs = LCMScheduler.from_config(saved[1]["scheduler"].config)
    theirs.set_timesteps(4)
    torch.manual_seed(0)
    noises = [torch.randn(1, 2, 8, 4) for _ in range(4)]
    mix = torch.randn(4, 4) / 2

    def epsilon(x: torch.Tensor, t: int) -> torch.Tensor:
        return torch.tanh(x @ mix + t / 1000)

    def f(x: torch.Tensor, t: int) -> torch.Tensor:
        time = torch.tensor([t])
        c_skip, c_out = boundary(time)
        return c_skip * x + c_out * parts.schedule.x_0(x, time, epsilon(x, t))

    x = noises[0]
    generator = torch.Generator()
    for step, t in enumerate(theirs.timesteps.tolist()):
        out = theirs.step(epsilon(x, t), t, x, generator=generator)
        x = out.denoised
        if step < 3:
            x = parts.schedule.noisy(x, theirs.timesteps[step + 1][None], noises[step + 1])
    ours = sample_consistency(
        f, parts.schedule, noises, sampling_times(4, 1000), everything_new(noises[0])
    )
    torch.testing.assert_close(ours, out.denoised, rtol=1e-4, atol=1e-4)


def test_a_solver_step_is_that_of_diffusers(
    saved: tuple[Any, dict[str, Any]], parts: Parts
) -> None:
    """One DDIM step from 519 to 499 equals DDIMScheduler's."""
    theirs = saved[1]["scheduler"]
    theirs.set_timesteps(50)
    torch.manual_seed(0)
    x, epsilon = torch.randn(2, 1, 2, 8, 4)
    t, s = torch.tensor([519]), torch.tensor([499])
    ours = parts.schedule.ddim_step(x, parts.schedule.x_0(x, t, epsilon), t, s)
    torch.testing.assert_close(ours, theirs.step(epsilon, 519, x).prev_sample)


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction", "sample"])
def test_every_kind_of_output_leads_to_the_music(parts: Parts, prediction: str) -> None:
    """A network that is right gives x_0, whichever way it says so."""
    schedule = Schedule(parts.schedule.alphas, prediction)
    torch.manual_seed(0)
    x_0, noise = torch.randn(2, 3, 2, 8, 4)
    t = torch.tensor([19, 499, 999])
    signal, sigma = schedule.rates(t)
    right = {"epsilon": noise, "v_prediction": signal * noise - sigma * x_0, "sample": x_0}
    found = schedule.x_0(schedule.noisy(x_0, t, noise), t, right[prediction])
    torch.testing.assert_close(found, x_0, rtol=1e-3, atol=1e-3)


def test_the_boundary_holds() -> None:
    """At time 0 the consistency function is the identity, late it is the network."""
    c_skip, c_out = (c.flatten().tolist() for c in boundary(torch.tensor([0, 999])))
    assert (c_skip[0], c_out[0]) == (1.0, 0.0)
    assert c_skip[1] < 1e-6 and c_out[1] > 0.999


def test_gaussian_music_keeps_its_deviation(parts: Parts) -> None:
    """For Gaussian data the consistency function is known; samples have its deviation."""
    deviation, schedule = 0.7, parts.schedule
    torch.manual_seed(0)
    noises = list(torch.randn(8, 1, 2, 500, 20))

    def f(x: torch.Tensor, t: int) -> torch.Tensor:
        alpha = schedule.alphas[t]
        return deviation * x / (alpha * deviation**2 + 1 - alpha).sqrt()

    for steps in (1, 2, 4, 8):
        x_0 = sample_consistency(
            f, schedule, noises[:steps], sampling_times(steps, 1000), everything_new(noises[0])
        )
        assert x_0.std().item() == pytest.approx(deviation, rel=0.02)


def test_the_past_is_kept_and_seen(parts: Parts) -> None:
    """Known latents come out as they are, and the network sees them noised to its time."""
    clean, noise = torch.full((1, 1, 6, 2), 3.0), torch.zeros(1, 1, 6, 2)
    past = Past(clean, torch.arange(6) < 2)
    seen = []

    def f(x: torch.Tensor, t: int) -> torch.Tensor:
        seen.append((t, x.clone()))
        return torch.ones_like(x)

    found = sample_consistency(f, parts.schedule, [noise] * 2, [999, 499], past)
    assert found[0, 0, :, 0].tolist() == [3, 3, 1, 1, 1, 1]
    for t, x in seen:
        torch.testing.assert_close(x[0, 0, 0, 0], 3 * parts.schedule.alphas[t].sqrt())
    assert seen[0][1][0, 0, 3, 0] == 0
