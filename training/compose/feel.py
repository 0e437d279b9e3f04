"""Human feel: swing, small errors of timing and touch, and nothing beyond a section's end."""

import numpy as np
from numpy.typing import NDArray

from training.compose.form import Span
from training.compose.piece import Note

TIMING_MS = 2.5
MAX_TIMING_MS = 8.0
SHORTEST = 0.02


def swing_beats(beats: NDArray[np.float64], amount: float, pair: float) -> NDArray[np.float64]:
    """Move ``beats`` so that the middle of each ``pair`` of beats falls at ``amount`` of it.

    Straight time is 0.5, triplet swing 2/3; between the two the time line is linear.
    """
    index, phase = np.divmod(beats / pair, 1.0)
    late = amount + (phase - 0.5) * 2 * (1 - amount)
    return pair * (index + np.where(phase < 0.5, phase * 2 * amount, late))


def humanise(
    notes: list[Note],
    span: Span,
    tempo: float,
    swing: tuple[float, float],
    rng: np.random.Generator,
    gain: float = 1.0,
) -> list[Note]:
    """Return ``notes`` of one section swung, humanised and cut to the section.

    ``swing`` is (amount, pair in beats). Velocity follows the section's dynamics times ``gain``.
    """
    if not notes:
        return []
    begin, end = span.section.start, span.section.start + span.section.duration
    limit = MAX_TIMING_MS * tempo / 60_000
    onsets = np.array([n.start for n in notes])
    shifts = np.clip(rng.normal(0, TIMING_MS * tempo / 60_000, len(notes)), -limit, limit)
    starts = np.clip(swing_beats(onsets, *swing) + shifts, begin, end - SHORTEST).round(5)
    stops = swing_beats(onsets + np.array([n.duration for n in notes]), *swing)
    lengths = np.clip(stops - starts, SHORTEST, end - starts).round(5)
    dynamics = gain * (0.62 + 0.42 * span.intensity(onsets))
    velocities = np.array([n.velocity for n in notes]) * dynamics + rng.normal(0, 4.0, len(notes))
    touches = np.clip(velocities.round(), 1, 127).astype(int)
    pitches = [n.pitch for n in notes]
    columns = zip(starts.tolist(), lengths.tolist(), pitches, touches.tolist(), strict=True)
    return [Note(*column) for column in columns]
