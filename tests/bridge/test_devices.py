"""Devices while the music plays: another output, MIDI on and off; the test is the system."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bridge import devices
from bridge.audio.device import DeviceError
from bridge.audio.lasting import LastingOutput, OpenDevice
from bridge.audio.outputs import NullOutput
from bridge.clock import OfflineClock
from bridge.devices import Devices, Opener
from bridge.errors import BridgeError, StartupError
from bridge.midi.ports import FakePorts, Ports
from bridge.protocol.messages import Call, ProtocolError
from tests.bridge.audio.test_lasting import AHEAD, RATE, FakeDevice, Shelf


class FakeSurface:
    """Controllers of which only the names count."""

    def __init__(self, ports: Ports) -> None:
        self.devices, self.ports, self.closed = ports.names(), ports, False

    def use(self, name: str, on: bool) -> None:
        (self.devices.append if on else self.devices.remove)(name)

    def close(self) -> None:
        self.closed = True


class House:
    """Devices with an output that plays to ``now``; other names are what ``there`` opens."""

    def __init__(self, **there: OpenDevice) -> None:
        self.surface: Any = None
        self.now, self.there = FakeDevice(), there
        self.spare = FakeDevice()
        self.output = LastingOutput(OfflineClock(), Shelf(self.now, self.spare), RATE, 2, AHEAD)
        self.output.start()
        self.devices = self.make(self._opener)

    def make(self, opener: Opener, output: Any = None) -> Devices:
        surface: Callable[[Ports], Any] = FakeSurface
        return Devices(self, output or self.output, opener, lambda: FakePorts("Knobs"), surface)

    def _opener(self, name: str) -> OpenDevice | None:
        if name == "null":
            return None
        if name not in self.there:
            raise StartupError(f"no output device is called {name!r}")
        return self.there[name]

    def play_to(self, name: str) -> "asyncio.Task[str]":
        return self.devices.call(Call("output/device", None, (name,)))

    def use(self, on: int, *name: str) -> "asyncio.Task[str]":
        return self.devices.call(Call("midi/use", on, name))


@pytest.fixture
def house() -> Iterator[House]:
    made = House(other=Shelf(FakeDevice(44_100)))
    yield made
    made.output.stop()


def test_another_device_plays_from_now_on(house: House) -> None:
    """The answer is its name in words; the one so far is closed."""

    async def change() -> str:
        return await house.play_to("other")

    assert asyncio.run(change()) == "fake at 44100 Hz"
    house.output.stop()
    assert house.now.closed


def test_a_device_that_is_not_there_leaves_the_music_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, and not a sample is lost on the one that plays."""
    monkeypatch.setattr(devices, "output_names", lambda: ["other"])

    async def change() -> None:
        with pytest.raises(StartupError, match="no output device is called 'typo'"):
            await house.play_to("typo")

    asyncio.run(change())
    assert not house.now.closed and house.output.name == "fake"


def test_a_device_that_was_plugged_in_since_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system lists it: the present one is let go of for a moment, so that it can be seen."""
    new = FakeDevice(96_000)

    def names() -> list[str]:
        house.there["new"] = Shelf(new)
        return ["new"]

    monkeypatch.setattr(devices, "output_names", names)

    async def change() -> str:
        return await house.play_to("new")

    assert asyncio.run(change()) == "fake at 96000 Hz"
    house.output.stop()
    assert house.now.closed and new.closed


def test_a_device_that_the_system_lists_and_that_does_not_open_gives_the_music_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one so far is opened again at once, and the answer says why."""

    def busy() -> FakeDevice:
        raise DeviceError("device busy")

    house.there["busy"] = busy
    monkeypatch.setattr(devices, "output_names", lambda: ["busy"])

    async def change() -> None:
        with pytest.raises(DeviceError, match="device busy"):
            await house.play_to("busy")

    asyncio.run(change())
    house.output.wanted()
    house.output._worker.submit(int).result()  # all that was asked of the thread is done
    house.output.wanted()
    house.output.stop()
    assert house.now.closed and house.spare.closed  # the spare one was open until now


def test_a_device_that_hangs_is_given_up_and_the_loop_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile a second change is refused; what opens too late is closed."""
    monkeypatch.setattr(devices, "PATIENCE", 0.05)
    opens, late = threading.Event(), FakeDevice()

    def hang() -> FakeDevice:
        opens.wait(60)
        return late

    house.there["slow"] = hang

    async def change() -> None:
        first = house.play_to("slow")
        with pytest.raises(ProtocolError, match="not done yet"):
            house.play_to("other")
        with pytest.raises(BridgeError, match="does not open within"):
            await first

    asyncio.run(change())
    assert not house.now.closed
    opens.set()
    house.output.stop()
    assert late.closed


def test_midi_is_switched_on_and_off(house: House) -> None:
    """All controllers, or one of them; off, their ports are let go of."""

    async def switch() -> list[str]:
        with pytest.raises(ProtocolError, match="MIDI is off"):
            await house.use(0, "Knobs")
        said = [await house.use(1)]
        surface = house.surface
        assert surface.devices == ["Knobs"]
        said += [await house.use(0, "Knobs")]
        assert surface.devices == []
        said += [await house.use(1, "Knobs"), await house.use(0)]
        assert surface.closed and house.surface is None
        return said

    assert asyncio.run(switch()) == ["MIDI on", "Knobs off", "Knobs on", "MIDI off"]


def test_an_output_that_is_no_device_says_so(house: House) -> None:
    """A run against the clock plays where it plays."""
    fixed = house.make(house._opener, NullOutput(OfflineClock(), RATE, AHEAD))

    async def change() -> None:
        with pytest.raises(ProtocolError, match="cannot be changed"):
            fixed.call(Call("output/device", None, ("other",)))

    asyncio.run(change())
