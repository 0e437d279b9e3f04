"""The plan as panels see it: what changes ahead, and how loud the stems were and will be."""

from collections.abc import Iterator

import numpy as np

from bridge.config import SAMPLE_RATE
from bridge.control.agenda import Agenda
from bridge.protocol.codec import encode
from bridge.protocol.parameters import BY_NAME, STEMS
from bridge.scheduler.plan import Plan
from bridge.scheduler.tempo import TempoMap

Answer = tuple[float | int | str, ...]

SLICE = SAMPLE_RATE // 4
PAST = 8 * SAMPLE_RATE
MOST_SLICES = 128  # of one answer, so that it stays in one datagram
FLOOR_DB = -90.0
MOST_TEXT = 100  # characters of what is heard now


def changes_ahead(agenda: Agenda, tempo: TempoMap, playhead: int) -> list[Answer]:
    """Return the arguments of a /mcm/plan/change for each change, seconds from the playhead.

    The last one is what is heard now, or asked for until then.
    """
    now = agenda.picture(tempo.beat(playhead), smooth=True)
    return [
        (
            change.beat,
            (tempo.sample(change.beat) - playhead) / SAMPLE_RATE,
            name,
            encode(BY_NAME[name], value),
            change.glide,
            change.settled,
            _short(encode(BY_NAME[name], now[name])),
        )
        for change in agenda.changes
        for name, value in change.values.items()
    ]


def _short(value: float | int | str) -> float | int | str:
    """Keep two texts in one datagram."""
    return value[:MOST_TEXT] if isinstance(value, str) else value


def levels(plan: Plan, playhead: int, committed: int) -> list[Answer]:
    """Return stem, part, first slice and length in seconds, then levels in dB.

    ``playhead`` is the next sample to be mixed; the ``committed`` ones before it are on their way
    to the ear. Times count from what is heard.
    """
    heard = playhead - committed
    parts = (
        ("played", max(plan.audio.base, heard - PAST), heard),
        ("committed", max(plan.audio.base, heard), playhead),
        ("planned", playhead, plan.audio.end),
    )
    return [
        (stem, part, (start - heard) / SAMPLE_RATE, SLICE / SAMPLE_RATE, *row)
        for part, begin, end in parts
        for start, rows in _sliced(plan, begin, end)
        for stem, row in zip(STEMS, rows, strict=True)
    ]


def _sliced(plan: Plan, begin: int, end: int) -> Iterator[tuple[int, list[list[float]]]]:
    """Yield the first sample and the levels (stems, slices) of each run of MOST_SLICES."""
    for start in range(begin, end, SLICE * MOST_SLICES):
        audio = plan.audio.view(start, min(end, start + SLICE * MOST_SLICES))
        edges = np.arange(0, len(audio), SLICE)
        power = np.add.reduceat(audio**2, edges, axis=0)
        power /= np.diff([*edges, len(audio)])[:, None]
        level = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10)))
        yield start, [[round(float(x), 1) for x in row] for row in level.T]
