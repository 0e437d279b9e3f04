"""Render: the endless music of the daemon, as fast as the machine can, cut to a length.

The schedule of requests is the daemon's own (a first window, then extensions), so what is rendered
is what would have been played.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.performer import Performer
from musiccm.request import (
    CONTEXT_FRAMES,
    EXTEND_FRAMES,
    LAG_FRAMES,
    WINDOW_FRAMES,
    PlanChunk,
    PlanRequest,
    Score,
)

SKETCHES_AHEAD = 3  # chunks that wait to be made to sound: their lengths of work differ


@dataclass(frozen=True)
class Grid:
    """A constant tempo: frame → beat."""

    bpm: float
    frame_rate: float

    def beats(self, start: int, n: int) -> NDArray[np.float64]:
        """Return the beat position of each frame's centre."""
        frames = np.arange(start, start + n, dtype=np.float64)
        return (frames + 0.5) * (self.bpm / (60.0 * self.frame_rate))


def endless(
    performer: Performer, score: Score, bpm: float, n_frames: int | None = None, first: int = 0
) -> Iterator[PlanChunk]:
    """Yield chunk after chunk of one piece at a constant tempo; audio follows without a gap.

    It begins at the absolute frame ``first``, a multiple of TOKEN_FRAMES, and ends when
    ``n_frames`` mel frames are drawn, or never. Chunks are made to sound while the next ones
    are drawn: neither half keeps all cores busy.
    """
    grid = Grid(bpm, performer.mel_config.frame_rate)
    start, context = first, None
    sounding: deque[Future[PlanChunk]] = deque()
    with ThreadPoolExecutor(1) as pool:
        while n_frames is None or start < first + n_frames:
            n = WINDOW_FRAMES if context is None else EXTEND_FRAMES
            past = 0 if context is None else len(context)
            context_beats = grid.beats(start - past, past) if past else None
            sketch = performer.sketch(
                PlanRequest(score, start, grid.beats(start, n), context, context_beats)
            )
            sounding.append(pool.submit(performer.finish, sketch))
            if performer.compute.device.type != "cpu":
                wait(sounding)  # falling back to the CPU moves both networks
            while sounding and (sounding[0].done() or len(sounding) > SKETCHES_AHEAD):
                yield sounding.popleft().result()
            context = sketch.mel[-CONTEXT_FRAMES:]
            start += n
        while sounding:
            yield sounding.popleft().result()


def blocks(
    performer: Performer, score: Score, bpm: float, n_samples: int
) -> Iterator[tuple[NDArray[np.float32], dict[str, float]]]:
    """Yield the stems of ``n_samples`` samples in blocks (stems, n), and seconds spent by stage.

    What the caller does with a block goes on beside the drawing of the next. Stages overlap: their
    seconds add up to more than passed.
    """
    n_frames = -(-n_samples // performer.mel_config.hop_length) + LAG_FRAMES
    done = 0
    for chunk in endless(performer, score, bpm, n_frames):
        block = chunk.audio[:, : n_samples - done]
        done += block.shape[1]
        yield block, chunk.seconds


def render_stems(
    performer: Performer, score: Score, bpm: float, n_samples: int
) -> NDArray[np.float32]:
    """Render ``n_samples`` samples of all stems, (stems, n_samples)."""
    parts = [block for block, _ in blocks(performer, score, bpm, n_samples)]
    return np.concatenate(parts, axis=1)
