"""Beats in the wrong order: what an ear for music must notice and a mean over time does not."""

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import SLICES


def beat_phase(controls: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the place within the beat, 0 … 1, of ``controls`` (F, N_CHANNELS)."""
    sin, cos = np.asarray(controls[:, SLICES["beat"]], np.float32).T
    return np.asarray(np.arctan2(sin, cos) / (2 * np.pi) % 1.0, np.float32)


def shuffled_frames(
    phase: NDArray[np.float32], part: float, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return the order of frames (F,) in which ``part`` of the beats are in other beats' places."""
    edges = np.flatnonzero(np.diff(phase) < -0.5) + 1
    beats = np.split(np.arange(len(phase)), edges)
    chosen = np.flatnonzero(rng.random(len(beats)) < part)
    order = np.arange(len(beats))
    order[chosen] = rng.permutation(chosen)
    return np.concatenate([beats[i] for i in order])
