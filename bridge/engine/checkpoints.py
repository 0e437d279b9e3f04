"""Which checkpoints may be loaded by a name that comes over the network."""

from pathlib import Path

from bridge.errors import StartupError
from bridge.folder import SessionFolder

SHIPPED = "default"


class Checkpoints:
    """The folders in ``root``, the shipped checkpoint, and the one that the run began with.

    ``start`` is that one's folder, any path, or None for the shipped one.
    """

    def __init__(self, root: Path | None = None, start: Path | None = None) -> None:
        self._root = root
        self.start = SHIPPED if start is None else start.resolve().name
        self._known: dict[str, Path | None] = {SHIPPED: None, self.start: start}

    def names(self) -> list[str]:
        """Return what :meth:`find` would find."""
        found = sorted(self._root.glob("*/config.json")) if self._root else []
        return list(dict.fromkeys([*self._known, *(path.parent.name for path in found)]))

    def find(self, name: str) -> Path | None:
        """Return the folder of a name, None for the shipped checkpoint.

        Raises
        ------
        NameRefused
            When the name is more than a plain one.
        StartupError
            When there is no such checkpoint.
        """
        if name in self._known:
            return self._known[name]
        folder = SessionFolder(self._root or Path()).file("", name)
        if self._root is None or not (folder / "config.json").is_file():
            raise StartupError(f"no checkpoint {name!r}: there are {', '.join(self.names())}")
        return folder
