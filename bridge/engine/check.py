"""What an engine answers is looked at before it is played."""

import numpy as np

from bridge.config import HOP_LENGTH
from bridge.errors import BadAnswer
from musiccm.controls import STEMS
from musiccm.request import PlanChunk, PlanRequest


def check(chunk: PlanChunk, request: PlanRequest) -> PlanChunk:
    """Return a chunk that may be played as an answer to ``request``.

    Raises
    ------
    BadAnswer
        For arrays of another shape or place than asked, and for numbers that are not finite.
    """
    if trouble := _misshapen(chunk, request) or _not_finite(chunk):
        raise BadAnswer(f"the engine's answer cannot be played: {trouble}")
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
    return _misplaced(chunk, request)


def _misplaced(chunk: PlanChunk, request: PlanRequest) -> str:
    """Compare with the asked pieces: a chunk is one of them, or all of them at once."""
    begins = {span.start: span.first for span in request.spans}
    ends = {span.end: span.last for span in request.spans}
    start, end = chunk.start, chunk.start + len(chunk.mel)
    if start not in begins or end not in ends or not start < end:
        return f"frames {start} to {end} are not what was asked, {min(begins)} to {max(ends)}"
    first = chunk.audio_start / HOP_LENGTH
    last = first + chunk.audio.shape[1] / HOP_LENGTH
    if first % 1 or not 0 <= first <= begins[start] or last != ends[end]:
        return f"audio of frames {first:g} to {last:g} is not {begins[start]} to {ends[end]}"
    return ""


def _not_finite(chunk: PlanChunk) -> str:
    for name, array in (("audio", chunk.audio), ("mel", chunk.mel)):
        if not np.isfinite(array).all():
            return f"its {name} is not finite"
    return ""
