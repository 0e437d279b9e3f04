"""What is heard of a mix, by librosa: how many onsets, how bright, how loud."""

import numpy as np
from numpy.typing import NDArray

from training.band.labels import decibels
from training.data.production import MEL
from training.evaluate.trackers import TRACKER_RATE, resample

Audio = NDArray[np.float32]


def onset_rate(mix: Audio) -> float:
    """Return the onsets per second that librosa's detector finds in mono audio at 48 kHz."""
    import librosa

    if not mix.any():
        return 0.0
    onsets = librosa.onset.onset_detect(y=resample(mix), sr=TRACKER_RATE, units="time")
    return float(len(onsets) / (len(mix) / MEL.sample_rate))


def centroid(mix: Audio) -> float:
    """Return the centroid in Hz of the mean magnitude spectrum; silence has 0."""
    import librosa

    spectrum = np.abs(librosa.stft(mix)).mean(axis=1, keepdims=True)
    return float(librosa.feature.spectral_centroid(S=spectrum, sr=MEL.sample_rate)[0, 0])


def loudness(mix: Audio) -> float:
    """Return the RMS level in dBFS, -120 at least."""
    return float(decibels(np.array(np.mean(np.square(mix, dtype=np.float64)))))


FEATURES = {"density": onset_rate, "brightness": centroid, "intensity": loudness}
