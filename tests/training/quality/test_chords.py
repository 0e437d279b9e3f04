"""Chords whose sound is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from musiccm.controls import pack
from tests.training.evaluate.synthetic import RATE, chord
from training.data.production import MEL
from training.quality.chords import asked_chords, beat_chroma, chord_score, fits

TEMPO = 120.0
BEATS = 16
MAJOR = ((0, 4, 7), (5, 9, 0), (7, 11, 2), (9, 0, 4))  # C, F, G and A minor, one a beat


def mix() -> NDArray[np.float32]:
    """Return BEATS beats of the chords around middle C."""
    length = round(RATE * 60 / TEMPO)
    return np.concatenate(
        [chord(tuple(60 + p for p in MAJOR[beat % 4]), length) for beat in range(BEATS)]
    )


def controls(shift: int = 0, activity: float = 1.0) -> NDArray[np.float32]:
    """Return what asks for the chords, moved up by ``shift`` semitones."""
    n = round(BEATS * 60 / TEMPO * MEL.frame_rate)
    beat = (np.arange(n) / MEL.frame_rate * TEMPO / 60).astype(int)
    chroma = np.zeros((n, 12), np.float32)
    for frame, at in enumerate(beat):
        chroma[frame, [(p + shift) % 12 for p in MAJOR[at % 4]]] = 1
    return pack({"chord_chroma": chroma, "activity": np.full((n, 4), activity)}, n)


def test_the_asked_chords_are_heard() -> None:
    """Every beat agrees with its own chord; the mean of the clip does for some only."""
    found = chord_score(mix(), controls(), TEMPO)
    assert found.agreement == 1.0
    assert found.still is not None
    assert found.still < 0.6


@pytest.mark.parametrize("shift", [1, 6])
def test_other_chords_are_not(shift: int) -> None:
    """Chords asked a semitone or a tritone higher are not what is heard."""
    assert chord_score(mix(), controls(shift), TEMPO).agreement == 0.0


def test_beats_without_pitches_are_not_judged() -> None:
    """Where only drums are asked for there is no figure."""
    found = chord_score(mix(), controls(activity=0.0), TEMPO)
    assert (found.agreement, found.still) == (None, None)


def test_silence_fits_nothing() -> None:
    """A silent clip has agreement 0; a chord that is its own transposition still fits."""
    assert chord_score(np.zeros_like(mix()), controls(), TEMPO).agreement == 0.0
    diminished = np.isin(np.arange(12), (0, 3, 6, 9)).astype(np.float32)
    assert fits(diminished, diminished)


def test_beats_are_whole() -> None:
    """As many beats have a chroma as lie in the clip, and a chord is read off for each."""
    chroma = beat_chroma(mix(), TEMPO)
    assert chroma.shape == (BEATS, 12)
    chords, judged = asked_chords(controls(), TEMPO, BEATS)
    assert judged.all()
    assert chords[1].nonzero()[0].tolist() == [0, 5, 9]
