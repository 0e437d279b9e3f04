"""Batches of short crops from the excerpts of a data set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.controls import STEMS
from musiccm.hints import N_HINTS, note_hints
from musiccm.mel import MelConfig
from training.data.reader import DataPiece

SOURCES = (*STEMS, "mix")
SOURCE_WEIGHTS = (0.24, 0.16, 0.26, 0.26, 0.08)
ANALYSIS_FRAMES = 2  # frames beside a crop whose samples its outer mel frames look at
GAIN_DB = (-12.0, 3.0)
SILENT_RMS = 1e-3
HIDE_STEM = HIDE_NOTES = 0.1  # probabilities that a crop comes without the hint
_TRIES = 4  # crops drawn before a silent one is taken


@dataclass(frozen=True)
class Clip:
    """An excerpt: ``audio`` (5, samples) int16 in the order of SOURCES, and what the score says.

    ``notes`` is (frames, N_NOTES), a frame every hop; None: unknown.
    """

    audio: NDArray[np.int16]
    notes: NDArray[np.float32] | None = None

    def hints(self, source: int, first: int, n_frames: int) -> NDArray[np.float32]:
        """Return the hints (n_frames, N_HINTS) of a source from a frame on."""
        hints = np.zeros((n_frames, N_HINTS), np.float32)
        if source < len(STEMS):
            hints[:, source] = 1.0
        if self.notes is not None:
            notes = self.notes[first : first + n_frames]
            hints[: len(notes), len(STEMS) :] = notes
        return hints


def clip_of(piece: DataPiece) -> Clip:
    """Return the excerpt of a piece with the notes of its controls."""
    audio = piece.excerpt
    n_frames = audio.shape[1] // MelConfig().hop_length
    span = slice(piece.excerpt_start, piece.excerpt_start + n_frames)
    controls = torch.from_numpy(piece.controls[span].astype(np.float32))
    return Clip(audio, note_hints(controls).numpy())


@dataclass(frozen=True)
class Excerpts:
    """Random crops of clips."""

    clips: Sequence[Clip]

    def batch(
        self, size: int, n_frames: int, rng: np.random.Generator, mel: MelConfig
    ) -> tuple[Tensor, Tensor]:
        """Return crops (size, samples) and the hints (size, n_frames, N_HINTS) of their frames.

        The samples are those of ``n_frames`` and of ANALYSIS_FRAMES more on either side.
        """
        crops = [self._crop(n_frames, rng, mel.hop_length) for _ in range(size)]
        audio, hints = (np.stack(parts) for parts in zip(*crops, strict=True))
        return torch.from_numpy(audio), torch.from_numpy(hints)

    def _crop(
        self, n_frames: int, rng: np.random.Generator, hop: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        samples = (n_frames + 2 * ANALYSIS_FRAMES) * hop
        for _ in range(_TRIES):
            clip = self.clips[int(rng.integers(len(self.clips)))]
            source = int(rng.choice(len(SOURCES), p=SOURCE_WEIGHTS))
            start = int(rng.integers(clip.audio.shape[1] - samples + 1))
            crop = clip.audio[source, start : start + samples].astype(np.float32) / 32768
            if np.sqrt(np.mean(crop**2)) > SILENT_RMS:
                break
        gain = 10 ** (rng.uniform(*GAIN_DB) / 20)
        gain = min(gain, 0.99 / max(1e-6, float(np.abs(crop).max())))
        hints = clip.hints(source, round(start / hop) + ANALYSIS_FRAMES, n_frames)
        hints[:, : len(STEMS)] *= rng.random() >= HIDE_STEM
        hints[:, len(STEMS) :] *= rng.random() >= HIDE_NOTES
        return (crop * gain).astype(np.float32), hints


def fixed_clips(
    clips: Sequence[Clip], count: int, n_frames: int, mel: MelConfig
) -> tuple[Tensor, Tensor]:
    """Return the same ``count`` clips at every call, sources in turn.

    Audio is (count, samples), hints (count, n_frames, N_HINTS).
    """
    samples = n_frames * mel.hop_length
    chosen = []
    for i in range(len(clips) * len(SOURCES)):
        clip, source = clips[(i * 7919) % len(clips)], i % len(SOURCES)
        first = (clip.audio.shape[1] - samples) // 2 // mel.hop_length
        start = first * mel.hop_length
        part = clip.audio[source, start : start + samples].astype(np.float32) / 32768
        if np.sqrt(np.mean(part**2)) > SILENT_RMS:
            chosen.append((part, clip.hints(source, first, n_frames)))
        if len(chosen) == count:
            break
    audio, hints = (np.stack(parts) for parts in zip(*chosen, strict=True))
    return torch.from_numpy(audio), torch.from_numpy(hints)
