"""Requests over one socket: each gets its own answers, none is lost, none is waited for in vain."""

import pytest

from bridge.engine import wire
from bridge.engine.calls import Calls
from bridge.errors import EngineDown, EngineError
from tests.bridge.helpers import run_loop


class _Wire:
    """Keeps what is sent, and what is told of waiting."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.waits: list[bool] = []
        self.calls = Calls(self.send, self.waits.append)

    async def send(self, frames: list[bytes]) -> None:
        self.sent.append(wire.unpack(frames)[0]["id"])

    def reply(self, number: int, body: object, more: bool = False) -> None:
        self.calls.take({"id": number, "body": body, "more": more}, [])


def test_answers_may_come_before_anyone_waits() -> None:
    """All pieces of an answer that came at once are there, in order; then nothing follows."""

    async def scenario() -> None:
        line = _Wire()
        asked = await line.calls.ask({}, [])
        for body in range(3):
            line.reply(0, body, more=body < 2)
        assert line.calls.idle
        assert [(await asked.answer())[0] for _ in range(3)] == [0, 1, 2]
        with pytest.raises(EngineDown):
            await asked.answer()

    run_loop(scenario())


def test_everyone_gets_their_own() -> None:
    """Answers out of order and answers to nobody go where they belong."""

    async def scenario() -> None:
        line = _Wire()
        first, second = await line.calls.ask({}, []), await line.calls.ask({}, [])
        line.reply(line.sent[1], "second")
        line.reply(99, "nobody's")
        line.calls.take({"id": line.sent[0], "error": "no"}, [])
        assert (await second.answer())[0] == "second"
        with pytest.raises(EngineError, match="no"):
            await first.answer()
        assert line.waits == [True, False, True, False]

    run_loop(scenario())


def test_what_came_before_the_end_is_still_there() -> None:
    """When the engine ends, the piece that had come is given out, then the reason."""

    async def scenario() -> None:
        line = _Wire()
        asked = await line.calls.ask({}, [])
        line.reply(0, "piece", more=True)
        line.calls.fail("it was killed")
        assert (await asked.answer())[0] == "piece"
        for words in ("it was killed", "nothing more"):
            with pytest.raises(EngineDown, match=words):
                await asked.answer()
        with pytest.raises(EngineDown, match="it was killed"):
            await line.calls.ask({}, [])

    run_loop(scenario())
