"""The loop's sleep: it ends when something is due or comes in, and a flood cannot keep it awake."""

import asyncio

from bridge.alarm import LEAST, Alarm
from tests.bridge.helpers import run_loop


def test_a_ring_ends_a_sleep() -> None:
    """Who would sleep for an hour is awake as soon as it rings."""

    async def night() -> None:
        alarm = Alarm()
        asyncio.get_running_loop().call_soon(alarm.ring)
        async with asyncio.timeout(60):
            await alarm.sleep(3600)

    run_loop(night())


def test_a_ring_is_not_lost() -> None:
    """What rings while nobody sleeps ends the next sleep, and only that one."""

    async def night() -> float:
        alarm, loop = Alarm(), asyncio.get_running_loop()
        alarm.ring()
        async with asyncio.timeout(60):
            await alarm.sleep(3600)
        begun = loop.time()
        await alarm.sleep(0.02)
        return loop.time() - begun

    assert run_loop(night()) >= 0.015


def test_a_flood_wakes_it_no_more_often_than_it_may() -> None:
    """However often it rings, between two wakings lies LEAST."""

    async def night() -> list[float]:
        alarm, loop, woken = Alarm(), asyncio.get_running_loop(), [-1.0]

        async def flood() -> None:
            while True:
                alarm.ring()
                await asyncio.sleep(0)

        rude = asyncio.create_task(flood())
        while len(woken) < 20:
            await alarm.sleep(3600)
            woken.append(loop.time())
        rude.cancel()
        return woken

    woken = run_loop(night())
    assert min(b - a for a, b in zip(woken, woken[1:], strict=False)) >= 0.9 * LEAST
