"""MIDI ports: those of the system, by python-rtmidi, and a fake one that ships."""

import importlib.util
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from bridge.child import end, environment
from bridge.errors import StartupError
from bridge.midi.jack_out import JackOut

VIRTUAL = "MusicCM"
RESCAN_SECONDS = 2.0
START_SECONDS = 30.0
Receive = Callable[[str, bytes], None]

log = logging.getLogger("musiccm.midi")


class Ports(Protocol):
    """All the devices that are there. Its methods are called on the loop thread."""

    def names(self) -> list[str]:
        """Return the devices that send."""

    def open(self, name: str, receive: Receive) -> None:
        """Listen to a device. ``receive(name, message)`` may be called on any thread."""

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Send to a device of that name, if it listens.

        ``at`` is when it is due by the host's monotonic clock, a moment ahead; None is at once.
        """

    def close(self) -> None:
        """Let go of all of them."""


class FakePorts:
    """Devices that a test plays: ``sent`` keeps what they were sent."""

    def __init__(self, *names: str) -> None:
        self.present = list(names)
        self.sent: list[tuple[str, bytes]] = []
        self._receivers: dict[str, Receive] = {}

    def names(self) -> list[str]:
        """Return the names that the test has given."""
        return list(self.present)

    def open(self, name: str, receive: Receive) -> None:
        """Keep the receiver for :meth:`play`."""
        self._receivers[name] = receive

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Keep what was sent."""
        self.sent.append((name, message))

    def play(self, name: str, *message: int) -> None:
        """Let a device send a message."""
        self._receivers[name](name, bytes(message))

    def close(self) -> None:
        """Forget the receivers."""
        self._receivers.clear()


