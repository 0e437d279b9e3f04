"""One piece made ready for training: composed, played, analysed, labelled, captioned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.controls import SLICES
from musiccm.mel import LogMel, MelConfig
from training.band.band import Band, Performance
from training.band.captions import Facts, StyleWords, captions
from training.band.labels import label
from training.compose.piece import Piece

MEL = MelConfig()
EXCERPT_FRAMES = 375  # 4 s
EXCERPT_SAMPLES = EXCERPT_FRAMES * MEL.hop_length
CHUNK, CONTEXT = 96, 2  # frames; an analysis window reaches 1.5 hops beyond its frame
SOUNDING = 0.3  # level label, -42 dBFS

Half = NDArray[np.float16]


@dataclass(frozen=True)
class Produced:
    """What a shard keeps of one piece.

    mel (n_frames, 4, n_mels) and controls (n_frames, N_CHANNELS) in float16; excerpt
    (5, EXCERPT_SAMPLES) int16 of the four stems and the mix; metadata for the JSON.
    """

    mel: Half
    controls: Half
    excerpt: NDArray[np.int16]
    metadata: dict[str, Any]


def excerpt_start(controls: NDArray[np.floating], rng: np.random.Generator) -> int:
    """Return the first frame of an excerpt, where as many stems sound as anywhere."""
    sounding = (controls[:, SLICES["level"]] > SOUNDING).sum(axis=1)
    total = np.concatenate([[0], np.cumsum(sounding)])
    score = total[EXCERPT_FRAMES:] - total[:-EXCERPT_FRAMES]
    best = np.flatnonzero(score >= 0.97 * score.max())
    return int(rng.choice(best))


def cut_excerpt(performance: Performance, start: int) -> NDArray[np.int16]:
    """Cut the stems and their sum from frame ``start``, shape (5, EXCERPT_SAMPLES)."""
    first = start * MEL.hop_length
    stems = performance.stems[:, first : first + EXCERPT_SAMPLES]
    audio = np.concatenate([stems, stems.sum(axis=0, keepdims=True)])
    return np.round(audio * 32767).astype(np.int16)


def log_mel(stems: NDArray[np.float32], analyse: LogMel) -> NDArray[np.float32]:
    """Log-mel of the stems, (4, T) → (4, n_frames, n_mels), equal to ``analyse`` of the whole.

    Chunks fit the processor's cache (twice as fast), and silent ones are not analysed.
    """
    n_frames = stems.shape[-1] // MEL.hop_length
    mel = np.full((len(stems), n_frames, MEL.n_mels), np.log(MEL.floor), np.float32)
    padded = np.pad(stems, ((0, 0), (CONTEXT * MEL.hop_length,) * 2))
    for row, stem in zip(mel, padded, strict=True):
        for start in range(0, n_frames, CHUNK):
            stop = min(start + CHUNK, n_frames)
            chunk = stem[start * MEL.hop_length : (stop + 2 * CONTEXT) * MEL.hop_length]
            if chunk.any():
                with torch.inference_mode():
                    row[start:stop] = analyse(torch.from_numpy(chunk))[CONTEXT:-CONTEXT].numpy()
    return mel


def _mean(controls: NDArray[np.floating], name: str) -> float:
    return round(float(controls[:, SLICES[name]].mean()), 4)


def produce(piece: Piece, band: Band, analyse: LogMel, words: StyleWords | None) -> Produced:
    """Play and analyse ``piece``. Deterministic for a given SoundFont."""
    performance = band.play(piece)
    mel = log_mel(performance.stems, analyse)
    controls = label(piece, performance, mel)
    means = {name: _mean(controls, name) for name in ("density", "brightness", "intensity")}
    start = excerpt_start(controls, np.random.default_rng((piece.seed, 13)))
    metadata = {
        "seed": piece.seed,
        "style": piece.style,
        "mood": piece.mood,
        "tempo": piece.tempo,
        "metre": piece.metre,
        "tonic": piece.tonic,
        "minor": piece.minor,
        "n_frames": performance.n_frames,
        "captions": captions(piece, Facts(performance.instruments, **means), words),
        "instruments": performance.instruments,
        "excerpt_start": start,
        **means,
    }
    half = np.ascontiguousarray(mel.transpose(1, 0, 2)).astype(np.float16)
    excerpt = cut_excerpt(performance, start)
    return Produced(half, controls.astype(np.float16), excerpt, metadata)


def stack(
    pieces: Sequence[Produced],
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Return the tensors of a shard, its excerpts, and its metadata with frame offsets."""
    offsets = np.cumsum([0] + [len(piece.mel) for piece in pieces])
    rows = [
        {"offset": int(offset), **piece.metadata}
        for offset, piece in zip(offsets, pieces, strict=False)
    ]
    features = {
        "mel": np.concatenate([piece.mel for piece in pieces]),
        "controls": np.concatenate([piece.controls for piece in pieces]),
    }
    return features, {"audio": np.stack([piece.excerpt for piece in pieces])}, rows
