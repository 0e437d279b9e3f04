"""An engine of this machine for daemons on others: ``musiccm engine --listen tcp://HOST:PORT``.

The server only passes on: the engine behind it is a process of its own, watched and restarted here
as it would be beside a daemon. A heartbeat tells how it is.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import zmq
import zmq.asyncio
from zmq.auth.asyncio import AsyncioAuthenticator

from bridge.engine import wire
from bridge.engine.base import Engine
from bridge.engine.keys import EngineKeys
from bridge.engine.parcels import Inbox
from bridge.errors import BridgeError, EngineDown, StartupError
from musiccm.request import PlanRequest

LARGEST = 64 * 2**20  # bytes of a message
_Replies = AsyncIterator[tuple[wire.Header, wire.Arrays, bool]]

log = logging.getLogger("musiccm.engine.server")


class EngineServer:
    """Answers daemons whose keys it knows, one request after the other. On the loop thread."""

    def __init__(self, engine: Engine, endpoint: str, keys: EngineKeys) -> None:
        self._engine, self._endpoint, self._keys = engine, endpoint, keys
        self._context = zmq.asyncio.Context()
        self._socket = self._context.socket(zmq.ROUTER)
        self._turn = asyncio.Lock()  # of the engine, which draws one answer at a time
        self._jobs: set[asyncio.Task[None]] = set()
        self._door = AsyncioAuthenticator(self._context)
        self._sounds, self._born = Inbox(), uuid.uuid4().hex
        self.port = 0

    def open(self) -> None:
        """Listen, and let in who has a key that is known. Raises StartupError."""
        self._door.start()
        self._door.configure_curve(domain="*", location=str(self._keys.clients))
        socket = self._socket
        socket.curve_server = True
        socket.curve_publickey, socket.curve_secretkey = self._keys.public, self._keys.secret
        socket.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        socket.setsockopt(zmq.HEARTBEAT_IVL, 1000)
        socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 5000)
        socket.setsockopt(zmq.HANDSHAKE_IVL, 5000)
        socket.setsockopt(zmq.LINGER, 0)
        try:
            socket.bind(self._endpoint)
        except zmq.ZMQError as error:
            raise StartupError(
                f"cannot listen at {self._endpoint}: {error}; --listen takes tcp://HOST:PORT with "
                "an address of this machine (0.0.0.0 for all of them) and a free port"
            ) from error
        bound = bytes(socket.getsockopt(zmq.LAST_ENDPOINT))
        self.port = int(bound.rstrip(b"\0").rsplit(b":", 1)[1])

    async def serve(self) -> None:
        """Answer for ever."""
        while True:
            who, *frames = await self._socket.recv_multipart()
            job = asyncio.create_task(self._answer(who, frames))
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)

    async def _answer(self, who: bytes, frames: list[bytes]) -> None:
        try:
            header, arrays = wire.unpack(frames)
            number, work = header["id"], _OPS[header["op"]]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            log.warning("a message that means nothing here: %s", error)
            return
        reply: wire.Header = {"event": "reply", "id": number}
        try:
            async for body, data, more in work(self, header, arrays):
                await self._send(who, {**reply, "body": body, "more": more}, data)
        except BridgeError as error:
            fatal = isinstance(error, EngineDown)
            await self._send(who, {**reply, "error": str(error), "fatal": fatal}, [])
        except (ValueError, KeyError, IndexError, TypeError, AssertionError) as error:
            await self._send(who, {**reply, "error": f"{type(error).__name__}: {error}"}, [])

    async def _send(self, who: bytes, header: wire.Header, arrays: wire.Arrays) -> None:
        await self._socket.send_multipart([who, *wire.pack(header, arrays)])

    async def _pulse(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        yield self._how_it_is(), [], False

    def _how_it_is(self) -> wire.Header:
        engine = self._engine
        return {
            "state": engine.state.value,
            "trouble": engine.trouble,
            "restarts": engine.restarts,
            "about": engine.about,
            "model": engine.model,
            "checkpoint": engine.checkpoint,
            "models": engine.models(),
            "born": self._born,
        }

    async def _suggest(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        score = self._sounds.located(wire.unpack_score(header["score"]))
        suggestion = await self._engine.suggest(score)
        yield wire.pack_suggestion(suggestion), [], False

    async def _recall(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        async with self._turn:
            past = await self._engine.recall(*wire.unpack_sound(header, arrays))
        yield (*wire.pack_past(past), False)

    async def _plan(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        request = self._request(header, arrays)
        async with self._turn:
            chunk = await self._engine.plan(request)
            yield (*wire.pack_chunk(chunk), chunk.more)
            while chunk.more:
                chunk = await self._engine.rest()
                yield (*wire.pack_chunk(chunk), chunk.more)

    async def _load(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        await self._engine.load(str(header["name"]), self._request(header, arrays))
        yield {}, [], False

    def _request(self, header: wire.Header, arrays: wire.Arrays) -> PlanRequest:
        """Return a request whose sounds are files of this machine."""
        request = wire.unpack_request(header, arrays)
        return replace(request, score=self._sounds.located(request.score))

    async def _sound(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        self._sounds.take(str(header["name"]), arrays[0])
        yield {}, [], False

    async def _adopt(self, header: wire.Header, arrays: wire.Arrays) -> _Replies:
        async with self._turn:
            await self._engine.adopt()
        yield self._how_it_is(), [], False

    async def close(self) -> None:
        """Let go of the network; the engine is its owner's."""
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        self._door.stop()
        self._sounds.close()
        self._context.destroy(linger=0)


_OPS: dict[str, Callable[[EngineServer, wire.Header, wire.Arrays], _Replies]] = {
    "pulse": EngineServer._pulse,
    "suggest": EngineServer._suggest,
    "recall": EngineServer._recall,
    "plan": EngineServer._plan,
    "load": EngineServer._load,
    "adopt": EngineServer._adopt,
    "sound": EngineServer._sound,
}
