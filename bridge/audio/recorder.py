"""A file of what was played, written by a thread of its own: 24-bit WAV."""

import queue
import threading
from pathlib import Path

import soundfile

from bridge.audio.base import Audio
from bridge.errors import RecordError

_LONGEST_QUEUE = 4096  # blocks: 43 s of the disk not answering


class Recorder:
    """Takes blocks from the loop; a thread writes them. A full disk ends the file, not the music.

    With ``wait`` (offline clock) a full queue makes the caller wait; in real time it ends the file.
    """

    def __init__(self, path: Path, sample_rate: int, channels: int, wait: bool = False) -> None:
        """Open the file. Raises RecordError with a line that says what to do."""
        self.path = path
        self.error: str | None = None
        self._wait = wait
        self._queue: queue.Queue[Audio | None] = queue.Queue(_LONGEST_QUEUE)
        self._file = _open(path, sample_rate, channels)
        self._thread = threading.Thread(target=self._run, name=f"record {path.name}", daemon=True)
        self._thread.start()

    def write(self, block: Audio) -> None:
        """Take a block (channels, n); it must not be changed afterwards."""
        if self.error:
            return
        try:
            self._queue.put(block, block=self._wait)
        except queue.Full:
            self.error = f"recording to {self.path} stopped: the disk is too slow"

    def _run(self) -> None:
        """Write until the end; goes on taking blocks after an error, so that nobody waits."""
        while (block := self._queue.get()) is not None:
            try:
                if not self.error:
                    self._file.write(block.T)
            except (OSError, soundfile.SoundFileError) as error:
                self.error = f"recording to {self.path} stopped: {error}"

    def close(self) -> None:
        """Write what is left and close the file."""
        self._queue.put(None)
        self._thread.join()
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
