"""Human feel: swing, small errors of timing and touch, and nothing beyond a section's end."""

import numpy as np

from training.compose.form import Span
from training.compose.piece import Note

TIMING_MS = 2.5
MAX_TIMING_MS = 8.0
SHORTEST = 0.02


def swing_beat(beat: float, amount: float, pair: float) -> float:
    """Move ``beat`` so that the middle of each ``pair`` of beats falls at ``amount`` of it.

    Straight time is 0.5, triplet swing 2/3; between the two the time line is linear.
    """
    index, phase = divmod(beat / pair, 1.0)
    if phase < 0.5:
        return pair * (index + phase * 2 * amount)
    return pair * (index + amount + (phase - 0.5) * 2 * (1 - amount))


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
    limit = MAX_TIMING_MS * tempo / 60_000
    end = span.section.start + span.section.duration
    shifts = np.clip(rng.normal(0, TIMING_MS * tempo / 60_000, len(notes)), -limit, limit)
    touches = rng.normal(0, 4.0, len(notes))
    played = []
    for note, shift, touch in zip(notes, shifts, touches, strict=True):
        start = max(swing_beat(note.start, *swing) + shift, span.section.start)
        stop = min(swing_beat(note.start + note.duration, *swing), end)
        start = min(start, end - SHORTEST)
        dynamics = 0.62 + 0.42 * span.intensity(note.start)
        velocity = int(np.clip(round(note.velocity * dynamics * gain + touch), 1, 127))
        length = max(stop - start, min(SHORTEST, end - start))
        played.append(Note(round(start, 5), round(length, 5), note.pitch, velocity))
    return played
