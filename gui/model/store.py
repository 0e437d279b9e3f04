"""All that the panel knows of the daemon. No Qt, no socket, no clock of its own.

The daemon is the truth: every panel shows what it says, so any number of panels agree.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from bridge.protocol.codec import encode
from bridge.protocol.parameters import (
    AUTO,
    BY_NAME,
    FEATURES,
    PARAMETERS,
    ROOT,
    STATUS,
    Parameter,
    StatusField,
    Value,
)
from gui.model.coming import Changes, Coming
from gui.model.echo import Echo, as_sent
from gui.model.news import news
from gui.model.presence import Link
from gui.model.words import Entry, in_words, label

Argument = float | int | str | bool
LOG_LINES = 500


class Send(Protocol):
    """The way to the daemon; never waits, never raises."""

    def __call__(self, address: str, *arguments: Argument) -> None:
        """Send one OSC message."""


class Store:
    """Parameters, status, features, scenes and the log.

    Widgets :meth:`watch` a key (a parameter's name, or ``status``, ``features``, ``scenes``,
    ``log``, ``link``) and are told by :meth:`notify`, once a frame however much has come.
    ``send`` takes what is to go to the daemon; ``now`` is a steady clock, ``unix`` the wall's.
    """

    def __init__(
        self,
        send: Send,
        now: Callable[[], float] = time.monotonic,
        unix: Callable[[], float] = time.time,
    ) -> None:
        self._send, self._now, self.unix = send, now, unix
        self.since = unix()  # when the rung of the fallback ladder was stepped on
        self._echo = Echo({p.name: p.default for p in PARAMETERS})
        self.status: dict[str, float | int | str] = {}
        self.features: dict[str, float | int | str] = {}
        self.features_at = -math.inf  # when they came, by the steady clock
        self.scenes: dict[int, str] = {}
        self._listed: dict[int, str] = {}
        self.log: deque[Entry] = deque(maxlen=LOG_LINES)
        self.link = Link.SEARCHING
        self.changes = Changes()
        self._watchers: dict[str, list[Callable[[], None]]] = {}
        self._dirty: dict[str, None] = {}

    def watch(self, key: str, callback: Callable[[], None]) -> None:
        """Call ``callback`` at each :meth:`notify` before which ``key`` has changed."""
        self._watchers.setdefault(key, []).append(callback)

    def notify(self) -> None:
        """Tell the watchers what has changed since the last call."""
        dirty, self._dirty = self._dirty, {}
        for key in dirty:
            for callback in self._watchers.get(key, ()):
                callback()

    def _mark(self, key: str, changed: bool = True) -> None:
        if changed:
            self._dirty[key] = None

    def __getitem__(self, name: str) -> Value:
        return self._echo.values[name]

    def number(self, name: str) -> float:
        """Return a number, 0 for one that the planner chooses."""
        return float(self[name] or 0.0)

    def write(self, name: str, value: Value) -> None:
        """Set a parameter: shown at once, sent, and in the end what the daemon makes of it."""
        parameter = BY_NAME[name]
        value = as_sent(parameter, value)
        self._mark(name, self._echo.write(name, value, self._now()))
        self._send(parameter.address, encode(parameter, value))

    def call(self, name: str, *arguments: Argument) -> None:
        """Call a command."""
        self._send(f"{ROOT}/{name}", *arguments)

    def ask_all(self) -> None:
        """Ask for everything; for a daemon that has just been found."""
        for parameter in PARAMETERS:
            self._send(f"{parameter.address}/get")
        self.call("scene/list")

    def restore(self) -> None:
        """Set again what was set: for a new daemon in the place of one that died."""
        for p in PARAMETERS:
            if self[p.name] != p.default:
                self.write(p.name, self[p.name])

    def chase(self) -> None:
        """Ask for what was written and never answered. To be called now and then."""
        for name in self._echo.overdue(self._now()):
            self._send(f"{BY_NAME[name].address}/get")

    @property
    def waiting(self) -> bool:
        """Whether something that was written has not been answered yet."""
        return self._echo.waiting

    def coming(self, name: str) -> Coming | None:
        """Return what waits for its line; whoever watches the parameter is told."""
        return self.changes.now.get(name)

    def _viewed(self, arguments: Sequence[object]) -> None:
        per_bar = float(self.status.get("beats_per_bar") or 4)
        for name in self.changes.conclude(self.features, per_bar):
            self._mark(name)

    def set_link(self, link: Link) -> None:
        """Note how panel and daemon stand."""
        if link is self.link:
            return
        if Link.CONNECTED in (link, self.link):
            self.say("Connected." if link is Link.CONNECTED else "The daemon is silent.", link)
        self.link = link
        self._mark("link")
        if link is not Link.CONNECTED:
            self._echo.forget()
            self.status, self.features = {}, {}
            for name in self.changes.clear():
                self._mark(name)
            self._mark("status")
            self._mark("features")

    def say(self, text: str, link: Link = Link.CONNECTED) -> None:
        """Add a line to the log; one about a lost link is trouble."""
        self._add(text, link is Link.LOST)

    def trouble(self, text: str) -> None:
        """Add a line about trouble to the log."""
        self._add(text, True)

    def _add(self, text: str, bad: bool) -> None:
        self.log.append(Entry(self.unix(), text, bad))
        self._mark("log")

    def apply(self, address: str, arguments: Sequence[object]) -> None:
        """Take in what the daemon says; what means nothing here is passed over."""
        name = address.removeprefix(f"{ROOT}/")
        if name in BY_NAME:
            self._hear(name, arguments)
        elif name in _HANDLERS:
            _HANDLERS[name](self, arguments)

    def _hear(self, name: str, arguments: Sequence[object]) -> None:
        if len(arguments) == 1 and isinstance(arguments[0], (int, float, str)):
            value = _read(BY_NAME[name], arguments[0])
            self._mark(name, self._echo.hear(name, value))

    def _status(self, arguments: Sequence[object]) -> None:
        before, self.status = self.status, _named(STATUS, arguments)
        if before.get("fallback") != self.status.get("fallback"):
            self.since = self.unix()
        self._mark("status")
        for text, bad in news(before, self.status):
            self._add(text, bad)

    def _features(self, arguments: Sequence[object]) -> None:
        self.features, self.features_at = _named(FEATURES, arguments), self._now()
        self._mark("features")

    def _scene(self, arguments: Sequence[object]) -> None:
        if len(arguments) == 2 and isinstance(arguments[0], int):
            self._listed[arguments[0]] = str(arguments[1])

    def _scenes_end(self, arguments: Sequence[object]) -> None:
        """Take a whole list; where a datagram of it was lost the next one will do."""
        listed, self._listed = self._listed, {}
        if list(arguments) == [len(listed)]:
            self._mark("scenes", listed != self.scenes)
            self.scenes = listed

    def _error(self, arguments: Sequence[object]) -> None:
        if len(arguments) == 2:
            self.trouble(in_words(str(arguments[0]), str(arguments[1])))

    def _done(self, arguments: Sequence[object]) -> None:
        if len(arguments) == 2:
            name = str(arguments[0]).removeprefix(f"{ROOT}/")
            self.say(f"{label(name)}: {arguments[1]}")


def _read(parameter: Parameter, told: float | int | str) -> Value:
    if parameter.kind == "bool":
        return bool(told)  # told as 0 and 1
    return None if told == AUTO and parameter.optional else told


def _named(fields: Sequence[StatusField], arguments: Sequence[object]) -> dict[str, Argument]:
    """Return arguments by name; a daemon of another version may tell fewer or more."""
    pairs = zip(fields, arguments, strict=False)
    return {f.name: a for f, a in pairs if isinstance(a, (int, float, str))}


_HANDLERS: dict[str, Callable[[Store, Sequence[object]], None]] = {
    "status.reply": Store._status,
    "features.reply": Store._features,
    "scene": Store._scene,
    "scene/list.reply": Store._scenes_end,
    "error": Store._error,
    "fail": Store._error,
    "done": Store._done,
    "plan/change": lambda store, arguments: store.changes.hear(arguments),
    "plan/view.reply": Store._viewed,
}
