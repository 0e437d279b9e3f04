"""The sound input: some seconds of what a microphone or a line hears."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bridge.audio.portaudio import import_sounddevice
from bridge.errors import RecordError, StartupError

Heard = tuple[NDArray[np.float32], int]


class AudioInput(Protocol):
    """Records; called on a thread that may wait."""

    def record(self, seconds: float) -> Heard:
        """Return mono samples (n,) and their rate. Raises RecordError."""


class SystemInput:
    """An input of PortAudio, the default one or one whose name contains ``name``."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name

    def record(self, seconds: float) -> Heard:
        """Open the input, listen, close it again. Raises RecordError."""
        try:
            sounddevice = import_sounddevice()
        except StartupError as error:
            raise RecordError(str(error)) from error
        try:
            return self._record(sounddevice, seconds)
        except (sounddevice.PortAudioError, ValueError) as error:
            raise RecordError(f"the sound input cannot be listened to: {error}") from error

    def _record(self, sounddevice: Any, seconds: float) -> Heard:
        rate = int(sounddevice.query_devices(self._name, "input")["default_samplerate"])
        with sounddevice.InputStream(rate, device=self._name, channels=1, dtype="float32") as line:
            samples, _ = line.read(round(seconds * rate))
        return samples[:, 0], rate
