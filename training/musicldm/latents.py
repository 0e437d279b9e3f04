"""Recordings as latents: encoded once, kept beside the data, drawn at random."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.voice import Voice
from training.data.shards import DatasetError
from training.musicldm.mel import FLOOR, LatentMel, levelled
from training.musicldm.recordings import Recording, at_rate, find_recordings

LEAST = 0.5  # a rest of a recording that fills less of a clip is left out


@dataclass(frozen=True)
class Encoder:
    """Recordings → clips of latents (n, C, T, F) fp32, each as long as the U-Net's window.

    The VAE's mean is taken, times its scaling factor: its deviation is far below the music's.
    """

    parts: Parts
    device: str

    @torch.no_grad()
    def clips(self, recording: Recording) -> NDArray[np.float32]:
        """Return the clips of a recording; a short one is filled up with silence."""
        vae, voice = self.parts.vae.to(self.device), Voice(self.parts.vocoder)
        analyse = LatentMel(voice.sample_rate, voice.hop_length, voice.n_mels)
        mel = analyse(levelled(at_rate(recording.load(), recording.rate, voice.sample_rate)))
        length = self.parts.unet.config.sample_size * 2 ** (len(vae.config.block_out_channels) - 1)
        cut = [vae.encode(piece[None, None].to(self.device)) for piece in pieces(mel, length)]
        means = torch.cat([found.latent_dist.mean for found in cut])
        return (means * vae.config.scaling_factor).cpu().numpy()


def pieces(mel: Tensor, length: int) -> list[Tensor]:
    """Cut ``mel`` (n, n_mels) into pieces of ``length``; the last is filled up, or left out."""
    whole, rest = divmod(len(mel), length)
    found = list(mel[: whole * length].split(length)) if whole else []
    if rest >= LEAST * length or not found:
        tail = mel[whole * length :]
        found.append(F.pad(tail, (0, 0, 0, length - rest), value=float(np.log(FLOOR))))
    return found


def store_of(data: Path, teacher: Path) -> Path:
    """Return the folder of a teacher's latents, beside the data that they were made of."""
    digest = hashlib.sha256()
    for part in ("vae", "text_encoder"):
        for path in sorted((teacher / part).glob("*.safetensors")):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return data / f"latents-{digest.hexdigest()[:12]}"


def encode_all(data: Path, teacher: Path, parts: Parts, device: str) -> "LatentStore":
    """Encode what is not encoded yet; a second call finds it all there.

    Raises
    ------
    DatasetError
        If there are no recordings.
    """
    folder, recordings = store_of(data, teacher), find_recordings(data)
    missing = [found for found in recordings if not _path(folder, found).exists()]
    encoder = Encoder(parts, device)
    for recording in tqdm(missing, desc="latents", unit="piece", disable=not missing):
        path = _path(folder, recording)
        path.parent.mkdir(parents=True, exist_ok=True)
        tensors: dict[str, NDArray[np.floating]] = {
            "latents": encoder.clips(recording).astype(np.float16),
            "text": parts.words.encode(recording.captions),
        }
        fresh = path.with_suffix(".new")
        save_file(tensors, fresh)
        fresh.rename(path)
    return LatentStore(folder, recordings)


def _path(folder: Path, recording: Recording) -> Path:
    digest = hashlib.sha256("\n".join([recording.name, *recording.captions]).encode())
    return folder / f"{digest.hexdigest()[:24]}.safetensors"


class LatentStore:
    """Draws clips of one split at random."""

    def __init__(self, folder: Path, recordings: list[Recording]) -> None:
        self.paths: dict[str, list[Path]] = {"train": [], "validation": []}
        for found in recordings:
            self.paths[found.split].append(_path(folder, found))
        for split, other in (("train", "validation"), ("validation", "train")):
            self.paths[split] = self.paths[split] or self.paths[other]  # a folder of one recording
        if not self.paths["train"]:
            raise DatasetError(f"{folder.parent} has no recordings to learn from")

    def draw(self, split: str, rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor]:
        """Return ``n`` clips (n, C, T, F) and a text vector of each (n, dim)."""
        paths = self.paths[split]
        clips, texts = zip(
            *(self._one(paths[int(i)], rng) for i in rng.integers(len(paths), size=n)), strict=True
        )
        return torch.from_numpy(np.stack(clips)), torch.from_numpy(np.stack(texts))

    def _one(
        self, path: Path, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        with safe_open(path, "numpy") as file:
            latents, text = file.get_slice("latents"), file.get_tensor("text")
            number = int(rng.integers(latents.get_shape()[0]))
            clip = latents[number : number + 1][0].astype(np.float32)
        return clip, text[int(rng.integers(len(text)))]
