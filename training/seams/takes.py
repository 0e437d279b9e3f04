"""Two-minute renders whose joints are known: every way of joining windows, and two that join badly.

``apart`` draws each window by itself, told the same score but nothing of its neighbours; ``cut``
splices two renders of the same words, tempo, key and metre without a crossfade. They show that the
detector can find a joint where there is one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from musiccm.canvas import layout
from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import Grid, canvas, endless, in_parts
from musiccm.request import (
    EXTEND,
    EXTEND_FRAMES,
    FUSIONS,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanRequest,
    Score,
)
from musiccm.sketch import Sketch
from musiccm.windows import joints

N_FRAMES = 22 * EXTEND_FRAMES  # 120 s
CUT_OFFSET = EXTEND_FRAMES // 2  # cuts lie amid the windows that they cut
FAULTS = ("apart", "cut")
WAYS = (EXTEND, *FUSIONS, *FAULTS)
PROMPTS = (
    "melodic house, warm and driving",
    "dark driving techno",
    "sunny bossa nova with nylon guitar",
    "warm jazz piano trio, brushed drums",
    "heavy metal guitars",
    "celtic folk fiddle tune",
    "dubstep with a growling bass",
    "slow ambient pads",
    "boom bap hip hop beat",
    "a slow waltz for strings",
    "fast salsa with brass",
    "cinematic orchestra, heroic",
)

Audio = NDArray[np.float32]


@dataclass(frozen=True)
class Take:
    """A render (stems, T), the frames at which its windows meet, and its bar in frames.

    ``other`` are frames that are neither joints nor free of them.
    """

    stems: Audio
    joints: tuple[int, ...]
    bar: float
    other: tuple[int, ...] = ()


@dataclass(frozen=True)
class Brief:
    """What is rendered; tempo, key and metre are the planner's for the first seed."""

    score: Score
    bpm: float
    n_frames: int

    @classmethod
    def of(cls, performer: Performer, prompt: str, seed: int, steps: int) -> "Brief":
        """Choose tempo, key and metre for ``prompt``."""
        score = Score(prompts=((prompt, 1.0),), seed=seed, steps=steps)
        found = performer.suggest(score)
        return cls(replace(score, key=found.key, metre=found.metre), found.bpm, N_FRAMES)

    def reseeded(self) -> "Brief":
        """Return the same brief for other music."""
        return replace(self, score=replace(self.score, seed=self.score.seed + 1))

    def bar(self, performer: Performer) -> float:
        """Return the length of a bar in frames."""
        assert self.score.metre is not None
        beat = 60 / self.bpm * performer.mel_config.frame_rate
        return beat * BEATS_PER_BAR[self.score.metre]


def make(performer: Performer, brief: Brief, way: str) -> Take:
    """Render ``brief`` in one of WAYS."""
    ways: dict[str, Callable[[Performer, Brief], Take]] = {
        EXTEND: _extended,
        "apart": _apart,
        "cut": _cut,
    }
    return ways[way](performer, brief) if way in ways else _fused(performer, brief, way)


def _extended(performer: Performer, brief: Brief) -> Take:
    chunks = list(endless(performer, brief.score, brief.bpm, brief.n_frames))
    stems = np.concatenate([chunk.audio for chunk in chunks], axis=1)
    return Take(stems, tuple(chunk.start for chunk in chunks[1:]), brief.bar(performer))


def _fused(performer: Performer, brief: Brief, fusion: str) -> Take:
    chunks = canvas(performer, brief.score, brief.bpm, brief.n_frames, fusion)
    stems = np.concatenate([chunk.audio for chunk in chunks], axis=1)
    length, steps = brief.n_frames // TOKEN_FRAMES, brief.score.steps
    tokens = joints(layout(fusion, length, steps - 1, steps), length)
    return Take(stems, tuple(t * TOKEN_FRAMES for t in tokens), brief.bar(performer))


def _apart(performer: Performer, brief: Brief) -> Take:
    grid = Grid(brief.bpm, performer.mel_config.frame_rate)
    starts = range(0, brief.n_frames, WINDOW_FRAMES)
    sketches = [
        performer.sketch(PlanRequest(brief.score, start, grid.beats(start, WINDOW_FRAMES)))
        for start in starts
    ]
    whole = Sketch(
        replace(sketches[0].request, beats=grid.beats(0, len(starts) * WINDOW_FRAMES)),
        np.concatenate([sketch.canvas for sketch in sketches]),
        np.concatenate([sketch.controls for sketch in sketches]),
        {},
    )
    parts = [performer.finish(part).audio for part in in_parts(whole)]
    return Take(np.concatenate(parts, axis=1), tuple(starts[1:]), brief.bar(performer))


def _cut(performer: Performer, brief: Brief) -> Take:
    a, b = _extended(performer, brief), _extended(performer, brief.reseeded())
    hop = performer.mel_config.hop_length
    stems, cuts = a.stems.copy(), [joint + CUT_OFFSET for joint in a.joints]
    for start in cuts[::2]:
        span = slice(start * hop, (start + EXTEND_FRAMES) * hop)
        stems[:, span] = b.stems[:, span]
    return Take(stems, tuple(cuts), a.bar, other=a.joints)
