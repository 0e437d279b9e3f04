"""The engine as a child process: started, watched, restarted with back-off."""

import asyncio
import itertools
import logging
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
from bridge.engine.base import EngineState
from bridge.errors import EngineDown, EngineError, StartupError
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

LOAD_TIMEOUT = 120.0  # seconds: a cold disk and torch
REPLY_TIMEOUT = 20.0  # seconds without an answer are a hang
WATCH_EVERY = 0.05
BACK_OFF = (0.25, 1.0, 2.0, 4.0, 8.0)
_LONGEST_IPC_PATH = 100  # bytes; a Unix socket's path ends at 104 on macOS

log = logging.getLogger("musiccm.engine")


class _Worker:
    """One life of the child: process, socket, and the requests that wait for an answer."""

    def __init__(self, arguments: list[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="musiccm-")
        self._context = zmq.asyncio.Context()
        self._socket = self._context.socket(zmq.PAIR)
        endpoint = self._bind()
        command = [sys.executable, "-m", "bridge.engine.worker", endpoint, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, env=_environment())
        self.waiting: dict[int, asyncio.Future[tuple[wire.Header, wire.Arrays]]] = {}
        self.ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())

    def _bind(self) -> str:
        path = Path(self._folder.name) / "engine"
        if zmq.has("ipc") and len(str(path)) <= _LONGEST_IPC_PATH:
            self._socket.bind(f"ipc://{path}")
            return f"ipc://{path}"
        port = self._socket.bind_to_random_port("tcp://127.0.0.1")
        return f"tcp://127.0.0.1:{port}"

    async def _read(self) -> None:
        while True:
            header, arrays = wire.unpack(await self._socket.recv_multipart())
            if header["event"] == "reply":
                self._answered(header, arrays)
            elif not self.ready.done():
                self._loaded(header)

    def _answered(self, header: wire.Header, arrays: wire.Arrays) -> None:
        number = header["id"]
        future = self.waiting.pop(number, None)
        if future is None:
            return
        if header.get("more"):
            self.waiting[number] = asyncio.get_running_loop().create_future()
        if not future.done():
            future.set_result((header, arrays))

    def _loaded(self, header: wire.Header) -> None:
        if header["event"] == "ready":
            self.ready.set_result(header["about"])
        else:
            self.ready.set_exception(StartupError(header["text"]))

    async def send(self, frames: list[bytes]) -> None:
        """Send one message; it does not wait for an answer."""
        await self._socket.send_multipart(frames)

    def fail(self) -> None:
        """Tell everyone who waits that this life is over."""
        futures: list[asyncio.Future[Any]] = [*self.waiting.values(), self.ready]
        for future in futures:
            if not future.done():
                future.set_exception(EngineDown("the engine process ended"))
                future.exception()  # seen, whether or not anyone still waits
        self.waiting.clear()

    async def close(self) -> None:
        """End the process (its stdin first, then by force) and free socket and folder."""
        self.fail()
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        self.process.kill()
        await asyncio.to_thread(self.process.wait)
        if self.process.stdin:
            self.process.stdin.close()
        self._context.destroy(linger=0)
        self._folder.cleanup()


_Asked = tuple[_Worker, int]  # whom, and the number of the request


