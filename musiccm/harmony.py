"""Scales, and the chords that a performer asks for. No torch."""

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import SCALES
from musiccm.request import Score

Groups = dict[str, NDArray[np.floating]]


def is_minor(scale: str) -> bool:
    """Return whether a scale's third is minor: what the model's key control can say of it."""
    return 4 not in SCALES[scale]


def into_scale(pitches: tuple[int, ...], tonic: int, scale: str | None) -> tuple[int, ...]:
    """Return pitch classes moved to the nearest notes of a scale, the lower one of two."""
    if scale is None:
        return pitches
    notes = [(tonic + step) % 12 for step in SCALES[scale]]
    return tuple(min(notes, key=lambda note: _distance(pitch, note)) for pitch in pitches)


def _distance(pitch: int, note: int) -> tuple[int, bool]:
    up = (note - pitch) % 12
    return min(up, 12 - up), up < 6


def write_chords(score: Score, beats: NDArray[np.float64], per_bar: int, groups: Groups) -> None:
    """Put the score's own chords into ``chord_root`` and ``chord_chroma`` (frames, 12).

    They begin at the beat ``score.chords_from`` and repeat without end; before it, what is in
    ``groups`` stays.
    """
    if not score.chords:
        return
    ends = np.cumsum([bars for _, bars in score.chords])
    place = (beats - score.chords_from) / per_bar
    index = np.searchsorted(ends, place % ends[-1], side="right").clip(max=len(ends) - 1)
    for number, (pitches, _) in enumerate(score.chords):
        here = (index == number) & (place >= 0)
        groups["chord_root"][here] = np.eye(12)[pitches[0]]
        groups["chord_chroma"][here] = np.isin(np.arange(12), pitches)
