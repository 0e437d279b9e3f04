"""The engine process: answers, dies, hangs, comes back, and never outlives its parent."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from bridge.engine import child, process, tone, watchdog, wire, worker
from bridge.engine.base import EngineState
from bridge.engine.faults import FaultyTone
from bridge.engine.process import ProcessEngine
from bridge.errors import BadAnswer, EngineDown, EngineError, StartupError
from musiccm.request import PlanRequest, Score, Suggestion
from tests.bridge.helpers import SCORE, run_loop, until

REQUEST = PlanRequest(SCORE, 0, np.arange(1024) / 47.0)


@asynccontextmanager
async def _running() -> AsyncIterator[ProcessEngine]:
    engine = ProcessEngine("tone")
    try:
        await engine.start()
        yield engine
    finally:
        await engine.stop()


def test_it_answers_as_the_engine_within() -> None:
    """Over the process border come the same samples, and the planner's suggestion."""

    async def scenario() -> None:
        async with _running() as engine:
            chunk = await engine.plan(REQUEST)
            assert np.array_equal(chunk.audio, tone.draw(REQUEST).audio)
            assert (await engine.suggest(SCORE)).bpm == 120.0

    run_loop(scenario())


def test_it_answers_piece_by_piece() -> None:
    """The piece that is heard first comes first; with the rest it is the whole."""

    async def scenario() -> None:
        async with _running() as engine:
            nearest = await engine.plan(replace(REQUEST, heard=0))
            assert nearest.more
            whole = nearest.joined(await engine.rest())
            expected = tone.draw(REQUEST)
            assert np.array_equal(whole.audio, expected.audio)
            assert np.array_equal(whole.mel, expected.mel) and not whole.more
            with pytest.raises(EngineDown):
                await engine.rest()

    run_loop(scenario())


def test_killed_between_two_pieces_it_says_so() -> None:
    """Who waits for the rest is told that the engine is gone, and does not hang."""

    async def scenario() -> None:
        async with _running() as engine:
            assert engine.pid is not None
            process = psutil.Process(engine.pid)
            await engine.plan(replace(REQUEST, heard=0))
            process.kill()
            await until(lambda: engine.state is not EngineState.READY)
            with contextlib.suppress(EngineDown):  # it may have come before the end
                await engine.rest()
            with pytest.raises(EngineDown):
                await engine.rest()

    run_loop(scenario())


def test_a_refused_request_is_an_error_and_the_engine_lives() -> None:
    """What the model raises comes back as EngineError; the next request is answered."""

    async def scenario() -> None:
        async with _running() as engine:
            with pytest.raises(EngineError, match="KeyError"):
                await engine.suggest(Score(prompts=(("x", 1.0),), metre="7/8"))
            assert (await engine.suggest(SCORE)).style == "tone"
            assert engine.restarts == 0

    run_loop(scenario())


def test_killed_it_comes_back_by_itself() -> None:
    """After SIGKILL who waits is told, the state goes down, and a new process answers."""

    async def scenario() -> None:
        async with _running() as engine:
            assert engine.pid is not None
            psutil.Process(engine.pid).kill()
            with pytest.raises(EngineDown):
                for _ in range(1000):
                    await engine.plan(REQUEST)
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert np.array_equal((await engine.plan(REQUEST)).audio, tone.draw(REQUEST).audio)

    run_loop(scenario())


@pytest.mark.skipif(os.name == "nt", reason="stopping a process is POSIX")
def test_a_stopped_process_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was stopped has no heartbeat and is replaced; who waits is told why."""
    monkeypatch.setattr(watchdog, "PULSE_PATIENCE", 0.7)

    async def scenario() -> None:
        async with _running() as engine:
            assert engine.pid is not None
            os.kill(engine.pid, signal.SIGSTOP)
            with pytest.raises(EngineDown, match="no heartbeat"):
                await engine.plan(REQUEST)
            await until(lambda: engine.state is EngineState.DOWN)
            assert "no heartbeat" in engine.trouble
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert engine.trouble == ""

    run_loop(scenario())


def test_a_hang_with_a_heartbeat_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose model waits for ever, while its heart beats, is replaced."""
    monkeypatch.setattr(watchdog, "WARM_UP_SECONDS", 0.7)

    async def scenario() -> None:
        async with _running() as engine:
            await engine.fault("hang")
            with pytest.raises(EngineDown, match="no work"):
                await engine.plan(REQUEST)
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


