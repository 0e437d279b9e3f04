"""Faults of the fake engine, on purpose: what the daemon has to bear, to be rehearsed.

Only the tone engine takes them, by the wire's op "fault"; a model answers that with an error.
"""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH
from bridge.engine import tone
from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

FAULTS = ("hang", "slow", "memory", "exit", "nan", "shape", "short", "none")


class FaultyTone:
    """The fake as a model of the worker. A fault acts on the next requests; "slow" stays.

    "hang" waits for ever, without work; "slow" takes ``seconds`` more for an answer of four steps,
    in proportion for other numbers; "memory" finds none; "exit" ends the process; "nan", "shape"
    and "short" answer what must not be played.
    """

    def __init__(self, model: str = "default") -> None:
        self.model = model
        self._fault = "none"
        self._seconds, self._times = 0.0, 0

    def set(self, fault: str, seconds: float = 0.0, times: int = 1) -> None:
        """Prepare a fault of FAULTS for so many requests. Raises ValueError for others."""
        if fault not in FAULTS:
            raise ValueError(f"no fault {fault!r}: one of {', '.join(FAULTS)}")
        self._fault, self._seconds, self._times = fault, seconds, times

    def suggest(self, score: Score) -> Suggestion:
        """See tone.suggest."""
        return tone.suggest(score)

    def recall(
        self, audio: NDArray[np.float32], beats_per_bar: int, bpm: float | None, whole: bool
    ) -> Past:
        """See tone.recall."""
        return tone.recall(audio, beats_per_bar, bpm)

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """See tone.pieces."""
        request, fault = tone.tuned(request, self.model), self._fault
        if fault == "slow":
            return self._slowly(request)
        self._times -= 1
        if self._times <= 0:
            self._fault = "none"
        _BEFORE.get(fault, lambda: None)()
        return (_spoilt(piece, fault) for piece in tone.pieces(request))

    def _slowly(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """Work as a denoiser that takes so long, then as a vocoder that takes a quarter of it."""
        denoiser = 0.8 * self._seconds * request.score.steps / 4
        vocoder = 0.2 * self._seconds / len(request.spans)
        _toil(denoiser)
        for piece in tone.pieces(request):
            _toil(vocoder)
            yield replace(piece, seconds={"denoiser": denoiser, "vocoder": vocoder})
            denoiser = 0.0


def _toil(seconds: float) -> None:
    """Take so long and a fifth of a core: one that only sleeps would be taken for hung."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        while time.monotonic() < now + 0.001:
            pass
        time.sleep(0.004)


def _hang() -> None:
    threading.Event().wait()


def _run_out() -> None:
    raise MemoryError("on purpose")


_BEFORE = {"hang": _hang, "memory": _run_out, "exit": lambda: os._exit(9)}


def _spoilt(piece: PlanChunk, fault: str) -> PlanChunk:
    if fault == "nan":
        return replace(piece, audio=np.full_like(piece.audio, np.nan))
    if fault == "shape":
        return replace(piece, audio=piece.audio[:2])
    if fault == "short":
        return replace(piece, audio=piece.audio[:, :HOP_LENGTH])
    return piece
