"""One life of the engine's process: its sockets, its heartbeat, its end."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio

import bridge
from bridge.engine import wire
from bridge.engine.calls import Calls
from bridge.engine.departure import Departure
from bridge.engine.vitals import vitals
from bridge.engine.watchdog import PULSE_EVERY, Watchdog
from bridge.errors import StartupError

LAST_WORDS = 0.05  # seconds in which they may still be on the socket
_LONGEST_IPC_PATH = 100  # bytes; a Unix socket's path ends at 104 on macOS


class Child:
    """A worker from its birth on. ``arguments`` are those of bridge.engine.worker."""

    def __init__(self, arguments: list[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="musiccm-")
        self._context = zmq.asyncio.Context()
        self._socket, endpoint = self._bind("engine")
        self._heart, pulse = self._bind("pulse")
        command = [sys.executable, "-m", "bridge.engine.worker", endpoint, pulse, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, env=_environment())
        self._departure = Departure(self.process.pid)
        loop = asyncio.get_running_loop()
        self._now = loop.time
        self.watchdog = Watchdog(self._now(), lambda: vitals(self.process.pid))
        self.calls = Calls(self._socket.send_multipart, self._waits)
        self.ready: asyncio.Future[dict[str, Any]] = loop.create_future()
        self._verdict: str | None = None
        self._tasks = [loop.create_task(work) for work in (self._read(), self._beat())]

    def _bind(self, name: str) -> "tuple[zmq.asyncio.Socket, str]":
        socket = self._context.socket(zmq.PAIR)
        path = Path(self._folder.name) / name
        if zmq.has("ipc") and len(str(path)) <= _LONGEST_IPC_PATH:
            socket.bind(f"ipc://{path}")
            return socket, f"ipc://{path}"
        port = socket.bind_to_random_port("tcp://127.0.0.1")
        return socket, f"tcp://127.0.0.1:{port}"

    def _waits(self, waits: bool) -> None:
        (self.watchdog.asked if waits else self.watchdog.answered)(self._now())

    async def _read(self) -> None:
        while True:
            frames = await self._socket.recv_multipart()
            try:
                self._take(*wire.unpack(frames))
            except (ValueError, KeyError, IndexError, TypeError) as error:
                self.condemn(f"it says what means nothing ({type(error).__name__}: {error})")

    def _take(self, header: wire.Header, arrays: wire.Arrays) -> None:
        if header["event"] == "reply":
            self.calls.take(header, arrays)
        elif not self.ready.done():
            self._loaded(header)
        if header.get("fatal"):
            self.condemn(str(header["error"]))

    def _loaded(self, header: wire.Header) -> None:
        if header["event"] == "ready":
            self.watchdog.loaded(self._now())
            self.ready.set_result(header["about"])
        else:
            self.ready.set_exception(StartupError(header["text"]))

    async def _beat(self) -> None:
        """Ask for a heartbeat, again and again, and note each that comes."""
        while True:
            await self._heart.send(b"")
            if await self._heart.poll(1000 * PULSE_EVERY):
                cpu = wire.unpack([await self._heart.recv()])[0]["cpu"]
                self.watchdog.pulse(self._now(), cpu)
                await asyncio.sleep(PULSE_EVERY)

    async def end(self) -> str:
        """Wait until the process has ended, or end it when it hangs; return why, in words."""
        while self.process.poll() is None:
            if self._verdict is None and (trouble := self.watchdog.look(self._now())):
                self.condemn(trouble)
            await self._departure.wait()
        await asyncio.sleep(LAST_WORDS)
        why = self._verdict or _obituary(self.process.returncode)
        self.fail(why)
        return why

    def condemn(self, why: str) -> None:
        """End the process; ``why`` is what :meth:`end` says of it, if nothing was said before."""
        self._verdict = self._verdict or why
        self.process.kill()

    def fail(self, why: str) -> None:
        """Tell everyone who waits that this life is over."""
        self.calls.fail(why)
        if not self.ready.done():
            self.ready.set_exception(StartupError(f"{why}; its own lines above may say more"))
            self.ready.exception()  # seen, whether or not anyone still waits

    async def close(self) -> None:
        """End the process and free sockets and folder."""
        self.fail("the engine was stopped")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._departure.close()
        self.process.kill()
        await asyncio.to_thread(self.process.wait)
        if self.process.stdin:
            self.process.stdin.close()
        self._context.destroy(linger=0)
        self._folder.cleanup()


def _obituary(code: int) -> str:
    if code < 0:
        memory = ", perhaps for want of memory" if code == -9 else ""
        return f"the engine process was killed by signal {-code}{memory}"
    return f"the engine process ended with exit code {code}"


def _environment() -> dict[str, str]:
    root = str(Path(bridge.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}
