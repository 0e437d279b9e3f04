"""Requests on their way to an engine over one socket, each with the future of its next answer."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from bridge.engine import wire
from bridge.errors import EngineDown, EngineError

Send = Callable[[list[bytes]], Awaitable[object]]
Reply = tuple[wire.Header, wire.Arrays]


class Calls:
    """Numbers requests and brings their answers home. Belongs to the loop thread.

    ``on_wait`` is told True when an answer is waited for, False when it has come.
    """

    def __init__(self, send: Send, on_wait: Callable[[bool], None]) -> None:
        self._send, self._on_wait = send, on_wait
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._end = "the engine ended"
        self._over = False

    @property
    def idle(self) -> bool:
        """True while nobody waits for an answer."""
        return not self._waiting

    async def ask(self, header: wire.Header, arrays: wire.Arrays) -> int:
        """Send a request and return its number. Raises EngineDown."""
        if self._over:
            raise EngineDown(self._end)
        if self.idle:
            self._on_wait(True)
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send(wire.pack({**header, "id": number}, arrays))
        except EngineDown:
            self._waiting.pop(number, None)
            raise
        return number

    async def answer(self, number: int) -> tuple[Any, wire.Arrays]:
        """Return the next answer to a request.

        Raises
        ------
        EngineDown, EngineError
            When there will be none, or when the engine refuses.
        """
        if number not in self._waiting:
            raise EngineDown(self._end)
        reply, data = await self._waiting[number]
        if "error" in reply:
            raise (EngineDown if reply.get("fatal") else EngineError)(reply["error"])
        return reply["body"], data

    def take(self, header: wire.Header, arrays: wire.Arrays) -> None:
        """Take an answer in; one that nobody waits for is dropped."""
        number = header["id"]
        future = self._waiting.pop(number, None)
        if future is None:
            return
        if header.get("more"):
            self._waiting[number] = asyncio.get_running_loop().create_future()
        self._on_wait(False)
        if not self.idle:
            self._on_wait(True)  # the time of the next one begins now
        if not future.done():
            future.set_result((header, arrays))

    def fail(self, text: str, for_ever: bool = True) -> None:
        """Tell everyone who waits that no answer will come, and why."""
        self._end, self._over = text, for_ever
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(EngineDown(text))
                future.exception()  # seen, whether or not anyone still waits
        self._waiting.clear()
        self._on_wait(False)
