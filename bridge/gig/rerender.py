"""A logged gig rendered again, by an engine of the same kind."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.audio.takes import Takes
from bridge.engine.base import Engine
from bridge.gig.journal import Event
from bridge.gig.replay import Gig, Source, replay
from musiccm.request import PlanChunk, PlanRequest

DRAW_SECONDS = 600.0  # a patience that only a dead engine exhausts


@dataclass(frozen=True)
class Report:
    """How the gig came out again; ``different`` are the samples of chunks that differ."""

    seconds: float
    chunks: int
    different: tuple[int, ...]


Find = Callable[
    [Event | None], Coroutine[Any, Any, Engine]
]  # the engine of a "model" event, or the first


async def rerender(gig: Gig, find: Find, out: Path, stems: Path | None) -> Report:
    """Play ``gig`` again to the file ``out``, and its dry stems to a folder.

    ``find`` is asked for the first engine, and for another where one took over; it stops them.

    Raises
    ------
    RecordError, EngineError
        When a file cannot be written, or the engine does not answer.
    """
    loop, drawn, engine = asyncio.get_running_loop(), 0, await find(None)

    def draw(request: PlanRequest) -> list[PlanChunk]:
        nonlocal drawn
        drawn += 1
        answer = asyncio.run_coroutine_threadsafe(_pieces(engine, request), loop)
        return answer.result(DRAW_SECONDS)

    def go_over(event: Event) -> None:
        nonlocal engine
        engine = asyncio.run_coroutine_threadsafe(find(event), loop).result(DRAW_SECONDS)

    takes = Takes(gig.head["rate"], wait=True)
    takes.start(out, stems)
    source = Source([event for event in gig.events if "read" in event], draw, go_over)

    def play() -> int:
        n = 0
        for block in replay(gig, source):
            takes.write(block)
            n += block.master.shape[1]
        return n

    try:
        n = await asyncio.to_thread(play)
    finally:
        takes.close()
    return Report(n / gig.head["rate"], drawn, tuple(source.different))


async def _pieces(engine: Engine, request: PlanRequest) -> list[PlanChunk]:
    pieces = [await engine.plan(request)]
    while pieces[-1].more:
        pieces.append(await engine.rest())
    return pieces


def unlike(then: dict[str, Any], about: dict[str, Any]) -> list[str]:
    """Return what the samples depend on and is not as it was, in words."""
    keys = [key for key in then if key in about and then[key] != about[key]]
    return [f"{key}: {then[key]} then, {about[key]} now" for key in keys]
