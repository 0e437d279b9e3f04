"""Random crops of a data set with their caption vectors: what teacher and student train on."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tqdm import tqdm

from musiccm.latents import MelLatents
from musiccm.request import WINDOW_FRAMES
from training.data.reader import DataPiece, Dataset

Crops = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]

CAPTIONS_FILE = "captions.safetensors"


def caption_vectors(dataset: Dataset) -> dict[str, NDArray[np.float32]]:
    """Return caption vectors by piece seed, (captions, text_dim); kept beside the data.

    Pieces that arrived since the last call are added.
    """
    path = dataset.folder / CAPTIONS_FILE
    vectors = load_file(path) if path.exists() else {}
    missing = [piece for piece in dataset.pieces() if str(piece.seed) not in vectors]
    if missing:
        vectors.update(_encode(missing))
        save_file(vectors, path)
    return vectors


def _encode(pieces: list[DataPiece]) -> dict[str, NDArray[np.float32]]:
    from musiccm.text import TextEncoder

    encoder = TextEncoder()
    return {
        str(piece.seed): encoder.encode(piece.captions)
        for piece in tqdm(pieces, desc="captions", unit="piece")
    }


class CropSource:
    """Draws crops of ``n_frames`` frames from one split."""

    def __init__(self, folder: Path, split: str, n_frames: int = WINDOW_FRAMES) -> None:
        dataset = Dataset(folder)
        self.vectors = caption_vectors(dataset)
        self.n_frames = n_frames
        self.pieces = [p for p in dataset.pieces(split) if p.n_frames >= n_frames]
        if not self.pieces:
            raise ValueError(
                f"{folder} has no {split} piece of {n_frames} frames: render more pieces"
            )

    def draw(self, rng: np.random.Generator, n: int) -> Crops:
        """Return mel (n, F, stems, n_mels), controls (n, F, N_CHANNELS), text (n, text_dim)."""
        chosen = [self.pieces[int(i)] for i in rng.integers(len(self.pieces), size=n)]
        crops = [piece.crop(self.n_frames, rng) for piece in chosen]
        captions = [self.vectors[str(piece.seed)] for piece in chosen]
        text = [vectors[int(rng.integers(len(vectors)))] for vectors in captions]
        mel = np.stack([crop[0] for crop in crops]).astype(np.float32)
        controls = np.stack([crop[1] for crop in crops]).astype(np.float32)
        return mel, controls, np.stack(text)

    def fit_latents(self, latents: MelLatents, n: int = 400, seed: int = 0) -> float:
        """Fit the linear autoencoder on ``n`` crops; return the explained part of the variance."""
        mel = torch.from_numpy(self.draw(np.random.default_rng([seed, 1]), n)[0])
        std, mean = torch.std_mean(mel, dim=(0, 1))
        return latents.fit(mel.to(latents.mean), mean.to(latents.mean), std.clamp(min=0.1))
