"""The scenes of a session on disk: written whole after every change, read at the next start."""

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from bridge.audio.scribe import Scribe

NAME = "scenes.json"  # in the session folder itself, where no name that comes over OSC leads
ASIDE = "scenes unreadable.json"


class Shelf:
    """Keeps the newest text in one file. Loop thread; the disk is touched in a thread of its own.

    The text goes to a second file that takes the first one's name when it is whole and on the disk,
    so that a crash at any moment leaves the old scenes or the new ones. ``error`` says why the
    last writing failed, "" if it did not; the next change tries again.
    """

    def __init__(self, folder: Path, wait: bool = False) -> None:
        self.path = folder / NAME
        self.error = ""
        self._wait = wait
        self._lock = threading.Lock()  # around _newest
        self._newest: Callable[[], str] | None = None
        self._scribe: Scribe | None = None

    def keep(self, text: Callable[[], str]) -> None:
        """Have what ``text`` returns written; of several that wait only the newest is asked."""
        with self._lock:
            waiting, self._newest = self._newest is not None, text
        self._scribe = self._scribe or Scribe("scenes", wait=self._wait)
        if not waiting:
            self._scribe.post(self._write)

    def _write(self) -> None:
        with self._lock:
            text, self._newest = self._newest, None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, text() if text else "")
            self.error = ""
        except OSError as error:
            self.error = f"scenes are not kept: {self.path} cannot be written: {error.strerror}"

    def set_aside(self) -> Path:
        """Give a file that means nothing another name, so that the next change spares it."""
        aside = self.path.with_name(ASIDE)
        with contextlib.suppress(OSError):
            os.replace(self.path, aside)
        return aside

    def close(self) -> None:
        """Finish what is being written."""
        if self._scribe:
            self._scribe.close()


def write_whole(path: Path, text: str) -> None:
    """Write a text file that is there as a whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
