"""Distillation of MusicLDM."""

from typing import Any

import pytest
import torch

from musiccm.musicldm.checkpoint import Parts
from tests.musiccm.musicldm import tiny
from training.compute import Compute
from training.musicldm.distill import LatentDistillConfig, LatentDistillStage, LatentInputs
from training.musicldm.latents import LatentStore
from training.ranks import Ranks


def make(parts: Parts, store: LatentStore, **settings: Any) -> LatentDistillStage:
    """Return a small stage."""
    config = LatentDistillConfig(**{"batch": 2, "validation_crops": 4, **settings})
    return LatentDistillStage(config, parts, store, Compute("cpu", bf16=False))


def test_the_settings_are_the_papers() -> None:
    """EMA 0.95, lr 1e-5, 50 solver points and a fixed w = 2 are what a plain run has."""
    config = LatentDistillConfig()
    assert (config.lr, config.target_ema, config.solver_points) == (1e-5, 0.95, 50)
    assert config.guidance == 2.0 + 1.0


def test_the_solver_step_is_diffusers_own(parts: Parts, store: LatentStore) -> None:
    """x̂_n is one DDIM step with ``(1 + w) ε(c) - w ε(∅)``, as diffusers' scheduler does it."""
    stage = make(parts, store)
    torch.manual_seed(0)
    x, text = torch.randn(1, tiny.CHANNELS, 32, tiny.BINS), torch.randn(1, tiny.TEXT_DIM)
    t, s = torch.tensor([519]), torch.tensor([499])
    found = stage.solver_step(LatentInputs(x, text, x, t, s))
    theirs = tiny.scheduler()
    theirs.set_timesteps(50)
    empty = torch.from_numpy(parts.words.encode([""]))
    with torch.no_grad():
        yes, no = (parts.unet(x, t, None, class_labels=c).sample for c in (text, empty))
    expected = theirs.step((1 + 2.0) * yes - 2.0 * no, 519, x).prev_sample
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_inputs_lie_on_the_grid(parts: Parts, store: LatentStore) -> None:
    """T and s are neighbours of the 50-point grid, and the same step draws the same batch."""
    stage = make(parts, store, batch=16)
    inputs = stage.draw(3, Ranks())
    assert set((inputs.t - inputs.s).tolist()) <= {19, 20}
    assert ((inputs.t + 1) % 20 == 0).all()
    assert torch.equal(inputs.x_t, stage.draw(3, Ranks()).x_t)
    halves = [stage.draw(3, Ranks(rank, 2)).x_t for rank in (0, 1)]
    assert torch.equal(torch.cat(halves), inputs.x_t)


def test_a_step_moves_student_and_average_but_not_the_teacher(
    parts: Parts, store: LatentStore
) -> None:
    """After one step θ* lies a twentieth of the way from where it was to θ."""
    stage = make(parts, store, lr=1e-3)
    before = [p.clone() for p in stage.teacher.parameters()]
    figures = stage.step(0, 0.5, Ranks())
    assert figures["loss"] > 0
    assert all(torch.equal(a, b) for a, b in zip(before, stage.teacher.parameters(), strict=True))
    student, average = list(stage.student.parameters()), list(stage.target.module.parameters())
    assert any(not torch.equal(a, b) for a, b in zip(before, student, strict=True))
    for start, now, mean in zip(before, student, average, strict=True):
        torch.testing.assert_close(mean, start + 0.05 * (now - start), atol=1e-6, rtol=1e-4)


def test_the_student_becomes_consistent(parts: Parts, store: LatentStore) -> None:
    """Towards a target that stands still, some steps on a batch bring its loss down."""
    stage = make(parts, store, lr=1e-4, target_ema=1.0)
    held = stage.draw(0, Ranks())
    with torch.no_grad():
        before = stage.distillation(held)[0].item()
    for step in range(10):
        stage.update(stage.distillation(held)[0], step, 0.3, Ranks())
    with torch.no_grad():
        assert stage.distillation(held)[0].item() < 0.7 * before


def test_validation_scores_one_and_four_steps(parts: Parts, store: LatentStore) -> None:
    """The score is the mean of both distances, and the same at a second look."""
    stage = make(parts, store)
    figures = stage.validate()
    assert figures["score"] == pytest.approx((figures["frechet_1"] + figures["frechet_4"]) / 2)
    assert figures == stage.validate()
