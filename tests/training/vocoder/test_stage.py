"""The training step, its files and its judge on a tiny model and made-up excerpts."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from musiccm.controls import STEMS
from musiccm.hints import N_HINTS, N_NOTES
from musiccm.vocoder import VocoderConfig
from training.loop import Budget, Loop, LoopConfig, write_config
from training.ranks import Ranks
from training.vocoder.excerpts import SOURCES, Clip, Excerpts, fixed_clips
from training.vocoder.export import VocoderRunError, export_vocoder, load_vocoder
from training.vocoder.stage import VocoderRecipe, VocoderStage, fast_dtype

RECIPE = VocoderRecipe(
    model=VocoderConfig(n_hints=N_HINTS, dim=16, n_layers=1),
    batch=2,
    crop_frames=24,
    edge_frames=4,
    judge_channels=4,
    judge_items=2,
    validation_clips=2,
    validation_frames=16,
)


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    rng = np.random.default_rng(0)
    time = np.arange(48 * 512) / 48_000
    tones = [np.sin(2 * np.pi * hz * time) for hz in (110, 220, 330, 440, 550)]
    noise = 0.1 * rng.standard_normal((3, len(SOURCES), len(time)))
    audio = (8000 * (np.stack(tones) + noise)).clip(-32767, 32767).astype(np.int16)
    return [Clip(part, np.ones((48, N_NOTES), np.float32)) for part in audio]


@pytest.fixture
def stage(clips: list[Clip]) -> VocoderStage:
    return VocoderStage(RECIPE, clips, clips)


def test_steps_are_a_function_of_seed_and_step(clips: list[Clip]) -> None:
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
    batch, _ = Excerpts([Clip(clip)]).batch(60, 16, rng, RECIPE.model.mel())
    assert float((batch.abs().amax(dim=1) > 0).float().mean()) > 0.5
    assert float(batch.abs().max()) <= 0.99


def test_hints_stay_with_their_frames(clips: list[Clip]) -> None:
    """A crop carries the notes of its own place and its stem, but for the few that are hidden."""
    ramp = np.tile(np.arange(48, dtype=np.float32)[:, None], (1, N_NOTES))
    level = np.repeat(np.arange(48), 512).astype(np.int16)
    clip = Clip(np.tile(100 * level + 100, (len(SOURCES), 1)), ramp)
    audio, hints = Excerpts([clip]).batch(40, 16, np.random.default_rng(0), RECIPE.model.mel())
    place = audio[:, 2 * 512 + 256 :: 512][:, :16] / audio[:, 2 * 512 + 256 :][:, :1]
    told = (hints[..., -1] + 1) / (hints[:, :1, -1] + 1)
    known = hints[..., -1].any(dim=1)
    assert 25 < int(known.sum()) < 40
    assert float((place[known] - told[known]).abs().max()) < 0.1
    assert set(hints[..., : len(STEMS)].sum(-1).unique().tolist()) == {0.0, 1.0}


def test_fixed_clips_take_sources_in_turn(clips: list[Clip]) -> None:
    """The judged clips are the same at each call, with the hint of their source."""
    audio, hints = fixed_clips(clips, 5, 16, RECIPE.model.mel())
    assert torch.equal(audio, fixed_clips(clips, 5, 16, RECIPE.model.mel())[0])
    assert torch.equal(hints[:4, 0, : len(STEMS)], torch.eye(4))
    assert not hints[4, 0, : len(STEMS)].any()


def test_a_run_resumes_and_exports(stage: VocoderStage, clips: list[Clip], tmp_path: Path) -> None:
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


def test_a_run_can_begin_with_a_checkpoint(stage: VocoderStage, clips: list[Clip]) -> None:
    """Given weights, statistics included, are what a fresh run decodes with."""
    other = VocoderStage(RECIPE, clips[:1], clips, first=stage.vocoder.state_dict())
    assert torch.equal(other.vocoder.mean, stage.vocoder.mean)
    assert other.validate()["distance"] == pytest.approx(stage.validate()["distance"], rel=1e-3)
