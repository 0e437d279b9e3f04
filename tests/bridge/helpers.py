"""Hands for the daemon's tests: a scheduler that is fed, and what an ear would check."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bridge.config import BLOCK, SAMPLE_RATE
from bridge.engine import tone
from bridge.scheduler.programme import Wish
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import (
    CONTEXT_FRAMES,
    EXTEND_FRAMES,
    WINDOW_FRAMES,
    PlanRequest,
    Score,
)

T = TypeVar("T")

SCORE = Score(prompts=(("anything", 1.0),))


def wish(bpm: float = 120.0, beats_per_bar: int = 4, glide: float = 0.0, **changes: object) -> Wish:
    """Return a wish for SCORE with some fields changed."""
    fields = {**SCORE.__dict__, **changes}
    return Wish(Score(**fields), bpm, beats_per_bar, glide)  # type: ignore[arg-type]


def fill(scheduler: Scheduler) -> int:
    """Let the fake engine answer until all is planned; return how many requests it took."""
    count = 0
    while draft := scheduler.next_draft():
        scheduler.accept(draft, tone.draw(draft.request))
        count += 1
    return count


def play(scheduler: Scheduler, seconds: float, engine: bool = True) -> NDArray[np.float32]:
    """Read about ``seconds`` in blocks, (stems, n), the engine answering at once or never."""
    blocks = []
    for _ in range(round(seconds * SAMPLE_RATE / BLOCK)):
        if engine:
            fill(scheduler)
        block = scheduler.read(BLOCK)
        assert block is not None
        blocks.append(block)
    return np.concatenate(blocks, axis=1)


def clicks(drums: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the samples where the fake's clicks begin, for drums (n,)."""
    loud = np.flatnonzero(np.abs(drums) > 0.05)
    first = np.insert(np.diff(loud) > SAMPLE_RATE // 10, 0, True)
    return loud[first]


def rendered(frames: int, bpm: float, score: Score = SCORE) -> NDArray[np.float32]:
    """Return the fake's audio by the schedule of the offline renderer, (stems, samples)."""
    beats = (np.arange(frames) + 0.5) * (bpm / (60.0 * 93.75))
    chunk = tone.draw(PlanRequest(score, 0, beats[:WINDOW_FRAMES]))
    audio, mel, end = [chunk.audio], chunk.mel, WINDOW_FRAMES
    while end < frames:
        past, new = slice(end - CONTEXT_FRAMES, end), slice(end, end + EXTEND_FRAMES)
        request = PlanRequest(score, end, beats[new], mel[-CONTEXT_FRAMES:], beats[past])
        chunk = tone.draw(request)
        audio.append(chunk.audio)
        mel, end = np.concatenate([mel, chunk.mel]), end + EXTEND_FRAMES
    return np.concatenate(audio, axis=1)


def run_loop(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run on a selector loop, as the daemon does."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(coroutine)


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for the world outside (a process, a socket) until ``condition`` holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
