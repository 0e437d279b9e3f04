"""All MIDI devices together: found, mapped, learned, saved."""

import asyncio
import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bridge.clock import Clock
from bridge.errors import StartupError
from bridge.midi.clock_out import ClocksOut, chosen
from bridge.midi.controls import Control
from bridge.midi.mapper import Mapper, Perform, Read
from bridge.midi.maps import CALLS, MODES, Map, MapError, Row, default_map, read_map, write_map
from bridge.midi.ports import Ports
from bridge.midi.postman import Postman
from bridge.protocol.messages import Call, ProtocolError
from bridge.protocol.parameters import BY_NAME, PARAMETERS, Parameter

Answer = tuple[float | int | str, ...]

RESCAN_SECONDS = 2.0
EARLY = 0.1  # seconds: a process with nothing else to do waits for the very moment
LONGEST_MAP = 1 << 20  # bytes
_CLOCK = BY_NAME["midi/clock"]

log = logging.getLogger("musiccm.midi")


class Surface:
    """The performer's controllers. Owned by the loop thread; ports may call from any other.

    ``tell`` takes an OSC address and arguments for the subscribers; ``on_clock`` is given real-time
    and song position messages with the time when they came. ``live``: what leaves does so from a
    thread, EARLY, and says when it is due.
    """

    def __init__(
        self,
        ports: Ports,
        folder: Path,
        perform: Perform,
        read: Read,
        tell: Callable[[str, Answer], None],
        clock: Clock,
        live: bool = False,
    ) -> None:
        self._ports, self._folder, self._clock = ports, folder, clock
        self._postman = Postman(clock, self._send, EARLY if live else 0.0)
        self.clocks = ClocksOut(self._postman.post)
        self._perform, self._read, self._tell = perform, read, tell
        self._mappers: dict[str, Mapper] = {}
        self._deaf: set[str] = set()  # devices that nobody listens to for now
        self._loop = asyncio.get_running_loop()
        self._next_scan = 0.0
        self.on_clock: Callable[[bytes, float], None] | None = None
        if live:
            self._postman.start()

    def _send(self, name: str, data: bytes, time: float) -> None:
        self._ports.send(name, data, self._clock.to_monotonic(time))

    @property
    def devices(self) -> list[str]:
        """The devices that are listened to."""
        return [name for name in self._mappers if name not in self._deaf]

    def use(self, name: str, on: bool) -> None:
        """Listen to a device, or not. Raises ProtocolError where there is none of that name."""
        if name not in self._mappers:
            raise ProtocolError(f"no MIDI device is called {name[:60]!r}")
        (self._deaf.discard if on else self._deaf.add)(name)

    def tick(self) -> None:
        """Look for new devices now and then."""
        now = self._clock.now()
        self._postman.tick()
        if now < self._next_scan:
            return
        self._next_scan = now + RESCAN_SECONDS
        for name in self._ports.names():
            if name not in self._mappers:
                self._open(name)
        self._choose_clocks()

    def _choose_clocks(self) -> None:
        wanted = str(self._read(_CLOCK) or "")
        self.clocks.choose(chosen(wanted, self._mappers), self._clock.now())

    def _light(self, name: str, data: bytes) -> None:
        self._postman.post(name, data, self._clock.now())

    def _open(self, name: str) -> None:
        self._mappers[name] = Mapper(
            self._load(name), self._perform, self._read, partial(self._light, name)
        )
        try:
            self._ports.open(name, self._post)
        except StartupError as error:
            log.warning("%s", error)
            return
        for parameter in PARAMETERS:
            self._mappers[name].show(parameter)

    def _post(self, name: str, data: bytes) -> None:
        """Hand a message over to the loop; the port's own thread only does this."""
        self._loop.call_soon_threadsafe(self.receive, name, data, self._clock.now())

    def receive(self, name: str, data: bytes, time: float) -> None:
        """Do what a message of a device means, which came at ``time``."""
        if name in self._deaf:
            return
        if data and data[0] >= 0xF2:
            if self.on_clock:
                self.on_clock(data, time)
            return
        try:
            learned = self._mappers[name].receive(data)
        except ProtocolError as error:
            self._tell("error", (f"/mcm/midi {name}"[:100], str(error)))
            return
        if learned:
            self._keep(name, *learned)

    def _keep(self, name: str, row: Row, gone: tuple[Row, ...]) -> None:
        """Save a learned row, and say what it took the place of."""
        replaced = ", ".join(r.target for r in gone)
        self._tell("midi/learned", (name, str(row.control), row.target, replaced))
        self._save(name)

    def show(self, parameter: Parameter) -> None:
        """Light what shows a parameter, on every device."""
        if parameter is _CLOCK:
            self._choose_clocks()
        for mapper in self._mappers.values():
            mapper.show(parameter)

    def call(self, call: Call) -> bool:
        """Do midi/learn, midi/forget or midi/unmap; False for another. Raises ProtocolError."""
        if call.name == "midi/learn":
            self._learn(*(str(word) for word in call.rest))
        elif call.name == "midi/forget":
            self._forget(str(call.rest[0]))
        elif call.name == "midi/unmap":
            self._unmap(*(str(word) for word in call.rest))
        return call.name in ("midi/learn", "midi/forget", "midi/unmap")

    def _learn(self, target: str = "", mode: str = "absolute") -> None:
        if target and target not in BY_NAME and target not in CALLS:
            raise ProtocolError(f"no parameter or command can be learned as {target[:60]!r}")
        if mode not in MODES:
            raise ProtocolError(f"takes one of {', '.join(MODES)} after the name")
        for mapper in self._mappers.values():
            mapper.learn(target or None, mode)

    def _forget(self, target: str) -> None:
        for name, mapper in self._mappers.items():
            before, mapper.map = mapper.map, mapper.map.without(target)
            if mapper.map != before:
                self._save(name)

    def _unmap(self, device: str, control: str) -> None:
        mapper = self._mappers.get(device)
        if mapper is None:
            raise ProtocolError(f"no MIDI device is called {device[:60]!r}")
        try:
            mapper.map = mapper.map.without_control(Control.read(control))
        except ValueError as error:
            raise ProtocolError(str(error)) from error
        self._save(device)

    def rows(self) -> list[Answer]:
        """Return device, control, target and mode of every row."""
        return [
            (name, str(row.control), row.target, row.mode)
            for name, mapper in self._mappers.items()
            for row in mapper.map.rows
        ]

    def _path(self, name: str) -> Path:
        return self._folder / (re.sub(r"[^\w.-]+", "_", name).strip("._")[:60] + ".yaml")

    def _load(self, name: str) -> Map:
        """Return the map of a device's file; the usual one where there is none, or a broken one."""
        path = self._path(name)
        try:
            if path.stat().st_size > LONGEST_MAP:
                raise MapError("is too large for a MIDI map")
            return read_map(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return default_map(name)
        except (MapError, OSError, UnicodeDecodeError) as error:
            log.warning("%s: %s; the usual map is used", path, error)
            return default_map(name)

    def _save(self, name: str) -> None:
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write_map(self._mappers[name].map), encoding="utf-8")
        except OSError as error:
            self._tell("error", ("/mcm/midi/learn", f"cannot save {path.name}: {error.strerror}"))

    def close(self) -> None:
        """Let go of all ports; who has our clock is told to stop."""
        self.clocks.choose((), self._clock.now())
        self._postman.close()
        self._ports.close()
