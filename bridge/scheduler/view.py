"""The plan for a scrolling timeline: levels on a fixed grid, bar lines, the loop.

Places are seconds of the music, which only ever grow; a slice keeps its number for ever, so that a
panel paints it once.
"""

from collections.abc import Iterator

import numpy as np

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.protocol.parameters import STEMS
from bridge.scheduler.overview import FLOOR_DB, MOST_SLICES, Answer
from bridge.scheduler.plan import Plan
from bridge.scheduler.tempo import TempoMap
from musiccm.controls import SECTIONS

Row = tuple[str, Answer]  # the address under ROOT, and the arguments

SLICES_PER_SECOND = 32
SLICE = SAMPLE_RATE // SLICES_PER_SECOND
NOWHERE = -1.0


def waves(plan: Plan, since: int) -> Iterator[Row]:
    """Yield stem, number of the first slice and levels in dB of the whole slices after ``since``.

    Slice n is the samples ``[n · SLICE, (n + 1) · SLICE)``.
    """
    first = -(-max(since, plan.audio.base) // SLICE)
    last = plan.audio.end // SLICE
    for begin in range(first, last, MOST_SLICES):
        end = min(last, begin + MOST_SLICES)
        audio = plan.audio.view(begin * SLICE, end * SLICE).reshape(end - begin, SLICE, -1)
        power = np.einsum("ijk,ijk->ki", audio, audio) / SLICE
        level = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10)))
        for stem, row in zip(STEMS, level, strict=True):
            yield "plan/wave", (stem, begin, *np.round(row, 1).tolist())


def bars(tempo: TempoMap, since: int, end: int) -> Iterator[Row]:
    """Yield number (from 0), place and felt beats of each bar that begins in ``[since, end)``."""
    line = tempo.next_bar(max(since, 0))
    while line < end:
        beats = tempo.segment(line).beats_per_bar
        yield "plan/bar", (round(tempo.beat(line) / beats), line / SAMPLE_RATE, beats)
        line = tempo.next_bar(line + 2)


def sections(plan: Plan, since: int) -> Iterator[Row]:
    """Yield place and name of the section at ``since`` and of each that begins after it."""
    first = max(plan.marks.base, since // HOP_LENGTH)
    if first >= plan.marks.end:
        return
    told = plan.marks.view(first, plan.marks.end)[:, 0]
    for frame in (0, *(np.flatnonzero(np.diff(told)) + 1)):
        name = SECTIONS[told[frame]] if told[frame] >= 0 else ""
        yield "plan/section", ((first + int(frame)) * HOP_LENGTH / SAMPLE_RATE, name)


def loop(plan: Plan) -> tuple[float, float]:
    """Return where the bars that repeat end and how long they are; NOWHERE and 0 without any."""
    if plan.looping_from is None:
        return NOWHERE, 0.0
    return plan.looping_from / SAMPLE_RATE, plan.loop_length / SAMPLE_RATE
