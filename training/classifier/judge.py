"""The trained classifier as the evaluation uses it: kept in a run folder, loaded by it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor

from musiccm.errors import CheckpointError
from training.classifier.network import CROP_STEPS, StyleNet, pool
from training.classifier.stage import make_stage
from training.data.reader import Dataset
from training.loop import Budget, Loop, LoopConfig, write_config

STEPS = 3000
WEIGHTS = Path("best") / "classifier.safetensors"


def _crops(mel: NDArray[np.float32]) -> Tensor:
    """Cut (F, stems, n_mels) into pooled crops that overlap by half."""
    steps = pool(torch.from_numpy(mel))
    starts = range(0, len(steps) - CROP_STEPS + 1, CROP_STEPS // 2)
    return torch.stack([steps[start : start + CROP_STEPS] for start in starts])


@dataclass
class StyleJudge:
    """Hears a style in mel; ``digest`` names the weights."""

    net: StyleNet
    styles: list[str]
    digest: str

    @torch.inference_mode()
    def hear(self, mel: NDArray[np.float32]) -> tuple[NDArray[np.float32], list[str]]:
        """Return embeddings (crops, dim) and styles of ``mel`` (F, stems, n_mels), F ≥ CROP_FRAMES.

        Crops overlap by half.
        """
        embedding = self.net.embed(_crops(mel))
        heard = self.net.styles(embedding).argmax(1)
        return embedding.numpy(), [self.styles[int(i)] for i in heard]

    @torch.inference_mode()
    def probability(self, mel: NDArray[np.float32], style: str) -> float:
        """Return the mean probability of ``style`` over the crops of ``mel``."""
        return float(self.net(_crops(mel)).softmax(1)[:, self.styles.index(style)].mean())


def train_judge(data: Path, run: Path, steps: int = STEPS) -> None:
    """Train a classifier on ``data`` into the folder ``run``; a finished run is left alone."""
    stage = make_stage(data)
    seeds = [piece.seed for piece in stage.train.pieces]
    facts = {"data_seeds": [min(seeds), max(seeds)], "pieces": len(seeds)}
    write_config(run, {"config": asdict(stage.config), "steps": steps, **facts})
    every = LoopConfig(Budget(steps=steps), validate_every=60.0, save_every=60.0)
    if figures := Loop(stage, run, every).run():  # empty when it was interrupted
        (run / "report.json").write_text(json.dumps({**facts, "validation": figures}, indent=1))


def load_judge(run: Path) -> StyleJudge:
    """Return the classifier of a finished run.

    Raises
    ------
    CheckpointError
        If its weights are of another network than this version's.
    """
    styles = json.loads((run / "config.json").read_text())["config"]["styles"]
    net = StyleNet(len(styles))
    try:
        net.load_state_dict(load_file(run / WEIGHTS))
    except RuntimeError as error:
        raise CheckpointError(
            f"{run} holds a classifier of another version: remove it and name a data set with "
            "--classifier-data to train one anew"
        ) from error
    digest = hashlib.sha256((run / WEIGHTS).read_bytes()).hexdigest()[:12]
    return StyleJudge(net.eval(), styles, digest)


def is_trained(run: Path) -> bool:
    """Whether ``run`` holds a classifier whose training came to its end."""
    return (run / "report.json").exists() and (run / WEIGHTS).exists()


def shares_seeds(run: Path, data: Path) -> bool:
    """Whether the classifier has learned from pieces that the model may have learned from."""
    low, high = json.loads((run / "report.json").read_text())["data_seeds"]
    return any(low <= piece.seed <= high for piece in Dataset(data).pieces("train"))
