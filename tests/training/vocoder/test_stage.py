"""The training step, its files and its judge on a tiny model and made-up excerpts."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from musiccm.vocoder import VocoderConfig
from training.loop import Budget, Loop, LoopConfig, write_config
from training.ranks import Ranks
from training.vocoder.excerpts import SOURCES, Excerpts
from training.vocoder.export import VocoderRunError, export_vocoder, load_vocoder
from training.vocoder.stage import VocoderRecipe, VocoderStage, fast_dtype

RECIPE = VocoderRecipe(
    model=VocoderConfig(dim=16, n_layers=1),
    batch=2,
    crop_frames=24,
    edge_frames=4,
    judge_channels=4,
    judge_items=2,
    validation_clips=2,
    validation_frames=16,
)


@pytest.fixture(scope="module")
def clips() -> NDArray[np.int16]:
    rng = np.random.default_rng(0)
    time = np.arange(48 * 512) / 48_000
    tones = [np.sin(2 * np.pi * hz * time) for hz in (110, 220, 330, 440, 550)]
    noise = 0.1 * rng.standard_normal((3, len(SOURCES), len(time)))
    return (8000 * (np.stack(tones) + noise)).clip(-32767, 32767).astype(np.int16)


@pytest.fixture
def stage(clips: NDArray[np.int16]) -> VocoderStage:
    return VocoderStage(RECIPE, clips, clips)


def test_steps_are_a_function_of_seed_and_step(clips: NDArray[np.int16]) -> None:
    """Two runs of the same recipe give the same figures."""
    figures = [
        [VocoderStage(RECIPE, clips, clips).step(0, 0.1, Ranks()) for _ in range(1)]
        for _ in range(2)
    ]
    assert figures[0] == figures[1]


def test_loss_falls(stage: VocoderStage) -> None:
    """A few dozen steps lower the loss."""
    figures = [stage.step(i, 0.05, Ranks())["mel"] for i in range(40)]
    assert np.mean(figures[-6:]) < 0.9 * np.mean(figures[:6])


def test_discriminators_join_late(stage: VocoderStage) -> None:
    """Before their part of the budget they are untouched; after it both sides learn."""
    before = [p.clone() for p in stage.judges.parameters()]
    assert "judge" not in stage.step(0, 0.1, Ranks())
    assert all(torch.equal(a, b) for a, b in zip(before, stage.judges.parameters(), strict=True))
    figures = [stage.step(i, 0.9, Ranks()) for i in range(1, 4)]
    assert all({"judge", "adversarial", "matching"} <= f.keys() for f in figures)
    assert not all(
        torch.equal(a, b) for a, b in zip(before, stage.judges.parameters(), strict=True)
    )


def test_silent_crops_are_drawn_again() -> None:
    """Where one source of five plays, most crops hear it."""
    clip = np.zeros((5, 30 * 512), np.int16)
    clip[0] = 5000
    rng = np.random.default_rng(0)
    batch = Excerpts([clip]).batch(60, 16, rng, RECIPE.model.mel())
    assert float((batch.abs().amax(dim=1) > 0).float().mean()) > 0.5
    assert float(batch.abs().max()) <= 0.99


def test_a_run_resumes_and_exports(
    stage: VocoderStage, clips: NDArray[np.int16], tmp_path: Path
) -> None:
    """A stopped run goes on at its step; what is exported is the validated average."""
    write_config(tmp_path, RECIPE)
    Loop(stage, tmp_path, LoopConfig(Budget(steps=3))).run()
    again = Loop(VocoderStage(RECIPE, clips, clips), tmp_path, LoopConfig(Budget(steps=5)))
    again.run()
    assert again.step == 5
    config, state = export_vocoder(tmp_path)
    assert config == RECIPE.model
    assert not [name for name in state if "parametrizations" in name]
    assert load_vocoder(tmp_path)(torch.zeros(1, 4, 96)).shape == (1, 4 * 512)


def test_export_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    """An empty folder names the command that fills it."""
    with pytest.raises(VocoderRunError, match="musiccm train vocoder"):
        export_vocoder(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model": {}}))
    with pytest.raises(VocoderRunError, match="validate"):
        export_vocoder(tmp_path)


def test_fast_dtype_follows_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """bf16 is chosen only where the processor computes it natively."""
    for able, wanted in ((True, torch.bfloat16), (False, None)):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda able=able: {"amx_bf16": able})
        assert fast_dtype(torch.device("cpu")) == wanted