class SystemPorts:
    """The system's ports, and a virtual one named MusicCM where the system has them."""

    def __init__(self, api: int | None = None) -> None:
        """``api`` is one of rtmidi's; the first that works otherwise. Raises StartupError."""
        try:
            import rtmidi
        except ModuleNotFoundError as error:
            raise StartupError(
                "MIDI needs python-rtmidi: pip install 'musiccm-bridge[midi]'"
            ) from error
        self._rtmidi: Any = rtmidi
        self._open: dict[str, tuple[Any, Any]] = {}
        self._finder = self._find(rtmidi.get_compiled_api() if api is None else [api])
        self._jack = self._open_jack()

    def _open_jack(self) -> JackOut | None:
        """Return what places messages in their frames, where rtmidi would go by JACK."""
        jack = self._api == getattr(self._rtmidi, "API_UNIX_JACK", None)
        if not jack or not importlib.util.find_spec("jack"):
            return None
        try:
            return JackOut()
        except StartupError as error:
            log.warning("MIDI goes out by JACK's periods: %s", error)
            return None

    def _find(self, apis: Sequence[int]) -> Any:
        """Return a port that sees the others, and keep to its API.

        rtmidi's own choice gives up where ALSA has no sequencer, although JACK may be there.
        """
        trouble = ""
        for self._api in apis:
            try:
                return self._rtmidi.MidiIn(self._api, f"{VIRTUAL} finder")
            except self._rtmidi.SystemError as error:
                trouble = trouble or str(error)
        raise StartupError(f"the system has no MIDI: {trouble}")

    def names(self) -> list[str]:
        """Return the devices that send, and the virtual port where there can be one."""
        found = [_plain(name) for name in self._finder.get_ports()]
        return [VIRTUAL, *dict.fromkeys(name for name in found if not name.startswith(VIRTUAL))]

    @property
    def places(self) -> bool:
        """Whether messages are best sent early: they wait for their own frame."""
        return self._jack is not None

    def open(self, name: str, receive: Receive) -> None:
        """Listen to a device; the thread of rtmidi calls ``receive``. Raises StartupError."""
        midi_in, midi_out = (
            kind(self._api, VIRTUAL) for kind in (self._rtmidi.MidiIn, self._rtmidi.MidiOut)
        )
        try:
            self._connect(midi_in, midi_out, name)
        except (self._rtmidi.RtMidiError, NotImplementedError) as error:
            raise StartupError(f"MIDI port {name} cannot be opened: {error}") from error
        midi_in.ignore_types(sysex=True, timing=False, active_sense=True)
        midi_in.set_callback(lambda event, data: receive(name, bytes(event[0])))
        self._open[name] = midi_in, midi_out

    def _connect(self, midi_in: Any, midi_out: Any, name: str) -> None:
        if name == VIRTUAL:
            midi_in.open_virtual_port("in")
            self._open_out(midi_out, None)
            return
        midi_in.open_port(_index(midi_in, name), "in")
        if (out := _index(midi_out, name)) is not None:
            self._open_out(midi_out, out, name)

    def _open_out(self, midi_out: Any, index: int | None, name: str = VIRTUAL) -> None:
        """Open what sends to a port by its index, or a virtual one."""
        if self._jack:
            self._jack.open(name, "" if index is None else midi_out.get_ports()[index])
        elif index is None:
            midi_out.open_virtual_port("out")
        else:
            midi_out.open_port(index, "out")

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Send to a device, if it is open and listens."""
        if self._jack:
            self._jack.send(name, message, at)
        elif name in self._open and self._open[name][1].is_port_open():
            self._open[name][1].send_message(list(message))

    def close(self) -> None:
        """Close all ports."""
        for midi_in, midi_out in self._open.values():
            midi_in.cancel_callback()
            midi_in.delete()
            midi_out.delete()
        self._open.clear()
        self._finder.delete()
        if self._jack:
            self._jack.close()


class ProcessPorts:
    """The system's ports by way of a process that may take its time; see bridge.midi.worker.

    ``receive`` is called on the thread that reads what the process tells.
    """

    def __init__(self) -> None:
        """Start it and wait for what it finds. Raises StartupError when there is no MIDI."""
        self._receivers: dict[str, Receive] = {}
        self._names: list[str] = []
        self._error = ""
        self._told, self._saying = threading.Event(), threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bridge.midi.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        self._thread = threading.Thread(target=self._read, name="midi", daemon=True)
        self._thread.start()
        if not self._told.wait(START_SECONDS) or self._error:
            self.close()
            raise StartupError(self._error or "the MIDI process does not start")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, *values = json.loads(line)
            if kind == "midi":
                self._receivers[values[0]](values[0], bytes.fromhex(values[1]))
            elif kind == "failed":
                log.warning("%s", values[1])
            else:
                self._names, self._error = (values[0], "") if kind == "names" else ([], values[0])
                self._told.set()
        self._told.set()

    def _say(self, *values: str | float | None) -> None:
        assert self._process.stdin is not None
        try:
            with self._saying:  # the loop opens ports while the clock's thread sends
                self._process.stdin.write(json.dumps(values) + "\n")
                self._process.stdin.flush()
        except (OSError, ValueError):  # it has ended: no controller is there any more
            return

    def names(self) -> list[str]:
        """Return what the process has found by now."""
        return list(self._names)

    def open(self, name: str, receive: Receive) -> None:
        """Let a device be listened to."""
        self._receivers[name] = receive
        self._say("open", name)

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Send to a device, if it is open and listens; the process waits for the time."""
        self._say("send", name, message.hex(), at)

    def close(self) -> None:
        """End the process, and its ports with it."""
        end(self._process, self._thread)


def _plain(name: str) -> str:
    """Return a port's name without ALSA's numbers, which differ from boot to boot."""
    head, _, tail = name.rpartition(" ")
    return head if head and tail.replace(":", "").isdigit() else name


def _index(port: Any, name: str) -> int | None:
    names = [_plain(found) for found in port.get_ports()]
    return names.index(name) if name in names else None
