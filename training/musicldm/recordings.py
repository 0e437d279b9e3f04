"""What a student of MusicLDM learns from: recordings and the words for them.

A folder of audio files, or a data set of `musiccm train data`, whose pieces are rendered again (its
shards keep four seconds of sound only).
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import soundfile as sf
from numpy.typing import NDArray
from scipy.signal import resample_poly

from musiccm.musicldm.frames import RATE
from training.band.soundfont import find_soundfont
from training.data.reader import Dataset
from training.data.shards import DatasetError
from training.data.writer import Worker, plan_of

SUFFIXES = (".wav", ".flac", ".ogg", ".aiff", ".aif", ".mp3")
HELD_OUT = 10  # of so many files one validates

Audio = NDArray[np.float32]


@dataclass(frozen=True)
class Recording:
    """A recording by name; ``load`` returns mono samples at ``rate`` (n,)."""

    name: str
    split: str
    captions: tuple[str, ...]
    rate: int
    load: Callable[[], Audio]


def find_recordings(folder: Path) -> list[Recording]:
    """Return the recordings of a folder, by name.

    Raises
    ------
    DatasetError
        If there are none.
    """
    if (folder / "shards").is_dir():
        return _rendered(folder)
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    if not files:
        raise DatasetError(
            f"{folder} has neither audio files nor a data set: run `musiccm train data`, "
            "or name a folder of recordings with a .txt of captions beside each"
        )
    return [_file(path, folder, split) for path, split in zip(files, _splits(files), strict=True)]


def _splits(files: list[Path]) -> list[str]:
    """Hold out one file of ten by its name, and at least one where there are two."""
    held = [zlib.crc32(path.name.encode()) % HELD_OUT == 0 for path in files]
    if len(files) > 1 and (all(held) or not any(held)):
        held = [index == 0 for index in range(len(files))]
    return ["validation" if out else "train" for out in held]


def _file(path: Path, folder: Path, split: str) -> Recording:
    words = path.with_suffix(".txt")
    lines = words.read_text(encoding="utf-8").splitlines() if words.exists() else [path.stem]
    captions = tuple(line.strip() for line in lines if line.strip()) or (path.stem,)
    name = path.relative_to(folder).as_posix()
    try:
        rate = sf.info(path).samplerate
    except sf.LibsndfileError as error:
        raise DatasetError(f"{path} cannot be read ({error}): convert or remove it") from error
    return Recording(name, split, captions, rate, partial(_read, path))


def _read(path: Path) -> Audio:
    audio, _ = sf.read(path, dtype="float32", always_2d=True)
    return audio.mean(axis=1)


def _rendered(folder: Path) -> list[Recording]:
    dataset = Dataset(folder)
    plan = plan_of(dataset.config)
    worker = Worker(plan, find_soundfont(None))

    def play(seed: int) -> Audio:
        return worker.band.play(worker.compose(seed)).stems.sum(axis=0)

    return [
        Recording(str(p.seed), p.split, tuple(p.captions), RATE, partial(play, p.seed))
        for p in dataset.pieces()
        if p.split != "test"
    ]


def at_rate(audio: Audio, rate: int, wanted: int) -> Audio:
    """Return ``audio`` at ``wanted`` Hz."""
    if rate == wanted:
        return audio
    divisor = int(np.gcd(rate, wanted))
    return resample_poly(audio, wanted // divisor, rate // divisor).astype(np.float32)
