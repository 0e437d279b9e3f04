"""Read a data set: pieces with lazy, memory-mapped features."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.data.plan import SPLITS
from training.data.shards import DatasetError, open_tensor, read_json, shard_path


@dataclass
class Shard:
    """One shard; its tensors are mapped on first use, in the process that uses them."""

    folder: Path
    index: int

    @cached_property
    def mel(self) -> NDArray[np.float16]:
        """(n_frames, 4, n_mels), log magnitude."""
        return open_tensor(shard_path(self.folder, self.index, ".safetensors"), "mel")

    @cached_property
    def controls(self) -> NDArray[np.float16]:
        """(n_frames, N_CHANNELS)."""
        return open_tensor(shard_path(self.folder, self.index, ".safetensors"), "controls")

    @cached_property
    def audio(self) -> NDArray[np.int16]:
        """(n_pieces, 5, samples): the four stems and the mix."""
        return open_tensor(shard_path(self.folder, self.index, ".audio.safetensors"), "audio")

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "index": self.index}


@dataclass(frozen=True)
class DataPiece:
    """One piece of a data set; ``row`` is its entry in the shard's JSON."""

    shard: Shard = field(repr=False)
    place: int
    row: dict[str, Any] = field(repr=False)
    seed: int = 0
    style: str = ""
    split: str = ""
    n_frames: int = 0

    @property
    def captions(self) -> list[str]:
        """The captions of the piece."""
        return list(self.row["captions"])

    @property
    def mel(self) -> NDArray[np.float16]:
        """(n_frames, 4, n_mels), mapped."""
        return self.shard.mel[self._span]

    @property
    def controls(self) -> NDArray[np.float16]:
        """(n_frames, N_CHANNELS), mapped."""
        return self.shard.controls[self._span]

    @property
    def excerpt(self) -> NDArray[np.int16]:
        """(5, samples) int16: drums, bass, harmony, lead, mix of the same 4 s, mapped."""
        return self.shard.audio[self.place]

    @property
    def excerpt_start(self) -> int:
        """First frame of the excerpt."""
        return int(self.row["excerpt_start"])

    @property
    def _span(self) -> slice:
        return slice(self.row["offset"], self.row["offset"] + self.n_frames)

    def crop(
        self, n_frames: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """Return mel and controls of ``n_frames`` frames at a random place.

        Raises
        ------
        ValueError
            When the piece is shorter.
        """
        if n_frames > self.n_frames:
            raise ValueError(f"piece {self.seed} has {self.n_frames} frames, asked {n_frames}")
        start = self.row["offset"] + int(rng.integers(self.n_frames - n_frames + 1))
        span = slice(start, start + n_frames)
        return self.shard.mel[span], self.shard.controls[span]


class Dataset:
    """A data set folder.

    Raises
    ------
    DatasetError
        When the folder is none, or has no complete shard.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.config: dict[str, Any] = read_json(self.folder / "config.json")
        self._pieces = [piece for index in self._complete() for piece in self._read(index)]
        if not self._pieces:
            raise DatasetError(f"{folder} has no complete shard: run `musiccm train data`")

    def pieces(self, split: str | None = None) -> list[DataPiece]:
        """Return the pieces of a split ("train", "validation", "test"), or all, by seed."""
        if split is not None and split not in SPLITS:
            raise ValueError(f"unknown split {split!r}: use one of {', '.join(SPLITS)}")
        return [piece for piece in self._pieces if split in (None, piece.split)]

    def _complete(self) -> list[int]:
        names = sorted((self.folder / "shards").glob("*.json"))
        return [int(path.stem) for path in names]

    def _read(self, index: int) -> list[DataPiece]:
        shard = Shard(self.folder, index)
        rows = read_json(shard_path(self.folder, index, ".json"))
        return [
            DataPiece(shard, place, row, row["seed"], row["style"], row["split"], row["n_frames"])
            for place, row in enumerate(rows)
        ]
