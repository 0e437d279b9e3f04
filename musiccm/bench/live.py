"""Requests as a live set makes them, and what their answers cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from musiccm.bench.samples import Samples
from musiccm.instrument import Instrument
from musiccm.render import Grid, render_stems
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, PlanChunk, PlanRequest, Score

BPM = 120.0
PROMPTS = ("warm rhodes and brushed drums", "dark techno", "sunny bossa nova", "heavy rock")
NEAREST = 0.25  # seconds of new sound
SECOND = 1.0


@dataclass(frozen=True)
class Set:
    """A piece that is being played: requests for what comes after its first seconds."""

    performer: Instrument

    @cached_property
    def grid(self) -> Grid:
        """Its beat."""
        return Grid(BPM, self.performer.mel_config.frame_rate)

    @cached_property
    def past(self) -> NDArray[np.float16]:
        """Its first seconds, as every request continues them."""
        score = Score(((PROMPTS[0], 1.0),))
        request = PlanRequest(score, 0, self.grid.beats(0, CONTEXT_FRAMES))
        return self.performer.plan(request).mel

    def request(self, words: str, heard: int | None = None, seed: int = 0) -> PlanRequest:
        """Ask for the next window; ``heard`` makes it a gesture's."""
        return PlanRequest(
            Score(((words, 1.0),), seed=seed),
            CONTEXT_FRAMES,
            self.grid.beats(CONTEXT_FRAMES, EXTEND_FRAMES),
            self.past,
            self.grid.beats(0, CONTEXT_FRAMES),
            heard=heard,
        )


def renders(performer: Instrument, seconds: float, repeats: int) -> Samples:
    """Time renders of ``seconds``."""
    score = Score(((PROMPTS[0], 1.0),))
    n_samples = round(seconds * performer.mel_config.sample_rate)
    return Samples.of(
        performer.clock, lambda _: render_stems(performer, score, BPM, n_samples), repeats
    )


def replans(live: Set, repeats: int) -> dict[str, Samples]:
    """Time from a gesture with new words to its first sound, its first second, and all of it."""
    live.past  # noqa: B018 - drawn before the clock runs
    marks: dict[str, list[float]] = {"first_250_ms": [], "first_second": [], "whole": []}
    for index in range(-1, repeats):
        words = f"{PROMPTS[index % len(PROMPTS)]} {index}"  # words that are not remembered
        request = live.request(words, heard=CONTEXT_FRAMES)
        found = _arrivals(live.performer, request)
        if index >= 0:  # the first warms up
            marks["first_250_ms"].append(_reach(found, NEAREST))
            marks["first_second"].append(_reach(found, SECOND))
            marks["whole"].append(found[-1][0])
    return {name: Samples(tuple(values)) for name, values in marks.items()}


def _arrivals(performer: Instrument, request: PlanRequest) -> list[tuple[float, float]]:
    """Return when which length of new sound was there, both in seconds."""
    begun, found = performer.clock(), []
    new = request.start * performer.mel_config.hop_length
    for piece in performer.pieces(request):
        end = piece.audio_start + piece.audio.shape[1]
        found.append((performer.clock() - begun, (end - new) / performer.mel_config.sample_rate))
    return found


def _reach(found: list[tuple[float, float]], seconds: float) -> float:
    return next(when for when, length in found if length >= seconds)


def extensions(live: Set, repeats: int) -> Iterator[PlanChunk]:
    """Yield the answers to requests that extend the piece; the first is not among them."""
    request = live.request(PROMPTS[0])
    live.performer.plan(request)
    for _ in range(repeats):
        yield live.performer.plan(request)
