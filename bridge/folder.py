"""The session folder: the one place where names that come over the network may become files."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bridge.errors import NameRefused

LONGEST_NAME = 64
_ALLOWED = re.compile(r"\w[\w .,+#()-]*")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return ``name`` if it can only be a plain file's, on any system.

    Raises
    ------
    NameRefused
        For paths, hidden files, device names and what some file system would read differently.
    """
    fine = _ALLOWED.fullmatch(name) and len(name) <= LONGEST_NAME and name == name.rstrip(" .")
    if not fine or ".." in name or _DEVICES.fullmatch(name):
        raise NameRefused(f"takes a plain name of up to {LONGEST_NAME} letters and digits, no path")
    return name


def _recordings(folder: Path) -> Iterator[tuple[float, Path, int]]:
    for path in folder.glob("*/*.wav"):
        with contextlib.suppress(OSError):  # somebody has just moved it away
            stat = path.stat()
            yield stat.st_mtime, path, stat.st_size


class SessionFolder:
    """Gives paths in ``root`` for names from outside, and makes folders only when asked to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, kind: str, name: str) -> Path:
        """Return ``root/kind/name`` for a name from outside.

        Raises
        ------
        NameRefused
            When the name is no plain one, or a link leads out of the folder.
        """
        path = self.root / kind / safe_name(name)
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise NameRefused("leads out of the session folder")
        return path

    def newest(
        self, kinds: Sequence[str], most: int, now: float
    ) -> list[tuple[float | int | str, ...]]:
        """Return path, bytes and seconds until ``now`` of the newest WAV files, newest first."""
        root = self.root.resolve()
        found = sorted((r for kind in kinds for r in _recordings(root / kind)), reverse=True)
        return [(str(path), size, max(0.0, now - made)) for made, path, size in found[:most]]

    def fresh(self, kind: str, name: str) -> Path:
        """Return the first of ``name``, ``name 2``, ``name 3`` … that does not exist yet."""
        path, number = self.file(kind, name), 1
        while path.exists():
            number += 1
            path = self.file(kind, f"{name} {number}")
        return path
