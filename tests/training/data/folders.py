"""Small data set folders of made-up numbers."""

from pathlib import Path
from typing import Any

import numpy as np

from musiccm.controls import N_CHANNELS
from training.data.plan import split_of
from training.data.shards import write_json, write_shard

FRAMES = (400, 520)


def row(seed: int, offset: int, n_frames: int) -> dict[str, Any]:
    """Return the metadata of one piece."""
    return {
        "offset": offset,
        "seed": seed,
        "style": "house" if seed % 2 else "jazz",
        "split": split_of(seed),
        "mood": "calm",
        "tempo": 120.0,
        "metre": "4/4",
        "tonic": 9,
        "minor": True,
        "n_frames": n_frames,
        "captions": ["house", "calm house"],
        "instruments": {"drums": ["kit_909"]},
        "excerpt_start": 10,
        "density": 0.5,
        "brightness": 0.4,
        "intensity": 0.6,
    }


def write_made_up_shard(folder: Path, index: int, first_seed: int) -> dict[str, Any]:
    """Write a shard of two pieces of random numbers; return its tensors."""
    rng = np.random.default_rng(index)
    n = sum(FRAMES)
    features = {
        "mel": rng.normal(-5, 1, (n, 4, 96)).astype(np.float16),
        "controls": rng.random((n, N_CHANNELS)).astype(np.float16),
    }
    audio = {"audio": rng.integers(-3000, 3000, (2, 5, 512)).astype(np.int16)}
    rows = [row(first_seed, 0, FRAMES[0]), row(first_seed + 1, FRAMES[0], FRAMES[1])]
    write_shard(folder, index, features, audio, rows)
    return features | audio


def write_config(folder: Path, **plan: Any) -> None:
    """Write a config.json with the plan's fields."""
    usual = {
        "first_seed": 0,
        "n_pieces": 4,
        "seconds": [32, 56],
        "soundfont": "font.sf3",
        "styles": ["house", "jazz"],
    }
    write_json(folder / "config.json", {"git_revision": "abc", "plan": usual | plan})
