"""The daemon in real time: it sleeps between blocks, and what comes in is looked at at once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from unittest.mock import patch

from bridge.alarm import LEAST
from bridge.app import App
from bridge.config import RunConfig
from bridge.engine.tone import ToneEngine
from bridge.osc.packets import build
from bridge.scheduler.director import Director
from bridge.scheduler.player import Player
from tests.bridge.gig import CLIENT
from tests.bridge.helpers import run_loop, until


class Counted:
    """How often the director was asked, and how many blocks were played."""

    looks = blocks = 0


def _play(scene: Callable[[App, Counted], Coroutine[Any, Any, None]]) -> None:
    """Run a scene while a daemon plays to nobody at the true speed."""
    count, poll, block = Counted(), Director.poll, Player.block

    def look(director: Director) -> None:
        count.looks += 1
        poll(director)

    def mix(player: Player, n: int) -> Any:
        count.blocks += 1
        return block(player, n)

    async def run() -> None:
        options: dict[str, Any] = {"device": "null", "osc_port": 0, "oscquery": False, "keep": 0.0}
        app = App(RunConfig(("anything",), **options), lambda line: None, ToneEngine())
        playing = asyncio.create_task(app.run())
        await until(lambda: count.blocks > 0)
        await scene(app, count)
        app.stop()
        await playing

    with patch.object(Director, "poll", look), patch.object(Player, "block", mix):
        run_loop(run())


def test_nothing_is_looked_at_more_often_than_music_leaves() -> None:
    """While nobody plays it, it looks around no more than once for a block and for an answer."""

    async def scene(app: App, count: Counted) -> None:
        looks, blocks = count.looks, count.blocks
        await until(lambda: count.blocks >= blocks + 40)
        assert count.looks - looks <= count.blocks - blocks

    _play(scene)


def test_a_datagram_is_looked_at_at_once() -> None:
    """A message that comes while it sleeps is with the director in the loop's next rounds."""

    async def scene(app: App, count: Counted) -> None:
        assert app.session is not None and app.session.router is not None
        loop, alarm = asyncio.get_running_loop(), app._alarm
        while alarm._sleeper is None or loop.time() < alarm._woken + LEAST:
            await asyncio.sleep(0)
        looks = count.looks
        app.session.router.receive(build("/mcm/prompt/1/text", ("other words",)), CLIENT)
        for _ in range(3):
            await asyncio.sleep(0)
        assert count.looks > looks

    _play(scene)
