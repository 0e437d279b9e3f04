"""A tiny teacher, a student of it and random crops: a polish stage in milliseconds."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from musiccm.denoiser import Denoiser, DenoiserConfig
from training.compute import Compute
from training.conditioning import DropRates
from training.loop import save_modules
from training.polish.features import FeatureMaker, TeacherFeatures
from training.polish.stage import PolishConfig, PolishStage

MODEL = DenoiserConfig(dim=32, n_layers=2, n_heads=2, n_latents=40, n_mels=16)
FRAMES = 128


class Crops:
    """Random crops in place of a data set."""

    def __init__(self, *_: object) -> None:
        pass

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """Return mel, controls and text of ``n`` short crops."""
        mel = rng.standard_normal((n, FRAMES, MODEL.n_stems, MODEL.n_mels), dtype=np.float32)
        controls = rng.standard_normal((n, FRAMES, MODEL.n_controls), dtype=np.float32)
        text = rng.standard_normal((n, MODEL.text_dim), dtype=np.float32)
        return mel, controls, text


def write_run(folder: Path, seed: int) -> None:
    """Write a run folder with a random network in it."""
    torch.manual_seed(seed)
    save_modules(folder / "best", {"ema": Denoiser(MODEL)})
    (folder / "config.json").write_text(json.dumps({"config": {"model": asdict(MODEL)}}))


def write_runs(folder: Path) -> None:
    """Write a teacher and a student that is not quite the teacher."""
    for seed, name in enumerate(("teacher", "distill")):
        (folder / name).mkdir()
        write_run(folder / name, seed)


def make_stage(
    runs: Path, make_features: FeatureMaker = TeacherFeatures, **settings: Any
) -> PolishStage:
    """Return a stage on the runs of :func:`write_runs`."""
    settings = {"drop": DropRates(prefix=1.0, middle=0.0), "validation_crops": 8, **settings}
    config = PolishConfig(model=MODEL, batch=4, **settings)
    where, crops = Compute("cpu", bf16=False), Crops()
    teacher, student = runs / "teacher" / "best", runs / "distill" / "best"
    return PolishStage(config, teacher, student, crops, crops, where, make_features)  # type: ignore[arg-type]
