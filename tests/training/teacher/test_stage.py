"""The teacher's stage on random crops."""

from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
import torch

from musiccm.checkpoint import save_checkpoint
from musiccm.denoiser import DenoiserConfig
from musiccm.latents import MelLatents
from tests.musiccm import tiny
from training.compute import Compute
from training.options import first_weights
from training.ranks import Ranks
from training.teacher.stage import TeacherConfig, TeacherStage

MODEL = tiny.DENOISER
CPU = Compute("cpu", bf16=False)


class Crops:
    """Random crops that fit latents to themselves."""

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """Return mel, controls and text of ``n`` short crops."""
        mel = rng.standard_normal((n, 64, MODEL.n_stems, MODEL.n_mels), dtype=np.float32)
        controls = rng.standard_normal((n, 64, MODEL.n_controls), dtype=np.float32)
        return mel, controls, rng.standard_normal((n, MODEL.text_dim), dtype=np.float32)

    def fit_latents(self, latents: MelLatents) -> float:
        """Set a mark that a given autoencoder does not have."""
        latents.mean.fill_(1.0)
        return 1.0


def stage(**settings: Any) -> TeacherStage:
    """Return a stage on random crops."""
    config = TeacherConfig(model=MODEL, batch=4, validation_crops=4)
    return TeacherStage(config, Crops(), Crops(), CPU, **settings)  # type: ignore[arg-type]


def test_steps_learn() -> None:
    """The loss on the same crops is smaller after some steps on them."""
    teacher = stage()
    before = teacher.validate()["score"]
    for _ in range(12):
        teacher.step(0, 0.5, Ranks())
    teacher.ema.module.load_state_dict(teacher.model.state_dict())
    assert teacher.validate()["score"] < before


def test_a_run_can_begin_with_a_checkpoint(tmp_path: Path) -> None:
    """Given weights are taken with their latents, which are then not fitted again."""
    save_checkpoint(tmp_path, tiny.checkpoint())
    given = first_weights(tmp_path)
    teacher = stage(first=given.denoiser)
    assert isinstance(given.denoiser_config, DenoiserConfig)
    for name, value in teacher.model.state_dict().items():
        assert torch.equal(value, given.denoiser[name]), name
    assert not torch.equal(stage().model.latents.mean, teacher.model.latents.mean)


def test_a_folder_that_is_no_checkpoint_is_one_line(tmp_path: Path) -> None:
    """It says that there is none and how one is made."""
    with pytest.raises(click.UsageError, match="no checkpoint"):
        first_weights(tmp_path)
