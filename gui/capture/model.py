"""The newest captured loops and takes, by what their names and the daemon tell. Knows no Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bridge.protocol.parameters import ROOT

_NAME = re.compile(r"bars(\d+)_([\d.]+)bpm(?:_([A-G]#?m?))?_(\w+)\.wav")
_COMMANDS = tuple(f"{ROOT}/{name}" for name in ("capture", "record/start", "record/stop"))


@dataclass(frozen=True)
class Recording:
    """A file; ``bars`` is 0 and ``tempo`` and ``key`` are empty where its name does not tell."""

    path: str
    size: int
    age: float
    part: str
    bars: int = 0
    tempo: str = ""
    key: str = ""

    @classmethod
    def of(cls, path: str, size: int, age: float) -> "Recording":
        """Return a recording by the name of its file, as the daemon writes them."""
        match = _NAME.fullmatch(PurePath(path).name)
        if match is None:
            return cls(path, size, age, PurePath(path).stem)
        bars, tempo, key, part = match.groups()
        return cls(path, size, age, part, int(bars), tempo, key or "")

    @property
    def group(self) -> str:
        """The folder that it shares with the others of its moment."""
        return str(PurePath(self.path).parent)

    @property
    def title(self) -> str:
        """What a group is called: its moment."""
        return PurePath(self.group).name

    @property
    def about(self) -> str:
        """Bars, tempo and key in words."""
        bars = f"{self.bars} bar{'s' if self.bars > 1 else ''}" if self.bars else "take"
        tempo = f"{self.tempo} bpm" if self.tempo else ""
        return " · ".join(filter(None, (bars, tempo, self.key)))


def megabytes(size: int) -> str:
    """Return a size as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"


def ago(seconds: float) -> str:
    """Return how long ago something was."""
    if seconds < 60:
        return "just now"
    minutes = round(seconds / 60)
    return f"{minutes} min ago" if minutes < 100 else f"{round(seconds / 3600)} h ago"


class Recordings:
    """What the daemon has told, newest first; ``notice`` is how the last command went."""

    def __init__(self) -> None:
        self.files: list[Recording] = []
        self.notice = ""
        self.recording = False
        self._coming: list[Recording] = []

    def receive(self, address: str, arguments: Sequence[object]) -> bool:
        """Take one message in; False for one that is not about files."""
        if address == f"{ROOT}/file":
            path, size, age = arguments
            self._coming.append(Recording.of(str(path), int(str(size)), float(str(age))))
        elif address == f"{ROOT}/files.reply":
            self.files, self._coming = self._coming, []
        elif address in (f"{ROOT}/done", f"{ROOT}/fail") and arguments[0] in _COMMANDS:
            self._conclude(address.endswith("/done"), str(arguments[0]), str(arguments[1]))
        else:
            return False
        return True

    def _conclude(self, fine: bool, command: str, text: str) -> None:
        name = PurePath(text).name
        told = {"capture": f"captured: {name}", "start": "recording", "stop": f"recorded: {name}"}
        verb = command.rpartition("/")[2]
        self.notice = told[verb] if fine else text
        if fine and verb != "capture":
            self.recording = verb == "start"

    def groups(self) -> list[list[Recording]]:
        """Return the files by their moment, newest first, the master before its stems."""
        groups: dict[str, list[Recording]] = {}
        for file in self.files:
            groups.setdefault(file.group, []).append(file)
        order = ("master", "drums", "bass", "harmony", "lead")
        rank = {part: n for n, part in enumerate(order)}
        return [sorted(g, key=lambda f: rank.get(f.part, 9)) for g in groups.values()]