def _environment() -> dict[str, str]:
    root = str(Path(bridge.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


class ProcessEngine:
    """See bridge.engine.base.Engine. Belongs to the loop thread.

    Parameters
    ----------
    engine
        "model" or "tone" (the fake).
    checkpoint, compute, dtype
        For Performer.load.
    """

    def __init__(
        self,
        engine: str,
        checkpoint: Path | None = None,
        compute: str = "auto",
        dtype: str = "auto",
    ) -> None:
        self._arguments = ["--engine", engine, "--compute", compute, "--dtype", dtype]
        self._arguments += ["--checkpoint", str(checkpoint)] if checkpoint else []
        self.state = EngineState.STARTING
        self.restarts = 0
        self.about: dict[str, Any] = {}
        self._ids = itertools.count()
        self._planning: _Asked | None = None
        self._worker: _Worker | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the present worker."""
        return self._worker.process.pid if self._worker else None

    async def start(self) -> None:
        """Start the process and wait until it has loaded. Raises StartupError."""
        try:
            await self._spawn()
        except EngineDown as error:
            raise StartupError(
                "the engine ended while it started; its own lines above say why"
            ) from error
        self._watcher = asyncio.create_task(self._watch())

    async def _spawn(self) -> None:
        self._worker = worker = _Worker(self._arguments)
        alive = asyncio.create_task(self._fail_at_death(worker))
        try:
            self.about = await asyncio.wait_for(asyncio.shield(worker.ready), LOAD_TIMEOUT)
        except TimeoutError as error:
            raise EngineDown(f"the engine did not load in {LOAD_TIMEOUT:.0f} s") from error
        finally:
            alive.cancel()
        self.state = EngineState.READY

    async def _fail_at_death(self, worker: _Worker) -> None:
        while worker.process.poll() is None:
            await asyncio.sleep(WATCH_EVERY)
        await asyncio.sleep(WATCH_EVERY)  # its last words may still be on the socket
        worker.fail()

    async def _watch(self) -> None:
        """Wait for the death of the worker, start another, for ever."""
        while True:
            assert self._worker is not None
            await self._fail_at_death(self._worker)
            self.state = EngineState.DOWN
            log.warning("the engine process ended; the music loops until it is back")
            await self._restart()
            log.warning("the engine is back")

    async def _restart(self) -> None:
        for attempt in itertools.count():
            if self._worker:
                await self._worker.close()
            await asyncio.sleep(BACK_OFF[min(attempt, len(BACK_OFF) - 1)])
            self.restarts += 1
            try:
                return await self._spawn()
            except (EngineDown, StartupError) as error:
                log.warning("the engine does not start: %s", error)

    async def _send(self, header: wire.Header, arrays: wire.Arrays) -> "_Asked":
        worker = self._worker
        if worker is None or self.state is not EngineState.READY:
            raise EngineDown("the engine is not there")
        number = next(self._ids)
        worker.waiting[number] = asyncio.get_running_loop().create_future()
        await worker.send(wire.pack({**header, "id": number}, arrays))
        return worker, number

    async def _reply(self, asked: "_Asked") -> tuple[Any, wire.Arrays]:
        """Return the next reply to what was asked."""
        worker, number = asked
        if number not in worker.waiting:
            raise EngineDown("the engine process ended")
        try:
            reply, data = await asyncio.wait_for(worker.waiting[number], REPLY_TIMEOUT)
        except TimeoutError as error:
            worker.process.kill()  # the watcher sees it and starts another
            self.state = EngineState.DOWN
            raise EngineDown(f"the engine did not answer in {REPLY_TIMEOUT:.0f} s") from error
        if "error" in reply:
            raise EngineError(reply["error"])
        return reply["body"], data

    async def suggest(self, score: Score) -> Suggestion:
        """Return what the planner would choose where ``score`` leaves it open."""
        asked = await self._send({"op": "suggest", "score": wire.pack_score(score)}, [])
        body, _ = await self._reply(asked)
        return wire.unpack_suggestion(body)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return the asked music, or the piece of it that is heard first."""
        header, arrays = wire.pack_request(request)
        self._planning = await self._send({"op": "plan", **header}, arrays)
        return await self.rest()

    async def rest(self) -> PlanChunk:
        """Return the piece after the one that came last."""
        if self._planning is None:
            raise EngineError("nothing was asked")
        return wire.unpack_chunk(*await self._reply(self._planning))

    async def stop(self) -> None:
        """End the process and everything around it."""
        self.state = EngineState.STOPPED
        if self._watcher:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        if self._worker:
            await self._worker.close()
            self._worker = None
