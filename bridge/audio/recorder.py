"""A file of what was played, written by a thread of its own: 24-bit WAV."""

import queue
from functools import partial
from pathlib import Path

import soundfile

from bridge.audio.base import Audio
from bridge.audio.scribe import Scribe
from bridge.errors import RecordError


class Recorder:
    """Takes blocks from the loop; a thread writes them. A full disk ends the file, not the music.

    With ``wait`` (offline clock) a full queue makes the caller wait; in real time it ends the file.
    """

    def __init__(self, path: Path, sample_rate: int, channels: int, wait: bool = False) -> None:
        """Open the file. Raises RecordError with a line that says what to do."""
        self.path = path
        self.error: str | None = None
        self._file = _open(path, sample_rate, channels)
        self._scribe = Scribe(f"record {path.name}", wait)

    def write(self, block: Audio) -> None:
        """Take a block (channels, n); it must not be changed afterwards."""
        if self.error:
            return
        try:
            self._scribe.post(partial(self._write, block))
        except queue.Full:
            self.error = f"recording to {self.path} stopped: the disk is too slow"

    def _write(self, block: Audio) -> None:
        """Write a block, after an error nothing any more."""
        try:
            if not self.error:
                self._file.write(block.T)
        except (OSError, soundfile.SoundFileError) as error:
            self.error = f"recording to {self.path} stopped: {error}"

    def close(self) -> None:
        """Write what is left and close the file."""
        self._scribe.close()
        try:
            self._file.close()
        except (OSError, soundfile.SoundFileError) as error:
            self.error = self.error or f"recording to {self.path} may be cut: {error}"


def _open(path: Path, sample_rate: int, channels: int) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(path, "w", sample_rate, channels, subtype="PCM_24", format="WAV")
    except (OSError, soundfile.SoundFileError) as error:
        raise RecordError(
            f"cannot write {path}: choose a folder that exists and may be written"
        ) from error
