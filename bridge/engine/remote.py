"""An engine on another machine: the same requests over an encrypted link that may drop."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio

from bridge.engine import wire
from bridge.engine.base import EngineState
from bridge.engine.calls import Calls
from bridge.engine.keys import DaemonKeys
from bridge.engine.parcels import Outbox, name_of, pack, renamed, sounds_in
from bridge.engine.wired import WiredEngine
from bridge.errors import EngineDown, EngineError, StartupError
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

PULSE_EVERY = 0.5  # seconds between two heartbeats
LINK_PATIENCE = 3.0  # seconds without one: the link has dropped
ANSWER_PATIENCE = 40.0  # the watchdog there needs half of it to notice a hang
SEND_PATIENCE = 1.0  # until a connection is there that takes a request
CONNECT_SECONDS = 15.0  # for the first one
STALL_SECONDS = 1.0  # without a beat of our own: this machine slept, not the link
_PULSE = -1  # the number of a heartbeat

log = logging.getLogger("musiccm.engine")


class RemoteEngine(WiredEngine):
    """See bridge.engine.base.Engine. Belongs to the loop thread.

    While the link is down the state is AWAY and nothing is sent; ZeroMQ connects again by itself,
    and the first heartbeat that is answered brings the engine back. What was asked before is lost.
    """

    pid = None

    def __init__(self, endpoint: str, keys: Path | None) -> None:
        super().__init__()
        self._endpoint, self._keys = endpoint, keys
        self.model, self.checkpoint = "", ""
        self._names: list[str] = []
        self._outbox, self._born = Outbox(), ""
        self._context: zmq.asyncio.Context | None = None
        # Two connections: an answer of some megabytes on a slow link must not delay the heartbeat.
        self._line: zmq.asyncio.Socket | None = None
        self._heart: zmq.asyncio.Socket | None = None
        self._calls = Calls(self._ask_there, self._waits)
        self._waiting_since: float | None = None
        self._heard = asyncio.Event()
        self._pulsed = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    def models(self) -> list[str]:
        """Return the names that :meth:`load` knows there."""
        return self._names

    async def start(self) -> None:
        """Connect, and wait until the engine there is ready. Raises StartupError."""
        keys, self._context = DaemonKeys.load(self._keys), zmq.asyncio.Context()
        self._line, self._heart = (self._connected(self._context, keys) for _ in range(2))
        self._pulsed = asyncio.get_running_loop().time()
        work = (self._read(self._line), self._read(self._heart), self._beat(self._heart))
        self._tasks = [asyncio.create_task(part) for part in work]
        try:
            await asyncio.wait_for(self._heard.wait(), CONNECT_SECONDS)
        except TimeoutError as error:
            raise StartupError(
                f"no engine answers at {self._endpoint}: is `musiccm engine --listen` running "
                "there, does its firewall let us in, is this machine's key among its clients' keys?"
            ) from error
        if self.state is not EngineState.READY:
            raise StartupError(f"the engine at {self._endpoint} is not ready: {self.trouble}")

    def _connected(self, context: zmq.asyncio.Context, keys: DaemonKeys) -> zmq.asyncio.Socket:
        socket = context.socket(zmq.DEALER)
        socket.curve_publickey, socket.curve_secretkey = keys.public, keys.secret
        socket.curve_serverkey = keys.engine
        for option, value in _OPTIONS.items():
            socket.setsockopt(option, value)
        try:
            socket.connect(self._endpoint)
        except zmq.ZMQError as error:
            socket.close(linger=0)
            raise StartupError(
                f"cannot connect to {self._endpoint}: {error}; it has the form tcp://HOST:PORT"
            ) from error
        return socket

    async def _ask_there(self, frames: list[bytes]) -> None:
        """Send a request; of two connections that come back this one may be the later."""
        assert self._line is not None
        try:
            async with asyncio.timeout(SEND_PATIENCE):
                await self._line.send_multipart(frames)
        except TimeoutError as error:
            raise EngineDown(self._lost()) from error

    async def _post(self, socket: zmq.asyncio.Socket, frames: list[bytes]) -> None:
        """Send if there is a connection. Raises EngineDown."""
        try:
            await socket.send_multipart(frames, flags=zmq.DONTWAIT)
        except zmq.Again as error:
            raise EngineDown(self._lost()) from error

    def _waits(self, waits: bool) -> None:
        self._waiting_since = asyncio.get_running_loop().time() if waits else None

    def _lost(self) -> str:
        return f"the link to {self._endpoint} is down"

    async def _read(self, socket: zmq.asyncio.Socket) -> None:
        while True:
            frames = await socket.recv_multipart()
            with contextlib.suppress(ValueError, KeyError, IndexError, TypeError):
                header, arrays = wire.unpack(frames)
                if header["id"] == _PULSE:
                    self._hear(header["body"])
                else:
                    self._calls.take(header, arrays)

    def _hear(self, how: dict[str, Any]) -> None:
        """Take in how the engine is."""
        if self.state is EngineState.AWAY:
            log.warning("the link to %s is back", self._endpoint)
        self._pulsed = asyncio.get_running_loop().time()
        self.state, self.trouble = EngineState(how["state"]), how["trouble"]
        self.restarts, self.about = how["restarts"], how["about"]
        self.model, self.checkpoint = how["model"], how["checkpoint"]
        self._names = how["models"]
        if (born := how.get("born", "")) != self._born:  # anew, and it has none of our sounds
            self._born = born
            self._outbox.forget()
        self._heard.set()

    async def _beat(self, heart: zmq.asyncio.Socket) -> None:
        """Ask for a heartbeat, again and again, and notice when none comes."""
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while True:
            if loop.time() - looked > STALL_SECONDS:
                self._pulsed += loop.time() - looked
            looked = loop.time()
            with contextlib.suppress(EngineDown):
                await self._post(heart, wire.pack({"op": "pulse", "id": _PULSE}))
            if self._heard.is_set() and looked - self._pulsed > LINK_PATIENCE:
                self._lose()
            if self._waiting_since is not None and looked - self._waiting_since > ANSWER_PATIENCE:
                self._calls.fail("an answer got lost on its way", for_ever=False)
            await asyncio.sleep(PULSE_EVERY)

    def _lose(self) -> None:
        if self.state is not EngineState.AWAY:
            self.state, self.trouble = EngineState.AWAY, self._lost()
            log.warning("%s; the music goes on until it is back", self.trouble)
            self._calls.fail(self.trouble, for_ever=False)

    def _there(self) -> Calls:
        if self.state is not EngineState.READY:
            raise EngineDown(f"the engine is not there: {self.trouble or self.state.value}")
        return self._calls

    async def suggest(self, score: Score) -> Suggestion:
        """Return what the planner there would choose."""
        sent = await self._sent(score)
        with self._not_for_want_of_sounds():
            return await super().suggest(sent)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return the asked music, or the piece of it that is heard first."""
        sent = replace(request, score=await self._sent(request.score))
        with self._not_for_want_of_sounds():
            return await super().plan(sent)

    @contextlib.contextmanager
    def _not_for_want_of_sounds(self) -> Iterator[None]:
        """After a refusal, send the sounds anew: the other side keeps the newest only."""
        try:
            yield
        except EngineError:
            self._outbox.forget()
            raise

    async def _sent(self, score: Score) -> Score:
        """Send the sounds that a score names, and return it with their names over there."""
        names: dict[str, str] = {}
        for path in sounds_in(score):
            name = self._outbox.name(path)
            if name is None:
                data = await asyncio.to_thread(pack, path)
                name = name_of(data)
                await (await self._send({"op": "sound", "name": name}, [data])).answer()
                self._outbox.note(path, name)
            names[str(path)] = name
        return renamed(score, lambda text: names[str(Path(text))])

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Let the other machine get another of its checkpoints ready."""
        try:
            trial = replace(trial, score=await self._sent(trial.score))
        except EngineError as error:
            raise StartupError(str(error)) from error
        header, arrays = wire.pack_request(trial)
        await self._ask({"op": "load", "name": name, **header}, arrays)

    async def adopt(self) -> None:
        """Let it take over there."""
        self._hear(await self._ask({"op": "adopt"}, []))

    async def _ask(self, header: wire.Header, arrays: wire.Arrays) -> Any:
        try:
            return (await (await self._send(header, arrays)).answer())[0]
        except EngineError as error:
            raise StartupError(str(error)) from error

    async def stop(self) -> None:
        """Let go of the link."""
        self.state = EngineState.STOPPED
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._calls.fail("the engine was stopped")
        if self._context:
            self._context.destroy(linger=0)


_OPTIONS = {
    zmq.IMMEDIATE: 1,  # what cannot be sent is not kept: it would be stale
    zmq.LINGER: 0,
    zmq.HEARTBEAT_IVL: 1000,  # milliseconds; a cable that was pulled says nothing by itself
    zmq.HEARTBEAT_TIMEOUT: 3000,
    zmq.CONNECT_TIMEOUT: 3000,
    zmq.HANDSHAKE_IVL: 5000,  # one that began in a black hole is given up: 30 s are the default
    zmq.RECONNECT_IVL: 100,
    zmq.RECONNECT_IVL_MAX: 2000,
}
