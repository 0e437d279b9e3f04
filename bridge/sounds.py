"""Sounds as prompts while it plays: files of the session folder by name, or the live input."""

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from bridge.audio.listening import AudioInput, Heard
from bridge.errors import NameRefused, RecordError
from bridge.folder import SessionFolder
from bridge.protocol.messages import ProtocolError
from musiccm.request import Score

KIND = "sounds"  # their folder
MARK = "@"  # begins a prompt that names a sound
SHORTEST, LONGEST, USUAL = 1.5, 60.0, 8.0  # seconds that are listened to
SILENCE = 1e-4  # of full scale, -80 dB


class Sounds:
    """Finds and makes the sounds that prompts name. Owned by the loop thread."""

    def __init__(self, folder: SessionFolder, line: AudioInput) -> None:
        self._folder, self._line = folder, line

    def check(self, text: str) -> None:
        """Refuse a prompt that names a sound which is not in the session folder.

        Raises
        ------
        ProtocolError, NameRefused
            So nobody hears this machine's other files over the network.
        """
        if text.startswith(MARK):
            self.find(text.removeprefix(MARK))

    def find(self, name: str) -> Path:
        """Return the file of a sound of the session folder. Raises ProtocolError, NameRefused."""
        path = self._folder.file(KIND, name.strip())
        if not path.is_file():
            raise ProtocolError(f"no such file in {KIND}/ of the session folder: put it there")
        return path

    def _path(self, text: str) -> Path:
        return self._folder.file(KIND, text[1:].strip())

    def located(self, score: Score) -> Score:
        """Return a score whose sounds are named by their paths, as the engine finds them."""
        prompts = tuple((self._located(text), weight) for text, weight in score.prompts)
        return score if prompts == score.prompts else replace(score, prompts=prompts)

    def _located(self, text: str) -> str:
        """Names of the start are paths already: they are left as they are."""
        if not text.startswith(MARK):
            return text
        try:
            path = self._path(text)
        except NameRefused:
            return text
        return f"{MARK}{path.resolve()}" if path.is_file() else text

    async def listen(self, seconds: float) -> str:
        """Record the input and return the prompt that names what was heard. Raises RecordError."""
        return await asyncio.to_thread(self._listen, seconds)

    def _listen(self, seconds: float) -> str:
        heard = self._line.record(seconds)
        if float(np.abs(heard[0]).max(initial=0.0)) < SILENCE:
            raise RecordError("the sound input is silent")
        return f"{MARK}{self._keep(heard).name}"

    def _keep(self, heard: Heard) -> Path:
        path, number = self._folder.file(KIND, "live 1.wav"), 1
        while path.exists():
            number += 1
            path = self._folder.file(KIND, f"live {number}.wav")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, heard[0], heard[1], "PCM_24")
        except (OSError, soundfile.LibsndfileError) as error:
            raise RecordError(f"cannot write {path.name}: {error}") from error
        return path


def seconds_of(number: float | None, shortest: float = SHORTEST) -> float:
    """Return how long to listen. Raises ProtocolError."""
    seconds = USUAL if number is None else number
    if not shortest <= seconds <= LONGEST:
        raise ProtocolError(f"takes {shortest:g} … {LONGEST:g} seconds")
    return seconds