def test_the_verdict_is_told_although_the_process_takes_its_time_to_die() -> None:
    """The reason of a kill is the first one, whatever the process does while it ends."""

    async def scenario() -> None:
        async with _running() as engine:
            assert engine._child is not None
            verdicts = iter(["it hangs: for the test"])
            engine._child.watchdog.look = lambda now: next(verdicts, None)  # type: ignore[method-assign]
            await until(lambda: engine.state is EngineState.DOWN)
            assert engine.trouble == "it hangs: for the test"

    run_loop(scenario())


def test_without_memory_it_gets_a_fresh_process() -> None:
    """Who waits is told, with what to do about it, and so is status; the process is replaced."""

    async def scenario() -> None:
        async with _running() as engine:
            before = engine.pid
            await engine.fault("memory")
            with pytest.raises(EngineDown, match="out of memory: end other programs"):
                await engine.plan(REQUEST)
            await until(lambda: engine.state is EngineState.DOWN)
            assert "out of memory: end other programs" in engine.trouble
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert engine.pid != before
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


def test_three_bad_answers_in_a_row_are_one_too_many() -> None:
    """Two and a good one are forgiven; after three the process is replaced, and says why."""
    kinds = ("nan", "nan", "none", "nan", "shape", "short")

    async def scenario() -> None:
        async with _running() as engine:
            for kind in kinds:
                assert engine.restarts == 0
                await engine.fault(kind)
                with pytest.raises(BadAnswer) if kind != "none" else contextlib.nullcontext():
                    await engine.plan(REQUEST)
            await until(lambda: engine.state is EngineState.DOWN)
            assert "3 answers in a row could not be played" in engine.trouble
            assert "audio of frames 0 to 1 is not 0 to 992" in engine.trouble
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert np.array_equal((await engine.plan(REQUEST)).audio, tone.draw(REQUEST).audio)

    run_loop(scenario())


def test_one_that_is_slow_is_no_hung_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that takes far longer than usual, and works, is waited for."""
    monkeypatch.setattr(watchdog, "STUCK_SECONDS", 1.0)
    monkeypatch.setattr(watchdog, "STUCK_PACES", 0)

    async def scenario() -> None:
        async with _running() as engine:
            for _ in range(watchdog.KNOWN_ANSWERS):
                await engine.plan(REQUEST)
            await engine.fault("slow", 4.0)
            chunk = await engine.plan(REQUEST)
            assert engine.restarts == 0 and chunk.seconds["denoiser"] == pytest.approx(3.2)

    run_loop(scenario())


def test_a_fault_lasts_as_long_as_it_was_asked_to() -> None:
    """Two requests are spoilt, the third is not."""
    engine = FaultyTone()
    engine.set("nan", times=2)
    answers = [next(iter(engine.pieces(REQUEST))) for _ in range(3)]
    assert [bool(np.isnan(chunk.audio).any()) for chunk in answers] == [True, True, False]


def test_a_worker_whose_words_mean_nothing_is_replaced() -> None:
    """Frames that are no message end the process; the next one is heard as well as the first."""

    async def scenario() -> None:
        async with _running() as engine:

            def garbled(header: wire.Header, arrays: wire.Arrays) -> None:
                raise KeyError("event")

            assert engine._child is not None
            engine._child._take = garbled  # type: ignore[method-assign]
            with pytest.raises(EngineDown, match="means nothing"):
                await engine.plan(REQUEST)
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


@pytest.mark.parametrize(
    ("error", "fatal"),
    [
        (MemoryError(), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp:117] can't allocate memory: 9 bytes"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 9 GiB"), True),
        (RuntimeError("shapes do not fit"), False),
    ],
)
def test_the_worker_knows_want_of_memory(error: Exception, fatal: bool) -> None:
    """Python's and torch's words for it are fatal replies; any other error is not."""

    class Broken(FaultyTone):
        def suggest(self, score: Score) -> Suggestion:
            raise error

    asked = wire.pack({"op": "suggest", "id": 7, "score": wire.pack_score(SCORE)})
    [frames] = worker.answers(Broken(), asked)
    reply, _ = wire.unpack(frames)
    assert (reply["id"], reply["fatal"]) == (7, fatal)
    assert reply["error"].startswith(worker.OUT_OF_MEMORY if fatal else "RuntimeError")


def test_only_the_fake_takes_faults() -> None:
    """A model answers the op "fault" with an error, and an unknown fault is one as well."""
    asked = wire.pack({"op": "fault", "id": 1, "fault": "hang", "seconds": 0.0, "times": 1})
    [frames] = worker.answers(object(), asked)  # type: ignore[arg-type]
    assert "only the tone engine" in wire.unpack(frames)[0]["error"]
    asked = wire.pack({"op": "fault", "id": 1, "fault": "typhoon", "seconds": 0.0, "times": 1})
    [frames] = worker.answers(FaultyTone(), asked)
    assert "no fault" in wire.unpack(frames)[0]["error"]


def test_a_load_without_end_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it has not loaded in time, the line of the start-up error says what to try."""
    monkeypatch.setattr(process, "LOAD_TIMEOUT", 0.01)

    async def scenario() -> None:
        engine = ProcessEngine("tone")
        try:
            with pytest.raises(StartupError, match="--engine tone"):
                await engine.start()
        finally:
            await engine.stop()

    run_loop(scenario())


