"""What the table needs beside ``training.data.trackers``: the grid, and keys without essentia.

Keys are essentia's (AGPL, an extra), or Krumhansl's profiles on librosa's chroma where it is not
installed.
"""

import importlib.util

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from musiccm.controls import PITCH_CLASSES
from training.data.trackers import SAMPLE_RATE, essentia_key

TRACKER_RATE = 22_050
# Krumhansl and Kessler 1982: how well each pitch class fits C major and C minor.
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)

Audio = NDArray[np.float32]


def resample(audio: Audio, rate: int = TRACKER_RATE) -> Audio:
    """Return mono ``audio`` of SAMPLE_RATE at ``rate``."""
    common = int(np.gcd(rate, SAMPLE_RATE))
    return np.asarray(resample_poly(audio, rate // common, SAMPLE_RATE // common), np.float32)


def grid(tempo: float, seconds: float) -> NDArray[np.float64]:
    """Return the asked beat times of a piece that begins on a beat."""
    return np.arange(0.0, seconds, 60.0 / tempo)


def key_tool() -> str:
    """Return the name of the key tracker that this machine has."""
    return "essentia" if importlib.util.find_spec("essentia") else "librosa"


def track_key(audio: Audio) -> str:
    """Return the key heard in mono ``audio``, as "C major" or "F# minor"."""
    if key_tool() == "librosa":
        return chroma_key(audio)
    import essentia

    essentia.log.infoActive = essentia.log.warningActive = False
    return essentia_key(audio)


def key_name(tonic: int, minor: bool) -> str:
    """Return a key in mir_eval's spelling."""
    return f"{PITCH_CLASSES[tonic % 12]} {'minor' if minor else 'major'}"


def chroma_key(audio: Audio) -> str:
    """Return the key whose Krumhansl profile correlates best with the mean chroma."""
    import librosa

    y = resample(audio)
    chroma = librosa.feature.chroma_stft(y=y, sr=TRACKER_RATE, n_fft=8192, tuning=0.0).mean(1)
    fits = {
        key_name(tonic, minor): _fit(np.roll(MINOR if minor else MAJOR, tonic), chroma)
        for tonic in range(12)
        for minor in (False, True)
    }
    return max(fits, key=lambda key: fits[key])


def _fit(profile: NDArray[np.float64], chroma: NDArray[np.float64]) -> float:
    if np.ptp(chroma) == 0:
        return 0.0
    return float(np.corrcoef(profile, chroma)[0, 1])
