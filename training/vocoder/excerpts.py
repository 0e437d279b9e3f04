"""Batches of short crops from the excerpts of a data set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.mel import MelConfig

SOURCES = ("drums", "bass", "harmony", "lead", "mix")
SOURCE_WEIGHTS = (0.24, 0.16, 0.26, 0.26, 0.08)
ANALYSIS_FRAMES = 2  # frames beside a crop whose samples its outer mel frames look at
GAIN_DB = (-12.0, 3.0)
SILENT_RMS = 1e-3
_TRIES = 4  # crops drawn before a silent one is taken


@dataclass(frozen=True)
class Excerpts:
    """Excerpts of shape (5, samples) int16, in the order of SOURCES."""

    clips: Sequence[NDArray[np.int16]]

    def batch(self, size: int, n_frames: int, rng: np.random.Generator, mel: MelConfig) -> Tensor:
        """Return crops (size, samples) of ``n_frames`` and ANALYSIS_FRAMES more on either side."""
        samples = (n_frames + 2 * ANALYSIS_FRAMES) * mel.hop_length
        return torch.from_numpy(np.stack([self._crop(samples, rng) for _ in range(size)]))

    def _crop(self, samples: int, rng: np.random.Generator) -> NDArray[np.float32]:
        for _ in range(_TRIES):
            clip = self.clips[int(rng.integers(len(self.clips)))]
            source = int(rng.choice(len(SOURCES), p=SOURCE_WEIGHTS))
            start = int(rng.integers(clip.shape[1] - samples + 1))
            crop = clip[source, start : start + samples].astype(np.float32) / 32768
            if np.sqrt(np.mean(crop**2)) > SILENT_RMS:
                break
        gain = 10 ** (rng.uniform(*GAIN_DB) / 20)
        gain = min(gain, 0.99 / max(1e-6, float(np.abs(crop).max())))
        return (crop * gain).astype(np.float32)


def fixed_clips(
    clips: Sequence[NDArray[np.int16]], count: int, n_frames: int, mel: MelConfig
) -> Tensor:
    """Return the same ``count`` clips (count, samples) at every call, sources in turn."""
    samples = n_frames * mel.hop_length
    chosen = []
    for i in range(len(clips) * len(SOURCES)):
        clip = clips[(i * 7919) % len(clips)][i % len(SOURCES)]
        middle = (len(clip) - samples) // 2
        part = clip[middle : middle + samples].astype(np.float32) / 32768
        if np.sqrt(np.mean(part**2)) > SILENT_RMS:
            chosen.append(part)
        if len(chosen) == count:
            break
    return torch.from_numpy(np.stack(chosen))
