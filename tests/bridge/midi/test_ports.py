"""The system's MIDI: whichever API there is."""

import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bridge.errors import StartupError
from bridge.midi import ports as ports_module
from bridge.midi.ports import VIRTUAL, ProcessPorts, SystemPorts

ALSA, JACK = 2, 3


class NoMidi(Exception):
    """What rtmidi raises where an API does not work."""


def _rtmidi(*working: int) -> SimpleNamespace:
    def midi_in(api: int, name: str) -> SimpleNamespace:
        if api not in working:
            raise NoMidi(f"no API {api}")
        return SimpleNamespace(get_ports=lambda: [f"device {api} of JACK"])

    return SimpleNamespace(
        MidiIn=midi_in, SystemError=NoMidi, get_compiled_api=lambda: [ALSA, JACK]
    )


def test_the_first_api_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ALSA has no sequencer JACK's devices are found; an asked API is the only one."""
    monkeypatch.setitem(sys.modules, "rtmidi", _rtmidi(JACK))
    assert "device 3 of JACK" in SystemPorts().names()
    with pytest.raises(StartupError, match="no API 2"):
        SystemPorts(ALSA)
    monkeypatch.setitem(sys.modules, "rtmidi", _rtmidi())
    with pytest.raises(StartupError, match="no MIDI"):
        SystemPorts()


FAKE_RTMIDI = """
import threading

API_UNSPECIFIED = 0
class SystemError(Exception): pass
class RtMidiError(Exception): pass
def get_compiled_api(): return [1]

class _Port:
    def __init__(self, api, name): self.opened = None
    def get_ports(self): return ["Knobs"]
    def open_virtual_port(self, name): self.opened = name
    def open_port(self, index, name): self.opened = name
    def is_port_open(self): return self.opened is not None
    def cancel_callback(self): pass
    def delete(self): pass
    def ignore_types(self, **kinds): pass

listeners = []
class MidiIn(_Port):
    def set_callback(self, callback): listeners.append(callback)

class MidiOut(_Port):
    def send_message(self, message):
        for listener in listeners: listener((message, 0.0), None)
"""


class FakeJackOut:
    """The process that places messages, as a list of what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def open(self, *words: object) -> None:
        self.told.append(("open", *words))

    def send(self, *words: object) -> None:
        self.told.append(("send", *words))

    def close(self) -> None:
        self.told.append(("close",))


@pytest.fixture
def jack_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rtmidi whose only API is JACK."""
    pytest.importorskip("jack")
    (tmp_path / "rtmidi.py").write_text(FAKE_RTMIDI + "\nAPI_UNIX_JACK = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "rtmidi", raising=False)


def test_under_jack_messages_wait_for_their_frames(
    jack_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sent goes with its time to the client that places it, by the device's own port."""
    monkeypatch.setattr(ports_module, "JackOut", FakeJackOut)
    ports = SystemPorts()
    for name in (VIRTUAL, "Knobs"):
        ports.open(name, lambda name, message: None)
    ports.send("Knobs", b"\xf8", 1.5)
    jack: Any = ports._jack
    assert ports.places
    ports.close()
    assert jack.told == [
        ("open", VIRTUAL, ""),
        ("open", "Knobs", "Knobs"),
        ("send", "Knobs", b"\xf8", 1.5),
        ("close",),
    ]


def test_where_jack_refuses_rtmidi_sends(
    jack_only: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A client that does not start costs precision, not the clock, and is told of."""

    def refuse() -> FakeJackOut:
        raise StartupError("no room for a client")

    monkeypatch.setattr(ports_module, "JackOut", refuse)
    ports, heard = SystemPorts(), []
    ports.open("Knobs", lambda name, message: heard.append(message))
    ports.send("Knobs", b"\xf8", 1.5)
    ports.close()
    assert heard == [b"\xf8"] and not ports.places
    assert "no room for a client" in caplog.text


def test_ports_of_another_process_are_ports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names come over, and what a device sends; lights go there. Here the device echoes them."""
    (tmp_path / "rtmidi.py").write_text(FAKE_RTMIDI)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ports, came, heard = ProcessPorts(), threading.Event(), []

    def receive(name: str, message: bytes) -> None:
        heard.append((name, message))
        came.set()

    try:
        assert ports.names() == ["MusicCM", "Knobs"]
        ports.open("Knobs", receive)
        ports.send("Knobs", b"\xb0\x15\x7f")
        assert came.wait(60)
        assert heard == [("Knobs", b"\xb0\x15\x7f")]
    finally:
        ports.close()
    ports.send("Knobs", b"\xb0\x15\x7f")  # nobody is there, and nothing is raised


def test_without_midi_the_line_of_the_process_is_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps the other process from finding ports ends the start with its line."""
    (tmp_path / "rtmidi.py").write_text(
        "class SystemError(Exception): pass\nget_compiled_api = list"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(StartupError, match="no MIDI"):
        ProcessPorts()
