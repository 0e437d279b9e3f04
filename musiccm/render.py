"""Render: the endless music of the daemon, as fast as the machine can, cut to a length.

The schedule of requests is the daemon's own (a first window, then extensions), so what is rendered
is what would have been played.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
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

Progress = Callable[[float], None]


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
    ``n_frames`` mel frames are drawn, or never. A chunk is made to sound while the next one is
    drawn: neither half keeps all cores busy.
    """
    grid = Grid(bpm, performer.mel_config.frame_rate)
    start, context, sounding = first, None, None
    with ThreadPoolExecutor(1) as pool:
        while n_frames is None or start < first + n_frames:
            n = WINDOW_FRAMES if context is None else EXTEND_FRAMES
            past = 0 if context is None else len(context)
            context_beats = grid.beats(start - past, past) if past else None
            sketch = performer.sketch(
                PlanRequest(score, start, grid.beats(start, n), context, context_beats)
            )
            if sounding:
                yield sounding.result()
            sounding = pool.submit(performer.finish, sketch)
            if performer.compute.device.type != "cpu":
                wait([sounding])  # falling back to the CPU moves both networks
            context = sketch.mel[-CONTEXT_FRAMES:]
            start += n
        if sounding:
            yield sounding.result()


def render_stems(
    performer: Performer, score: Score, bpm: float, n_samples: int, progress: Progress | None = None
) -> tuple[NDArray[np.float32], dict[str, float]]:
    """Render ``n_samples`` samples; return (stems, n_samples) and seconds spent by stage.

    Stages overlap: their seconds add up to more than passed. ``progress`` is called with the
    finished part, 0 … 1.
    """
    n_frames = -(-n_samples // performer.mel_config.hop_length) + LAG_FRAMES
    parts, done, seconds = [], 0, dict.fromkeys(("text", "denoiser", "vocoder"), 0.0)
    for chunk in endless(performer, score, bpm, n_frames):
        parts.append(chunk.audio)
        done += chunk.audio.shape[1]
        for stage, spent in chunk.seconds.items():
            seconds[stage] += spent
        if progress:
            progress(min(1.0, done / n_samples))
    return np.concatenate(parts, axis=1)[:, :n_samples], seconds
