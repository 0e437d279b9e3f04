"""The key of cadences whose key is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from musiccm.tonality import SAMPLE_RATE, chroma, find_key


def _chord(pitches: list[int]) -> NDArray[np.float32]:
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    hertz = [220 * 2 ** ((pitch - 9) / 12) for pitch in pitches]
    notes = [np.sin(2 * np.pi * f * time) + 0.3 * np.sin(4 * np.pi * f * time) for f in hertz]
    return np.sum(notes, axis=0).astype(np.float32)


MAJOR = [[0, 4, 7], [5, 9, 0], [7, 11, 2], [0, 4, 7]]
MINOR = [[0, 3, 7], [5, 8, 0], [7, 10, 2], [0, 3, 7]]


@pytest.mark.parametrize("tonic", [0, 3, 6, 10])
@pytest.mark.parametrize(("cadence", "mode"), [(MAJOR, ""), (MINOR, "m")])
def test_a_cadence_has_its_key(tonic: int, cadence: list[list[int]], mode: str) -> None:
    """I IV V I in any key, major and minor."""
    names = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    audio = [_chord([(pitch + tonic) % 12 for pitch in chord]) for chord in cadence]
    assert find_key(np.concatenate(audio)) == names[tonic] + mode


def test_a_note_is_its_pitch_class() -> None:
    """An A is class 9, in any octave that is heard."""
    for octave in (1, 2):
        heard = chroma(_chord([9 + 12 * (octave - 1)]))
        assert int(np.argmax(heard)) == 9


def test_silence_has_some_key() -> None:
    """Nothing is divided by nothing, however short it is."""
    assert find_key(np.zeros(100, np.float32)) == "C"
