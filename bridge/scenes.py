"""Scenes: how everything is asked to be, kept under a number, recalled and morphed on a line."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bridge.folder import SessionFolder
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import Call, ProtocolError, Write
from bridge.protocol.parameters import BY_NAME, PARAMETERS, Parameter, Value
from bridge.scheduler.gestures import Gestures, when_of
from bridge.shelf import Shelf

Answer = tuple[float | int | str, ...]

MOST = 128  # as many as a MIDI Program Change can call
MOST_BARS = 128
LARGEST_FILE = 1 << 20  # bytes
_OUTSIDE = ("transport/", "master/")  # they belong to the night, not to a scene


def belongs(parameter: Parameter) -> bool:
    """Return whether a scene keeps a parameter."""
    return not parameter.setting and not parameter.name.startswith(_OUTSIDE)


KEPT = tuple(p for p in PARAMETERS if belongs(p))


@dataclass(frozen=True)
class Scene:
    """Values by name, those that ``belongs`` lets in."""

    name: str
    values: Mapping[str, Value]


def write_scenes(scenes: Mapping[int, Scene]) -> str:
    """Return scenes as JSON that people can read and edit."""
    rows = [
        {
            "number": number,
            "name": scene.name,
            "values": {n: encode(BY_NAME[n], value) for n, value in scene.values.items()},
        }
        for number, scene in sorted(scenes.items())
    ]
    return json.dumps({"scenes": rows}, indent=1, ensure_ascii=False) + "\n"


def read_scenes(text: str) -> dict[int, Scene]:
    """Return the scenes of :func:`write_scenes`, every value checked.

    Raises
    ------
    ProtocolError
        For anything else.
    """
    try:
        rows = json.loads(text)["scenes"]
        return {_number(row["number"]): _scene(row) for row in rows}
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        if isinstance(error, ProtocolError):
            raise
        raise ProtocolError(f"is no file of scenes ({type(error).__name__})") from error


def _scene(row: Any) -> Scene:
    return Scene(str(row["name"])[:100], dict(_values(row["values"].items())))


def _values(given: Iterable[tuple[str, object]]) -> Iterable[tuple[str, Value]]:
    for name, value in given:
        if name not in BY_NAME or not belongs(BY_NAME[name]):
            raise ProtocolError(f"has a value that no scene has: {name[:40]!r}")
        [message] = decode(BY_NAME[name].address, [value])
        assert isinstance(message, Write)
        yield name, message.value


def _number(number: float | None) -> int:
    if number is None or not 1 <= number <= MOST:
        raise ProtocolError(f"takes the number of a scene, 1 … {MOST}")
    return int(number)


class Scenes:
    """The scenes of a session, on the shelf after every change. Owned by the loop thread."""

    def __init__(self, gestures: Gestures, folder: SessionFolder, shelf: Shelf) -> None:
        self._gestures, self._folder, self._shelf = gestures, folder, shelf
        self._scenes: dict[int, Scene] = {}

    def recover(self) -> None:
        """Take in what an earlier run has left on the shelf. Raises ProtocolError as :meth:`load`.

        What cannot be read is set aside.
        """
        if not self._shelf.path.exists():
            return
        try:
            self.load(self._shelf.path)
        except ProtocolError as error:
            aside = self._shelf.set_aside()
            raise ProtocolError(f"{error}; it is set aside as {aside}") from error

    def _keep(self) -> None:
        self._shelf.keep(partial(write_scenes, dict(self._scenes)))

    def load(self, path: Path) -> None:
        """Take the scenes of a file in.

        Raises
        ------
        ProtocolError
            When it is no file of scenes, or cannot be read.
        """
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ProtocolError("is too large for a file of scenes")
            self._scenes |= read_scenes(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ProtocolError(f"cannot be read: {path.name}") from error

    def listing(self) -> list[Answer]:
        """Return number and name of each scene."""
        return [(number, scene.name) for number, scene in sorted(self._scenes.items())]

    def call(self, call: Call) -> bool:
        """Do a command; return False for one that is not about scenes. Raises ProtocolError."""
        if call.name not in _CALLS:
            return False
        _CALLS[call.name](self, call)
        return True

    def _save(self, call: Call) -> None:
        number = _number(call.number)
        name = str(call.rest[0]) if call.rest else f"Scene {number}"
        asked = self._gestures.asked()
        self._scenes[number] = Scene(name[:100], {p.name: asked[p.name] for p in KEPT})
        self._keep()

    def _get(self, number: float | None) -> Scene:
        try:
            return self._scenes[_number(number)]
        except KeyError:
            raise ProtocolError(f"scene {number:g} has not been saved") from None

    def _recall(self, call: Call) -> None:
        self._go(self._get(call.number), when_of(call.rest))

    def _morph(self, call: Call) -> None:
        self._go(self._get(call.number), when_of(call.rest[1:]), _bars(call.rest[0]))

    def _between(self, call: Call) -> None:
        begin, end = self._get(call.number), self._get(float(call.rest[0]))
        bars, when = _bars(call.rest[1]), when_of(call.rest[2:])
        self._go(begin, when)
        self._go(end, when, bars)

    def _go(self, scene: Scene, when: str | None, bars: float = 0.0) -> None:
        self._gestures.ask(scene.values)
        self._gestures.add(scene.values, when, glide=bars * self._gestures.beats_per_bar)

    def _delete(self, call: Call) -> None:
        self._get(call.number)
        del self._scenes[_number(call.number)]
        self._keep()

    def _export(self, call: Call) -> None:
        """Write a scene, or all of them for number 0."""
        chosen = dict(self._scenes)
        if call.number:
            chosen = {_number(call.number): self._get(call.number)}
        path = self._folder.file("scenes", str(call.rest[0]))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write_scenes(chosen), encoding="utf-8")
        except OSError as error:
            raise ProtocolError(f"cannot write {path.name}: {error.strerror}") from error

    def _import(self, call: Call) -> None:
        self.load(self._folder.file("scenes", str(call.rest[0])))
        self._keep()


def _bars(number: float | str) -> float:
    if not 0 < float(number) <= MOST_BARS:
        raise ProtocolError(f"takes more than 0 and at most {MOST_BARS} bars")
    return float(number)


_CALLS: dict[str, Callable[[Scenes, Call], None]] = {
    "scene/save": Scenes._save,
    "scene/recall": Scenes._recall,
    "scene/morph": Scenes._morph,
    "scene/between": Scenes._between,
    "scene/delete": Scenes._delete,
    "scene/export": Scenes._export,
    "scene/import": Scenes._import,
}
