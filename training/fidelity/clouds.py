"""Embeddings of the rows' clips, kept in the run folder: a second call draws only what is new."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tqdm import tqdm

from training.classifier.judge import StyleJudge
from training.classifier.network import pool
from training.fidelity.clips import Clip
from training.fidelity.rows import Play

Array = NDArray[np.float32]


def embed(judge: StyleJudge, mels: Iterable[Array]) -> Array:
    """Return the embedding (n, dim) of each clip's mel (CROP_FRAMES, stems, n_mels)."""
    with torch.inference_mode():
        rows = [judge.net.embed(pool(torch.from_numpy(mel))[None])[0].numpy() for mel in mels]
    return np.stack(rows)


class Clouds:
    """The clouds of a run; ``name`` says all that a cloud depends on."""

    def __init__(self, folder: Path, judge: StyleJudge) -> None:
        self.folder, self.judge = folder, judge
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, name: str, play: Play, clips: list[Clip]) -> Array:
        """Return the cloud of ``clips`` as ``play`` plays them."""
        path = self.folder / f"{name} {len(clips)} {self.judge.digest}.safetensors".replace(
            " ", "_"
        )
        if not path.exists():
            bar = tqdm(play(clips), desc=name, unit="clip", total=len(clips))
            save_file({"cloud": embed(self.judge, bar)}, path)
        return load_file(path)["cloud"]
