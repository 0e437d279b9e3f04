"""Sounds that prompts name, for an engine on another machine, where a path means nothing."""

import hashlib
import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from bridge.errors import EngineError
from musiccm.request import Score

MARK = "@"  # begins a prompt that names a sound
LONGEST = 60.0  # seconds of a sound that are sent: a style takes ten
MOST = 64  # sounds that the engine's side keeps

Data = NDArray[np.uint8]


def renamed(score: Score, name_of: Callable[[str], str]) -> Score:
    """Return a score whose sounds are named anew, and its words as they are."""
    prompts = tuple(
        (MARK + name_of(text[1:].strip()) if text.startswith(MARK) else text, weight)
        for text, weight in score.prompts
    )
    return score if prompts == score.prompts else replace(score, prompts=prompts)


def sounds_in(score: Score) -> list[Path]:
    """Return the files that a score's prompts name."""
    return [Path(text[1:].strip()) for text, _ in score.prompts if text.startswith(MARK)]


def pack(path: Path) -> Data:
    """Return what is sent of a sound: its first minute in mono, as FLAC of 24 bits.

    Raises
    ------
    EngineError
        If it is no readable sound file.
    """
    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            audio = file.read(round(LONGEST * rate), "float32", always_2d=True)
        flac = io.BytesIO()
        soundfile.write(flac, audio.mean(axis=1), rate, "PCM_24", format="FLAC")
    except (OSError, soundfile.LibsndfileError) as error:
        raise EngineError(f"{path} is no sound file that can be read ({error})") from error
    return np.frombuffer(flac.getvalue(), np.uint8)


def name_of(data: Data) -> str:
    """Return the name of a packed sound: that of its bytes."""
    return hashlib.sha256(data.tobytes()).hexdigest()


class Outbox:
    """The daemon's side: which files have which names over there, and which are there already."""

    def __init__(self) -> None:
        self._names: dict[tuple[Path, int, int], str] = {}
        self._there: set[str] = set()

    def forget(self) -> None:
        """Nothing is over there any more."""
        self._there.clear()

    def name(self, path: Path) -> str | None:
        """Return the name of a file as it is now, if it is over there; else None."""
        name = self._names.get(self._key(path))
        return name if name in self._there else None

    def note(self, path: Path, name: str) -> None:
        """Note that a file is over there now."""
        self._names[self._key(path)] = name
        self._there.add(name)

    @staticmethod
    def _key(path: Path) -> tuple[Path, int, int]:
        try:
            stat = path.stat()
        except OSError as error:
            raise EngineError(f"{path} cannot be heard: {error.strerror}") from error
        return path, stat.st_mtime_ns, stat.st_size


class Inbox:
    """The engine's side: keeps what came, and lets prompts name nothing else of this machine."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="musiccm-sounds-")
        self._files: dict[str, Path] = {}

    def take(self, name: str, data: Data | None) -> None:
        """Keep a sound. Raises EngineError if it is damaged."""
        if data is None or name_of(data) != name:
            raise EngineError("a sound was damaged on its way")
        while len(self._files) >= MOST:
            self._files.pop(next(iter(self._files))).unlink()
        self._files[name] = path = Path(self._folder.name) / f"{name}.flac"
        path.write_bytes(data.tobytes())

    def located(self, score: Score) -> Score:
        """Return a score whose sounds are files of this machine. Raises EngineError."""
        return renamed(score, self._path)

    def _path(self, name: str) -> str:
        if name not in self._files:
            raise EngineError("a prompt names a sound that was not sent; say it again")
        return str(self._files[name])

    def close(self) -> None:
        """Remove all of it."""
        self._folder.cleanup()
