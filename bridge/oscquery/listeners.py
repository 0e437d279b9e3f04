"""WebSocket clients: what each listens to, and what is on its way to it."""

import asyncio
import json
from collections import deque
from collections.abc import Callable

from aiohttp import ClientError, WSMsgType, web

from bridge.osc.clients import Address

MOST_ANSWERS = 256  # that wait for a client; of more the oldest are lost
MOST_BYTES = 65_536  # of one message from a client


class Listener:
    """One WebSocket: listens to addresses, is sent datagrams. Belongs to the loop thread.

    A slow client gets the newest value of each address, never a queue of old ones. ``address``
    stands for it where the router wants a host and a port.
    """

    def __init__(self, number: int) -> None:
        self.address: Address = (f"websocket {number}", 0)
        self.paths: set[str] = set()
        self._socket = web.WebSocketResponse(max_msg_size=MOST_BYTES)
        self._newest: dict[str, bytes] = {}
        self._answers: deque[bytes] = deque(maxlen=MOST_ANSWERS)
        self._more = asyncio.Event()

    async def serve(
        self,
        request: web.Request,
        known: Callable[[str], bool],
        receive: Callable[[bytes, Address], None],
    ) -> web.WebSocketResponse:
        """Listen and write until the client goes; ``receive`` takes the OSC packets it sends."""
        await self._socket.prepare(request)
        writer = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._command(message.data, known)
                elif message.type is WSMsgType.BINARY:
                    receive(message.data, self.address)
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return self._socket

    def _command(self, text: str, known: Callable[[str], bool]) -> None:
        """Do LISTEN or IGNORE; whatever else a client says means nothing."""
        try:
            message = json.loads(text)
            command, path = message["COMMAND"], message["DATA"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return
        if command == "LISTEN" and isinstance(path, str) and known(path):
            self.paths.add(path)
        elif command == "IGNORE" and isinstance(path, str):
            self.paths.discard(path)
            self._newest.pop(path, None)

    def show(self, path: str, datagram: bytes) -> None:
        """Send the newest value of an address that it listens to."""
        self._newest[path] = datagram
        self._more.set()

    def answer(self, datagram: bytes) -> None:
        """Send an answer to what the client itself has sent."""
        self._answers.append(datagram)
        self._more.set()

    async def _write(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            waiting = [*self._answers, *self._newest.values()]
            self._answers.clear()
            self._newest.clear()
            for datagram in waiting:
                try:
                    await self._socket.send_bytes(datagram)
                except (ConnectionError, ClientError):
                    return  # gone; the reading side sees it too

    async def close(self) -> None:
        """Say good-bye: the daemon ends."""
        await self._socket.close()