def test_an_engine_that_dies_young_is_waited_for_longer() -> None:
    """The back-off grows with each early death."""

    async def scenario() -> None:
        async with _running() as engine:
            loop, gaps = asyncio.get_running_loop(), []
            for n in (1, 2):
                await engine.fault("exit")
                with pytest.raises(EngineDown, match="exit code 9"):
                    await engine.plan(REQUEST)
                begun = loop.time()
                await until(lambda n=n: engine.restarts == n)  # type: ignore[misc]
                gaps.append(loop.time() - begun)
                await until(lambda: engine.state is EngineState.READY)
            assert gaps[0] < 1.0 <= gaps[1]

    run_loop(scenario())


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (None, "no config.json.*musiccm train export"),
        ("{}", "has format None.*export it again"),
        ('{"family": "x"}', "is of family 'x'.*choose another --checkpoint"),
    ],
)
def test_a_wrong_checkpoint_is_a_start_up_error(
    tmp_path: Path, config: str | None, words: str
) -> None:
    """Weights that are not there, or not ours, end the start with a line that says what to do."""
    if config is not None:
        (tmp_path / "config.json").write_text(config)

    async def scenario() -> None:
        engine = ProcessEngine("model", tmp_path, "cpu")
        try:
            with pytest.raises(StartupError, match=words):
                await engine.start()
        finally:
            await engine.stop()

    run_loop(scenario())


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process: Linux")
def test_a_process_that_really_has_no_memory_is_replaced() -> None:
    """Under a limit of the system a request does not fit: it is told, the next process has none."""
    import resource

    async def scenario() -> None:
        async with _running() as engine:
            assert len((await engine.plan(REQUEST)).mel) == 1024
            size = psutil.Process(engine.pid).memory_info().vms + (1 << 20)
            resource.prlimit(engine.pid or 0, resource.RLIMIT_AS, (size, size))
            long = replace(REQUEST, beats=np.arange(64 * 1024) / 47.0)
            with pytest.raises(EngineDown, match="out of memory: end other programs.*allocate"):
                await engine.plan(long)
            await until(lambda: engine.restarts == 1 and engine.state is EngineState.READY)
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


_PARENT = """
import asyncio, sys
from bridge.engine.process import ProcessEngine

async def main():
    engine = ProcessEngine("tone")
    await engine.start()
    print(engine.pid, flush=True)
    await asyncio.Event().wait()

with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
    runner.run(main())
"""


def test_it_ends_when_its_parent_is_killed() -> None:
    """SIGKILL of the daemon leaves no stray engine."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    gone, alive = psutil.wait_procs([worker], timeout=30)
    assert not alive, gone


def test_without_ipc_it_takes_loopback_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no Unix sockets the engine is reached over 127.0.0.1."""
    monkeypatch.setattr(child, "_LONGEST_IPC_PATH", 0)

    async def scenario() -> None:
        async with _running() as engine:
            assert len((await engine.plan(REQUEST)).mel) == 1024

    run_loop(scenario())


def test_stopping_twice_or_before_the_start_is_harmless() -> None:
    """stop() may be called in any state."""

    async def scenario() -> None:
        engine = ProcessEngine("tone")
        await engine.stop()
        await engine.stop()
        assert engine.state is EngineState.STOPPED
        with pytest.raises(EngineDown):
            await asyncio.wait_for(engine.plan(REQUEST), 5)

    run_loop(scenario())
