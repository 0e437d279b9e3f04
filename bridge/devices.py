"""Sound and MIDI devices while the music plays: listed, changed, switched on and off."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Protocol

from bridge.audio.base import AudioOutput
from bridge.audio.device import DeviceError
from bridge.audio.lasting import LastingOutput, OpenDevice, discard
from bridge.audio.listing import Answer, device_rows, output_names
from bridge.errors import BridgeError, StartupError
from bridge.midi.ports import Ports
from bridge.midi.surface import Surface
from bridge.protocol.messages import Call, ProtocolError

COMMANDS = ("output/device", "midi/use")
PATIENCE = 20.0  # seconds that a device may take to open

Opener = Callable[[str], OpenDevice | None]


class Host(Protocol):
    """Who has the controllers."""

    surface: Surface | None


class Devices:
    """Does the commands about devices. On the loop thread; what takes long is done elsewhere.

    ``opener`` says how a device of a name is opened and may take long, as may ``ports``, which
    finds the MIDI devices; ``surface`` makes the controllers from them.
    """

    def __init__(
        self,
        host: Host,
        output: AudioOutput,
        opener: Opener,
        ports: Callable[[], Ports],
        surface: Callable[[Ports], Surface],
    ) -> None:
        self._host, self._output, self._opener = host, output, opener
        self._ports, self._surface = ports, surface
        self._asking: asyncio.Task[list[Answer]] | None = None
        self._job: asyncio.Task[str] | None = None

    def call(self, call: Call) -> "asyncio.Task[str]":
        """Do one of COMMANDS; the task's result is for /mcm/done, its error for /mcm/fail.

        Raises
        ------
        ProtocolError
            When the last one is not done yet, or this output cannot be changed.
        """
        if self._job and not self._job.done():
            raise ProtocolError("the last change of devices is not done yet")
        work = self._change(call) if call.name == "output/device" else self._use(call)
        self._job = asyncio.create_task(work)
        return self._job

    def _change(self, call: Call) -> Coroutine[None, None, str]:
        if not isinstance(self._output, LastingOutput):
            raise ProtocolError("this output cannot be changed")
        return self._play_to(self._output, str(call.rest[0]))

    async def _play_to(self, output: LastingOutput, name: str) -> str:
        """Play to another device; where it does not open, the present one goes on."""
        find = partial(self._opener, name)
        try:
            await _open(output, find)
        except (StartupError, DeviceError):
            if name not in await asyncio.to_thread(output_names):
                raise
            await self._look_anew(output, find)
        return output.name

    async def _look_anew(
        self, output: LastingOutput, find: Callable[[], OpenDevice | None]
    ) -> None:
        """Let the sound system see what was plugged in since: the music pauses for a moment."""
        output.rest()
        try:
            await _open(output, find)
        except BaseException:
            output.go_on()
            raise

    async def _use(self, call: Call) -> str:
        """Listen to all MIDI devices, to one more or one less, or to none."""
        on, name = bool(call.number), str(call.rest[0]) if call.rest else ""
        if name:
            if self._host.surface is None:
                raise ProtocolError("MIDI is off: /mcm/midi/use 1 first")
            self._host.surface.use(name, on)
        elif on and self._host.surface is None:
            self._host.surface = self._surface(await asyncio.to_thread(self._ports))
        elif not on:
            self.close_midi()
        return f"{name or 'MIDI'} {'on' if on else 'off'}"

    def rows(self) -> "asyncio.Task[list[Answer]]":
        """Ask the system for its devices; the music does not wait for the answer.

        Who asks meanwhile gets the same answer: a flood must not start a process for each question.
        """
        if self._asking and not self._asking.done():
            return self._asking
        listening = self._host.surface.devices if self._host.surface else []
        self._asking = asyncio.create_task(device_rows(self._output.name, listening))
        return self._asking

    def close_midi(self) -> None:
        """Let go of the controllers."""
        surface, self._host.surface = self._host.surface, None
        if surface:
            surface.close()

    async def close(self) -> None:
        """Give up what is under way, let go of the controllers."""
        self.close_midi()
        jobs = [job for job in (self._asking, self._job) if job]
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _open(output: LastingOutput, find: Callable[[], OpenDevice | None]) -> None:
    """Open a device and play to it. Raises StartupError, DeviceError, BridgeError."""
    change = output.change(find)
    waiting = asyncio.wrap_future(change)
    try:
        output.take_over(await asyncio.wait_for(asyncio.shield(waiting), PATIENCE))
    except TimeoutError as error:
        change.add_done_callback(discard)
        raise BridgeError(f"it does not open within {PATIENCE:g} s") from error
    except asyncio.CancelledError:
        change.add_done_callback(discard)
        raise
