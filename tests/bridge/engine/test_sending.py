"""A request whose socket is closed before it has left."""

import asyncio

import pytest

from bridge.engine.calls import Calls
from bridge.errors import EngineDown
from tests.bridge.helpers import run_loop


class Pipe:
    """A socket that takes nothing until it is closed."""

    def __init__(self) -> None:
        self.sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def send(self, parts: list[bytes]) -> None:
        await self.sent


def test_who_sends_to_an_engine_that_ends_is_told() -> None:
    """A closed socket cancels what was on its way: that is EngineDown, with the reason."""

    async def scene() -> None:
        pipe = Pipe()
        calls = Calls(pipe.send, lambda waits: None)
        asking = asyncio.create_task(calls.ask({"op": "plan"}, []))
        await asyncio.sleep(0)
        calls.fail("it was killed")
        pipe.sent.cancel()
        with pytest.raises(EngineDown, match="it was killed"):
            await asking

    run_loop(scene())


def test_who_gives_up_is_cancelled() -> None:
    """A task that is cancelled itself while it sends stays cancelled, engine or no engine."""

    async def scene() -> None:
        pipe = Pipe()
        calls = Calls(pipe.send, lambda waits: None)
        asking = asyncio.create_task(calls.ask({"op": "plan"}, []))
        await asyncio.sleep(0)
        calls.fail("it was killed")
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    run_loop(scene())
