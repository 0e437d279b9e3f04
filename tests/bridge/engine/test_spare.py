"""A second worker that waits: it takes over at once, is like the first, and never stays behind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest

from bridge.engine import process, spare, tone
from bridge.engine.base import EngineState
from bridge.engine.process import ProcessEngine
from musiccm.request import PlanRequest
from tests.bridge.helpers import SCORE, run_loop, until

REQUEST = PlanRequest(SCORE, 0, np.arange(1024) / 47.0)


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[ProcessEngine]:
    (folder / "night").mkdir()
    (folder / "night" / "config.json").write_text("{}")
    engine = ProcessEngine("tone", checkpoints=folder, spare=True)
    try:
        await engine.start()
        yield engine
    finally:
        await engine.stop()
        workers = [c for c in psutil.Process().children() if "bridge.engine" in str(c.cmdline())]
        assert not workers


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "AFTER", 0.05)


def _waits(engine: ProcessEngine) -> int | None:
    assert engine._spare is not None
    return engine._spare.pid


def test_it_takes_over_without_loading(
    tmp_path: Path, soon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed, the engine is the spare at once, twice over, without the back-off of a restart."""
    monkeypatch.setattr(process, "BACK_OFF", (3600.0,))

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            for n in (1, 2):
                await until(lambda: _waits(engine) is not None)
                waiting = _waits(engine)
                assert waiting != engine.pid
                psutil.Process(engine.pid).kill()
                await until(lambda n=n: engine.restarts == n)  # type: ignore[misc]
                await until(lambda: engine.state is EngineState.READY)
                assert engine.pid == waiting and engine.trouble == ""
                assert np.array_equal((await engine.plan(REQUEST)).audio, tone.draw(REQUEST).audio)

    run_loop(scenario())


def test_one_that_ends_while_it_waits_is_replaced(tmp_path: Path, soon: None) -> None:
    """The spare's own death costs nothing but another spare; the engine plays on."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            first = engine.pid
            await until(lambda: _waits(engine) is not None)
            waiting = _waits(engine)
            psutil.Process(waiting).kill()
            await until(lambda: _waits(engine) not in (None, waiting))
            assert engine.pid == first and engine.restarts == 0

    run_loop(scenario())


def test_without_one_in_time_a_new_engine_is_started(tmp_path: Path) -> None:
    """Killed before the spare is there, the engine comes back as it does without one."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            assert _waits(engine) is None
            psutil.Process(engine.pid).kill()
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


def test_after_a_swap_the_spare_is_like_the_new_one(tmp_path: Path, soon: None) -> None:
    """Another checkpoint that took over has a spare with its weights."""

    async def scenario() -> None:
        async with _running(tmp_path) as engine:
            await until(lambda: _waits(engine) is not None)
            old = _waits(engine)
            await engine.load("night", REQUEST)
            await engine.adopt()
            await until(lambda: _waits(engine) not in (None, old))
            waiting = _waits(engine)
            psutil.Process(engine.pid).kill()
            await until(lambda: engine.pid == waiting and engine.state is EngineState.READY)
            expected = tone.draw(tone.tuned(REQUEST, "night")).audio
            assert np.array_equal((await engine.plan(REQUEST)).audio, expected)

    run_loop(scenario())


def test_stopping_while_it_loads_leaves_nothing_behind(tmp_path: Path, soon: None) -> None:
    """A spare that is just being started ends with the engine."""

    async def scenario() -> None:
        async with _running(tmp_path):
            await until(lambda: len(psutil.Process().children()) >= 2)

    run_loop(scenario())
