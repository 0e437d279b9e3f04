"""Whether the asked chord sounds: chroma against it, beat by beat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import SLICES
from training.data.production import MEL
from training.evaluate.trackers import TRACKER_RATE, resample

N_FFT, HOP = 4096, 512  # at TRACKER_RATE: 186 ms, semitones apart from 90 Hz on

Array = NDArray[np.float32]


@dataclass(frozen=True)
class ChordScore:
    """Parts of the beats (None where no beat has a chord to hear).

    ``agreement``: the asked chord fits the beat's chroma better than its eleven transpositions;
    chance is 1/12. ``still``: the same with the clip's mean chroma at every beat, what the key
    alone gives.
    """

    agreement: float | None
    still: float | None


def beat_chroma(mix: Array, tempo: float) -> Array:
    """Return the mean chroma (beats, 12) of mono ``mix`` at 48 kHz, whole beats only."""
    import librosa

    chroma = librosa.feature.chroma_stft(
        y=resample(mix), sr=TRACKER_RATE, n_fft=N_FFT, hop_length=HOP, tuning=0.0
    )
    seconds = np.arange(chroma.shape[1]) * HOP / TRACKER_RATE
    beat = np.floor(seconds * tempo / 60).astype(int)
    n_beats = int(len(mix) / MEL.sample_rate * tempo / 60)
    rows = [chroma[:, beat == i].mean(axis=1) for i in range(n_beats)]
    return np.stack(rows)


def asked_chords(controls: Array, tempo: float, n_beats: int) -> tuple[Array, NDArray[np.bool_]]:
    """Return the chord's pitch classes (n, 12) in the middle of each beat, and whether to judge it.

    ``controls`` (F, N_CHANNELS). A beat is judged where a stem with pitches is asked to play.
    """
    middle = ((np.arange(n_beats) + 0.5) * 60 / tempo * MEL.frame_rate).astype(int)
    rows = controls[np.minimum(middle, len(controls) - 1)]
    chords, activity = rows[:, SLICES["chord_chroma"]], rows[:, SLICES["activity"]]
    return chords, (activity[:, 1:] > 0.5).any(axis=1) & chords.any(axis=1)


def fits(chroma: Array, chord: Array) -> bool:
    """Whether ``chord`` (12,) fits ``chroma`` (12,) as well as any of its transpositions does."""
    scores = [float(chroma @ np.roll(chord, shift)) for shift in range(12)]
    return bool(np.ptp(chroma) > 0 and scores[0] >= max(scores) - 1e-9)


def chord_score(mix: Array, controls: Array, tempo: float) -> ChordScore:
    """Return how well the asked chords are heard in mono ``mix`` that begins on a beat."""
    chroma = beat_chroma(mix, tempo)
    chords, judged = asked_chords(controls, tempo, len(chroma))
    if not judged.any():
        return ChordScore(None, None)
    still = chroma.mean(axis=0)
    pairs = list(zip(chroma[judged], chords[judged], strict=True))
    return ChordScore(
        float(np.mean([fits(heard, chord) for heard, chord in pairs])),
        float(np.mean([fits(still, chord) for _, chord in pairs])),
    )
