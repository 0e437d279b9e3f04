"""Benchmarks: what the model costs on this machine, as plain figures."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import psutil
import torch

from musiccm.instrument import Instrument
from musiccm.render import Grid, render_stems
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, PlanRequest, Score

BPM = 120.0
PROMPTS = ("warm rhodes and brushed drums", "dark techno", "sunny bossa nova", "heavy rock")


@dataclass(frozen=True)
class Samples:
    """Repeated measurements in seconds."""

    values: tuple[float, ...]

    def summary(self) -> dict[str, float]:
        """Return p50, p95 and the number of repetitions."""
        p50, p95 = np.percentile(self.values, [50, 95])
        return {"p50_ms": round(1e3 * p50, 2), "p95_ms": round(1e3 * p95, 2), "n": len(self.values)}


def machine(performer: Instrument) -> dict[str, Any]:
    """Describe what the figures were taken on."""
    return {
        "device": str(performer.compute.device),
        "dtype": str(performer.compute.dtype).removeprefix("torch."),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "platform": platform.platform(terse=True),
    }


def measure(performer: Instrument, seconds: float, repeats: int) -> dict[str, Any]:
    """Measure prompt, denoiser, vocoder, one extension and a whole render.

    Returns plain figures: milliseconds by stage, and how many times faster than real time.
    """
    stages = _extensions(performer, repeats)
    rate = performer.mel_config.sample_rate
    before = performer.clock()
    render_stems(performer, Score(((PROMPTS[0], 1.0),)), BPM, round(seconds * rate))
    spent = performer.clock() - before
    extension = EXTEND_FRAMES / performer.mel_config.frame_rate
    return {
        "machine": machine(performer),
        "new_prompt": Samples(_new_prompts(performer)).summary(),
        "extension": {name: Samples(tuple(v)).summary() for name, v in stages.items()},
        "extension_seconds": round(extension, 3),
        "extension_realtime_factor": round(extension / float(np.median(stages["total"])), 2),
        "render_seconds": seconds,
        "render_wall_seconds": round(spent, 3),
        "render_realtime_factor": round(seconds / spent, 2),
        "memory_mb": round(psutil.Process().memory_info().rss / 1e6),
    }


def _new_prompts(performer: Instrument) -> tuple[float, ...]:
    encode: Callable[[list[str]], Any] = performer.text.encode
    spans = []
    for prompt in PROMPTS:
        before = performer.clock()
        encode([prompt])
        spans.append(performer.clock() - before)
    return tuple(spans)


def _extensions(performer: Instrument, repeats: int) -> dict[str, list[float]]:
    grid = Grid(BPM, performer.mel_config.frame_rate)
    score = Score(((PROMPTS[0], 1.0),))
    past = performer.plan(PlanRequest(score, 0, grid.beats(0, CONTEXT_FRAMES))).mel
    stages: dict[str, list[float]] = {"denoiser": [], "vocoder": [], "total": []}
    for index in range(repeats):
        request = PlanRequest(
            score,
            CONTEXT_FRAMES,
            grid.beats(CONTEXT_FRAMES, EXTEND_FRAMES),
            past,
            grid.beats(0, CONTEXT_FRAMES),
        )
        chunk = performer.plan(request)
        if index:  # the first warms up
            for name in ("denoiser", "vocoder"):
                stages[name].append(chunk.seconds[name])
            stages["total"].append(sum(chunk.seconds.values()))
    return stages
