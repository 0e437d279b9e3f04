"""MIDI ports: those of the system, by python-rtmidi, and a fake one that ships."""

from collections.abc import Callable
from typing import Any, Protocol

from bridge.errors import StartupError

VIRTUAL = "MusicCM"
Receive = Callable[[str, bytes], None]


class Ports(Protocol):
    """All the devices that are there. Its methods are called on the loop thread."""

    def names(self) -> list[str]:
        """Return the devices that send."""

    def open(self, name: str, receive: Receive) -> None:
        """Listen to a device. ``receive(name, message)`` may be called on any thread."""

    def send(self, name: str, message: bytes) -> None:
        """Send to a device of that name, if it listens."""

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

    def send(self, name: str, message: bytes) -> None:
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
        """``api`` is one of rtmidi's; the system's first choice otherwise. Raises StartupError."""
        try:
            import rtmidi
        except ModuleNotFoundError as error:
            raise StartupError(
                "MIDI needs python-rtmidi: pip install 'musiccm-bridge[midi]'"
            ) from error
        self._api = rtmidi.API_UNSPECIFIED if api is None else api
        self._rtmidi: Any = rtmidi
        self._open: dict[str, tuple[Any, Any]] = {}
        try:
            self._finder = rtmidi.MidiIn(self._api, f"{VIRTUAL} finder")
        except rtmidi.SystemError as error:
            raise StartupError(f"the system has no MIDI: {error}") from error

    def names(self) -> list[str]:
        """Return the devices that send, and the virtual port where there can be one."""
        found = [_plain(name) for name in self._finder.get_ports()]
        return [VIRTUAL, *dict.fromkeys(name for name in found if not name.startswith(VIRTUAL))]

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
            midi_out.open_virtual_port("out")
            return
        midi_in.open_port(_index(midi_in, name), "in")
        if (out := _index(midi_out, name)) is not None:
            midi_out.open_port(out, "out")

    def send(self, name: str, message: bytes) -> None:
        """Send to a device, if it is open and listens."""
        if name in self._open and self._open[name][1].is_port_open():
            self._open[name][1].send_message(list(message))

    def close(self) -> None:
        """Close all ports."""
        for midi_in, midi_out in self._open.values():
            midi_in.cancel_callback()
            midi_in.delete()
            midi_out.delete()
        self._open.clear()
        self._finder.delete()


def _plain(name: str) -> str:
    """Return a port's name without ALSA's numbers, which differ from boot to boot."""
    head, _, tail = name.rpartition(" ")
    return head if head and tail.replace(":", "").isdigit() else name


def _index(port: Any, name: str) -> int | None:
    names = [_plain(found) for found in port.get_ports()]
    return names.index(name) if name in names else None
