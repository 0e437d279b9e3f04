"""Music that goes on from a sound: the request whose context the daemon has not played."""

import numpy as np

from bridge.config import HOP_LENGTH
from bridge.scheduler.tempo import FRAME_RATE, MINUTE, TempoMap
from musiccm.past import Past
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, PlanRequest, Score

FORM_BARS = 8  # where no form is in its introduction any more, in which few stems play


def first_beat(past: Past) -> float:
    """Return the beat at which music begins that has the sound behind it."""
    return float(max(past.bars, FORM_BARS) * past.beats_per_bar)


def going_on(
    past: Past, score: Score, tempo: TempoMap, frame: int, at: int, heard: int | None
) -> PlanRequest:
    """Return what is asked of the engine for music from ``frame`` on that goes on from ``past``.

    It is heard from the sample ``at`` on, where ``tempo`` is already the new one: before that, the
    tempo of that place is taken, so that the past fits on without a jump.
    """
    centres = (np.arange(frame - CONTEXT_FRAMES, frame + EXTEND_FRAMES) + 0.5) * HOP_LENGTH
    steady = tempo.beat(at) + (centres - at) * (tempo.bpm(at) / MINUTE)
    beats = np.where(centres < at, steady, [tempo.beat(float(c)) for c in centres])
    context, known = past.context(beats[:CONTEXT_FRAMES], FRAME_RATE)
    new = beats[CONTEXT_FRAMES:]
    if not len(context):
        return PlanRequest(score, frame, new, heard=heard)
    return PlanRequest(score, frame, new, context, known, heard=heard, kept=True)
