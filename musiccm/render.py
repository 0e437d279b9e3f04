"""Render: the endless music of the daemon, as fast as the machine can, cut to a length.

The schedule of requests is the daemon's own (a first window, then extensions), so what is rendered
is what would have been played. A piece whose length is known can also be drawn as one canvas, with
its windows fused (see ``musiccm.windows``).
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from musiccm.compute import cores
from musiccm.instrument import Instrument
from musiccm.request import (
    CONTEXT_FRAMES,
    EXTEND,
    EXTEND_FRAMES,
    LAG_FRAMES,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanChunk,
    PlanRequest,
    Score,
)
from musiccm.sketch import Sketch

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
    performer: Instrument, score: Score, bpm: float, n_frames: int | None = None, first: int = 0
) -> Iterator[PlanChunk]:
    """Yield chunk after chunk of one piece at a constant tempo; audio follows without a gap.

    It begins at the absolute frame ``first``, a multiple of TOKEN_FRAMES, and ends when
    ``n_frames`` mel frames are drawn, or never. Chunks are made to sound while the next ones
    are drawn: neither half keeps all cores busy.
    """
    grid = Grid(bpm, performer.mel_config.frame_rate)
    start, context = first, None
    sounding: deque[Future[PlanChunk]] = deque()
    with ThreadPoolExecutor(cores()) as pool:
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


def canvas(
    performer: Instrument, score: Score, bpm: float, n_frames: int, fusion: str
) -> Iterator[PlanChunk]:
    """Yield the chunks of a piece that is drawn whole: nothing sounds before all is drawn."""
    n_frames = -(-n_frames // TOKEN_FRAMES) * TOKEN_FRAMES
    beats = Grid(bpm, performer.mel_config.frame_rate).beats(0, n_frames)
    sketch = performer.sketch(PlanRequest(score, 0, beats, fusion=fusion))
    for part in in_parts(sketch):
        yield performer.finish(part)


def in_parts(sketch: Sketch) -> Iterator[Sketch]:
    """Cut the sketch of a whole piece into sketches of EXTEND_FRAMES that sound as it does."""
    for start in range(0, len(sketch.canvas), EXTEND_FRAMES):
        part = _part(sketch, start)
        yield replace(part, seconds=dict.fromkeys(part.seconds, 0.0)) if start else part


def _part(sketch: Sketch, start: int) -> Sketch:
    """Return EXTEND_FRAMES of a canvas from ``start`` on; what is before is its past."""
    past = max(start - CONTEXT_FRAMES, 0)
    seen = slice(past, start + EXTEND_FRAMES)
    beats = sketch.request.beats
    request = PlanRequest(
        sketch.request.score,
        start,
        beats[start : seen.stop],
        sketch.canvas[past:start] if start else None,
        beats[past:start] if start else None,
    )
    return Sketch(request, sketch.canvas[seen], sketch.controls[seen], sketch.seconds)


def blocks(
    performer: Instrument, score: Score, bpm: float, n_samples: int, fusion: str = EXTEND
) -> Iterator[tuple[NDArray[np.float32], dict[str, float]]]:
    """Yield the stems of ``n_samples`` samples in blocks (stems, n), and seconds spent by stage.

    What the caller does with a block goes on beside the drawing of the next. Stages overlap: their
    seconds add up to more than passed.
    """
    n_frames = -(-n_samples // performer.mel_config.hop_length) + LAG_FRAMES
    done = 0
    chunks = (
        endless(performer, score, bpm, n_frames)
        if fusion == EXTEND
        else canvas(performer, score, bpm, n_frames, fusion)
    )
    for chunk in chunks:
        block = chunk.audio[:, : n_samples - done]
        done += block.shape[1]
        yield block, chunk.seconds


def render_stems(
    performer: Instrument, score: Score, bpm: float, n_samples: int, fusion: str = EXTEND
) -> NDArray[np.float32]:
    """Render ``n_samples`` samples of all stems, (stems, n_samples)."""
    parts = [block for block, _ in blocks(performer, score, bpm, n_samples, fusion)]
    return np.concatenate(parts, axis=1)
