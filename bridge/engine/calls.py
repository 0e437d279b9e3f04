"""Requests on their way to an engine over one socket, each with its answers."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from bridge.engine import wire
from bridge.errors import EngineDown, EngineError

Send = Callable[[list[bytes]], Awaitable[object]]
Reply = tuple[wire.Header, wire.Arrays]


class Question:
    """One request. Whoever has it gets its answers in order, however early they came."""

    def __init__(self) -> None:
        self._inbox: asyncio.Queue[Reply | EngineDown] = asyncio.Queue()
        self._over = False

    def take(self, came: Reply | EngineDown, more: bool) -> None:
        """Take an answer in, or the news that there will be none."""
        self._inbox.put_nowait(came)
        self._over = not more

    async def answer(self) -> tuple[Any, wire.Arrays]:
        """Return the next answer.

        Raises
        ------
        EngineDown, EngineError
            When there will be none, or when the engine refuses.
        """
        if self._over and self._inbox.empty():
            raise EngineDown("nothing more follows")
        came = await self._inbox.get()
        if isinstance(came, EngineDown):
            raise came
        reply, data = came
        if "error" in reply:
            raise (EngineDown if reply.get("fatal") else EngineError)(reply["error"])
        return reply["body"], data


class Calls:
    """Numbers requests and brings their answers home. Belongs to the loop thread.

    ``on_wait`` is told True when an answer is waited for, False when it has come.
    """

    def __init__(self, send: Send, on_wait: Callable[[bool], None]) -> None:
        self._send, self._on_wait = send, on_wait
        self._numbers = itertools.count()
        self._waiting: dict[int, Question] = {}
        self._end = "the engine ended"
        self._over = False

    @property
    def idle(self) -> bool:
        """True while no answer is outstanding."""
        return not self._waiting

    async def ask(self, header: wire.Header, arrays: wire.Arrays) -> Question:
        """Send a request. Raises EngineDown."""
        if self._over:
            raise EngineDown(self._end)
        if self.idle:
            self._on_wait(True)
        number, question = next(self._numbers), Question()
        self._waiting[number] = question
        try:
            await self._send(wire.pack({**header, "id": number}, arrays))
        except EngineDown:
            self._waiting.pop(number, None)
            raise
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if self._over and task and not task.cancelling():  # its socket was closed: nobody left
                raise EngineDown(self._end) from error
            raise
        return question

    def take(self, header: wire.Header, arrays: wire.Arrays) -> None:
        """Take an answer in; one that nobody asked for is dropped."""
        question, more = self._waiting.get(header["id"]), bool(header.get("more"))
        if question is None:
            return
        if not more:
            del self._waiting[header["id"]]
        self._on_wait(False)
        if not self.idle:
            self._on_wait(True)  # the time of the next one begins now
        question.take((header, arrays), more)

    def fail(self, text: str, for_ever: bool = True) -> None:
        """Tell everyone who waits that no answer will come, and why."""
        self._end, self._over = text, for_ever
        for question in self._waiting.values():
            question.take(EngineDown(text), more=False)
        self._waiting.clear()
        self._on_wait(False)
