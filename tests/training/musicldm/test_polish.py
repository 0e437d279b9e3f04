"""The adversarial polish on MusicLDM's latents."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from musiccm.musicldm.checkpoint import Parts
from tests.musiccm.musicldm import tiny
from training.compute import Compute
from training.loop import save_modules
from training.musicldm.latents import LatentStore
from training.musicldm.polish import LatentPolishConfig, LatentPolishStage, asked
from training.ranks import Ranks


@pytest.fixture
def student(parts: Parts, tmp_path: Path) -> Path:
    """A student run's best folder: the teacher, a little off."""
    off = tiny.components()["unet"]
    with torch.no_grad():
        for p in off.parameters():
            p.mul_(1.01)
    save_modules(tmp_path / "best", {"ema": off})
    return tmp_path / "best"


def make(parts: Parts, student: Path, store: LatentStore, **settings: Any) -> LatentPolishStage:
    """Return a small stage."""
    config = LatentPolishConfig(**{"batch": 2, "validation_crops": 2, **settings})
    return LatentPolishStage(config, parts, student, store, Compute("cpu", bf16=False))


def test_the_settings_are_the_papers(parts: Parts) -> None:
    """λ = 3 and hinge on top of distillation's own settings; the heads pay R1."""
    config = LatentPolishConfig()
    assert (config.anchor, config.loss, config.target_ema, config.lr) == (3.0, "hinge", 0.95, 1e-5)
    assert config.r1 > 0


def test_it_starts_from_the_student(parts: Parts, student: Path, store: LatentStore) -> None:
    """Student and average begin with the run's weights, the teacher stays the teacher."""
    stage = make(parts, student, store)
    name = "conv_in.weight"
    teacher, start = (m.state_dict()[name] for m in (stage.teacher, stage.student))
    torch.testing.assert_close(start, 1.01 * teacher)
    assert torch.equal(stage.target.module.state_dict()[name], start)


def test_features_are_moments_of_many_layers(
    parts: Parts, student: Path, store: LatentStore
) -> None:
    """The middle and every block of the way up, (B, T', C · F'), normalised, told t and text."""
    stage = make(parts, student, store)
    x = torch.randn(2, tiny.CHANNELS, 32, tiny.BINS)
    text, t = torch.randn(2, tiny.TEXT_DIM), torch.tensor([19, 519])
    states = stage.features(x, text, t, torch.randn_like(x))
    assert [h.shape for h in states] == [(2, 16, 16 * 2), (2, 32, 16 * 4), (2, 32, 8 * 4)]
    for h in states:
        torch.testing.assert_close(h.mean(-1), torch.zeros(h.shape[:2]), atol=1e-5, rtol=0)
    other = stage.features(x, -text, t, torch.zeros_like(x))
    assert not torch.equal(other[0], states[0])


def test_gradients_reach_the_student_and_nothing_frozen(
    parts: Parts, student: Path, store: LatentStore
) -> None:
    """L_G moves the student through the frozen U-Net; teacher and heads get no gradient of it."""
    stage = make(parts, student, store)
    inputs = stage.draw(0, Ranks())
    _, prediction = stage.distillation(inputs)
    real, fake = stage.judged(inputs, prediction, 0, Ranks())
    assert not any(h.requires_grad for h in real) and all(h.requires_grad for h in fake)
    stage.adversarial(real, fake, asked(inputs)).backward()
    assert stage.student.conv_in.weight.grad.abs().sum() > 0
    assert all(p.grad is None for p in (*stage.teacher.parameters(), *stage.heads.parameters()))


def test_the_heads_hear_text_and_mel(parts: Parts, student: Path, store: LatentStore) -> None:
    """Other words or another clip's mel change the scores of the same features."""
    stage = make(parts, student, store)
    inputs = stage.draw(0, Ranks())
    real, _ = stage.judged(inputs, inputs.x_0, 0, Ranks())
    cond = asked(inputs)
    assert torch.equal(cond.controls[:, 0], cond.controls[:, -1])
    told = stage.heads(real, cond)[0]
    for other in (replace(cond, text=-cond.text), replace(cond, controls=-cond.controls)):
        assert not torch.allclose(stage.heads(real, other)[0], told)


def test_heads_learn_to_tell_real_from_fake(
    parts: Parts, student: Path, store: LatentStore
) -> None:
    """On the same features again and again the margin between real and fake grows."""
    stage = make(parts, student, store, head_lr=2e-3, r1=0.1)
    inputs = stage.draw(0, Ranks())
    _, prediction = stage.distillation(inputs)
    real, fake = stage.judged(inputs, prediction.detach(), 0, Ranks())
    margins = [
        stage.teach_heads(real, fake, asked(inputs), step, 0.3, Ranks())["margin"]
        for step in range(30)
    ]
    assert margins[-1] > margins[0] + 0.1


def test_a_step_reports_both_losses(parts: Parts, student: Path, store: LatentStore) -> None:
    """The total is the adversarial loss plus λ times the distillation loss."""
    stage = make(parts, student, store)
    figures = stage.step(0, 0.5, Ranks())
    expected = figures["adversarial"] + 3.0 * figures["distil"]
    assert figures["loss"] == pytest.approx(expected, rel=1e-4)
    assert {"heads", "margin"} <= set(figures)
    assert "heads" not in make(parts, student, store, heads_every=2).step(1, 0.5, Ranks())
