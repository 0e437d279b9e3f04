"""Beat and key trackers of other people, and how their answers are scored.

Neither is told anything about the piece. Beats: librosa's dynamic programming tracker with its
defaults (tempo prior 120), scored by mir_eval, whose convention leaves out the first five seconds.
Keys: essentia's KeyExtractor (AGPL, an extra), or Krumhansl's profiles on librosa's chroma where
essentia is not installed; scored by mir_eval's weighted score (1 same, 0.5 fifth, 0.3 relative,
0.2 parallel).
"""

import importlib.util
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from musiccm.controls import PITCH_CLASSES

SAMPLE_RATE = 48_000
TRACKER_RATE = 22_050
ESSENTIA_RATE = 44_100
FLATS = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}
# Krumhansl and Kessler 1982: how well each pitch class fits C major and C minor.
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)

Audio = NDArray[np.float32]


@dataclass(frozen=True)
class BeatScores:
    """Beat F-measure (±70 ms) and continuity at the right level, and at any allowed level."""

    f1: float
    cmlt: float
    amlt: float


def resample(audio: Audio, rate: int) -> Audio:
    """Return mono ``audio`` of SAMPLE_RATE at ``rate``."""
    common = int(np.gcd(rate, SAMPLE_RATE))
    return np.asarray(resample_poly(audio, rate // common, SAMPLE_RATE // common), np.float32)


def track_beats(audio: Audio) -> NDArray[np.float64]:
    """Return beat times in seconds that librosa hears in mono ``audio`` (T,)."""
    import librosa

    _, beats = librosa.beat.beat_track(y=resample(audio, TRACKER_RATE), sr=TRACKER_RATE, units="time")
    return np.asarray(beats, np.float64)


def grid(tempo: float, seconds: float) -> NDArray[np.float64]:
    """Return the asked beat times of a piece that begins on a beat."""
    return np.arange(0.0, seconds, 60.0 / tempo)


def score_beats(asked: NDArray[np.float64], heard: NDArray[np.float64]) -> BeatScores:
    """Score beat times against the asked ones."""
    from mir_eval import beat

    asked, heard = beat.trim_beats(asked), beat.trim_beats(heard)
    if len(heard) < 2 or len(asked) < 2:
        return BeatScores(0.0, 0.0, 0.0)
    _, cmlt, _, amlt = beat.continuity(asked, heard)
    return BeatScores(float(beat.f_measure(asked, heard)), float(cmlt), float(amlt))


def key_tool() -> str:
    """Return the name of the key tracker that this machine has."""
    return "essentia" if importlib.util.find_spec("essentia") else "librosa"


def track_key(audio: Audio) -> tuple[int, bool]:
    """Return tonic pitch class and whether the mode is minor, as heard in mono ``audio``."""
    return _essentia_key(audio) if key_tool() == "essentia" else chroma_key(audio)


def _essentia_key(audio: Audio) -> tuple[int, bool]:
    import essentia

    essentia.log.infoActive = essentia.log.warningActive = False
    import essentia.standard

    key, scale, _ = essentia.standard.KeyExtractor()(resample(audio, ESSENTIA_RATE))
    return PITCH_CLASSES.index(FLATS.get(key, key)), scale == "minor"


def chroma_key(audio: Audio) -> tuple[int, bool]:
    """Return the key whose Krumhansl profile correlates best with the mean chroma."""
    import librosa

    chroma = librosa.feature.chroma_stft(
        y=resample(audio, TRACKER_RATE), sr=TRACKER_RATE, n_fft=8192, tuning=0.0
    ).mean(1)
    fits = {
        (tonic, minor): np.corrcoef(np.roll(MINOR if minor else MAJOR, tonic), chroma)[0, 1]
        for tonic in range(12)
        for minor in (False, True)
    }
    return max(fits, key=lambda key: np.nan_to_num(fits[key], nan=-1.0))


def score_key(asked: tuple[int, bool], heard: tuple[int, bool]) -> float:
    """Return mir_eval's weighted key score, 0 … 1."""
    from mir_eval.key import weighted_score

    names = [f"{PITCH_CLASSES[tonic]} {'minor' if m else 'major'}" for tonic, m in (asked, heard)]
    return float(weighted_score(*names))
