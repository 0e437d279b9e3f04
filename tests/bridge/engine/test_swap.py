"""A second engine process beside the first: it takes over, or it does not, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest

from bridge.engine import tone
from bridge.engine.base import EngineState
from bridge.engine.process import ProcessEngine
from bridge.errors import EngineDown, NameRefused, StartupError
from musiccm.request import PlanRequest
from tests.bridge.helpers import SCORE, run_loop, until

REQUEST = PlanRequest(SCORE, 0, np.arange(1024) / 47.0)
OTHER = tone.draw(tone.tuned(REQUEST, "night")).audio


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[ProcessEngine]:
    (folder / "night").mkdir()
    (folder / "night" / "config.json").write_text("{}")
    engine = ProcessEngine("tone", checkpoints=folder)
    try:
        await engine.start()
        yield engine
    finally:
        await engine.stop()


def test_another_one_takes_over(tmp_path: Path) -> None:
    """Until it is adopted the old one answers; afterwards the new one, and the old one is gone."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            old = engine.pid
            assert engine.models() == ["default", "night"]
            await engine.load("night", REQUEST)
            assert engine.pid == old and engine.model == "default"
            assert np.array_equal((await engine.plan(REQUEST)).audio, tone.draw(REQUEST).audio)
            await engine.adopt()
            assert engine.pid != old and engine.model == "night"
            assert engine.checkpoint == str(tmp_path / "night")
            assert engine.about["weights"] == "tone night"
            assert np.array_equal((await engine.plan(REQUEST)).audio, OTHER)
            await until(lambda: not psutil.pid_exists(old or 0))
            assert engine.restarts == 0

    run_loop(scenario())


def test_killed_it_comes_back_as_what_it_was(tmp_path: Path) -> None:
    """After a swap the watchdog starts the new checkpoint again, not the first one."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            await engine.load("night", REQUEST)
            await engine.adopt()
            psutil.Process(engine.pid).kill()
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert np.array_equal((await engine.plan(REQUEST)).audio, OTHER)

    run_loop(scenario())


def test_what_cannot_be_loaded_leaves_the_old_one(tmp_path: Path) -> None:
    """An unknown name, a path, and a checkpoint that does not draw: told, and nothing changes."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            old = engine.pid
            with pytest.raises(StartupError, match="no checkpoint"):
                await engine.load("day", REQUEST)
            with pytest.raises(NameRefused):
                await engine.load("../night", REQUEST)
            sick = PlanRequest(SCORE, 0, np.full(1024, np.nan))
            with pytest.raises(StartupError, match="does not draw"):
                await engine.load("night", sick)
            with pytest.raises(StartupError, match="ended meanwhile"):
                await engine.adopt()
            assert engine.pid == old
            assert np.array_equal((await engine.plan(REQUEST)).audio, tone.draw(REQUEST).audio)
            children = psutil.Process().children()
            assert [child.pid for child in children if "bridge.engine" in str(child.cmdline())] == [
                old
            ]

    run_loop(scenario())


def test_one_at_a_time_is_loaded(tmp_path: Path) -> None:
    """While one is being loaded another is refused, and the first comes."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            first = asyncio.create_task(engine.load("night", REQUEST))
            await asyncio.sleep(0)
            with pytest.raises(StartupError, match="being loaded"):
                await engine.load("default", REQUEST)
            await first
            await engine.adopt()
            assert engine.model == "night"

    run_loop(scenario())


def test_the_old_one_may_be_gone_when_it_takes_over(tmp_path: Path) -> None:
    """Killed while the other waits: the other takes over at once, and no third one comes."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            await engine.load("night", REQUEST)
            psutil.Process(engine.pid).kill()
            await until(lambda: engine.state is EngineState.DOWN)
            with pytest.raises(EngineDown):
                await engine.plan(REQUEST)
            await engine.adopt()
            assert engine.state is EngineState.READY
            assert np.array_equal((await engine.plan(REQUEST)).audio, OTHER)

    run_loop(scenario())
