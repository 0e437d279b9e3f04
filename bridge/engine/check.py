"""What an engine answers is looked at before it is played."""

import numpy as np

from bridge.config import HOP_LENGTH
from bridge.errors import EngineError
from musiccm.controls import STEMS
from musiccm.request import PlanChunk, PlanRequest


def check(chunk: PlanChunk, request: PlanRequest) -> PlanChunk:
    """Return a chunk that may be played as an answer to ``request``.

    Raises
    ------
    EngineError
        For arrays of another shape or place than asked, and for numbers that are not finite.
    """
    if trouble := _misshapen(chunk, request) or _not_finite(chunk):
        raise EngineError(f"the engine's answer cannot be played: {trouble}")
    return chunk


def _misshapen(chunk: PlanChunk, request: PlanRequest) -> str:
    audio, mel, stems = chunk.audio, chunk.mel, len(STEMS)
    if audio.ndim != 2 or len(audio) != stems or mel.ndim != 3:
        return f"audio {audio.shape} and mel {mel.shape} are not of {stems} stems"
    context = request.context
    if context is not None and mel.shape[1:] != context.shape[1:]:
        return f"mel {mel.shape} does not go on from {context.shape}"
    if chunk.marks is not None and chunk.marks.shape != (len(mel), 3):
        return f"marks {chunk.marks.shape} are not those of {len(mel)} frames"
    begin, end = request.start, request.start + len(request.beats)
    if not begin <= chunk.start < chunk.start + len(mel) <= end:
        return f"frames {chunk.start} to {chunk.start + len(mel)} are not of {begin} to {end}"
    first, last = chunk.audio_start / HOP_LENGTH, request.audible[1]
    after = first + audio.shape[1] / HOP_LENGTH
    if first % 1 or not 0 <= first < after <= last:
        return f"audio of frames {first:g} to {after:g} is not before {last}"
    return ""


def _not_finite(chunk: PlanChunk) -> str:
    for name, array in (("audio", chunk.audio), ("mel", chunk.mel)):
        if not np.isfinite(array).all():
            return f"its {name} is not finite"
    return ""
