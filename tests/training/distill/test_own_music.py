"""Distillation on the student's own music."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from musiccm.denoiser import Denoiser, DenoiserConfig
from training.compute import Compute
from training.conditioning import DropRates
from training.distill.stage import DistillConfig, DistillStage
from training.loop import save_modules
from training.ranks import Ranks

MODEL = DenoiserConfig(dim=32, n_layers=1, n_heads=2, n_latents=40)
NO_PAST = DropRates(prefix=0.0, middle=0.0)
PAST = DropRates(prefix=1.0, middle=0.0, wrong=0.0)


class Crops:
    """Random crops; ``gain`` scales the music and nothing else."""

    def __init__(self, gain: float) -> None:
        self.gain = gain

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """Return mel, controls and text of ``n`` short crops."""
        mel = rng.standard_normal((n, 64, MODEL.n_stems, MODEL.n_mels), dtype=np.float32)
        controls = rng.standard_normal((n, 64, MODEL.n_controls), dtype=np.float32)
        text = rng.standard_normal((n, MODEL.text_dim), dtype=np.float32)
        return self.gain * mel, controls, text


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """A folder with a tiny teacher."""
    torch.manual_seed(0)
    save_modules(tmp_path / "teacher", {"ema": Denoiser(MODEL)})
    return tmp_path / "teacher"


def first_loss(teacher: Path, own: float, gain: float) -> float:
    """Return the loss of the first step."""
    config = DistillConfig(model=MODEL, drop=NO_PAST, batch=4, own=own)
    crops = Crops(gain)
    stage = DistillStage(config, teacher, crops, crops, Compute("cpu", bf16=False))
    return stage.step(0, 0.5, Ranks())["loss"]


def test_own_music_takes_the_place_of_recordings(teacher: Path) -> None:
    """With ``own`` of 1 the loss is blind to the recordings; with 0 it is not."""
    assert first_loss(teacher, 1.0, 1.0) == first_loss(teacher, 1.0, 3.0)
    assert first_loss(teacher, 0.0, 1.0) != first_loss(teacher, 0.0, 3.0)
    assert first_loss(teacher, 0.5, 1.0) not in (
        first_loss(teacher, 0.0, 1.0),
        first_loss(teacher, 1.0, 1.0),
    )


@pytest.mark.parametrize("own_past", [0.0, 1.0])
def test_a_known_past_is_a_recording_or_own_music(teacher: Path, own_past: float) -> None:
    """With ``own_past`` of 0 the known tokens are the recording's, with 1 none of them is."""
    config = DistillConfig(model=MODEL, drop=PAST, batch=4, own=0.0, own_past=own_past)
    crops = Crops(1.0)
    stage = DistillStage(config, teacher, crops, crops, Compute("cpu", bf16=False))
    inputs = stage.draw(stage.rng(0), Ranks())
    known = inputs.cond.known
    assert known.any(dim=1).all()
    same = (inputs.cond.clean == inputs.x_0).all(dim=-1)[known]
    assert same.all() if own_past == 0 else not same.any()
