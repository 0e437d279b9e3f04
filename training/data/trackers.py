"""Judges that had no part in making the data: beat and key trackers of librosa and essentia.

They hear mono audio and are told nothing else. They are never trained on and tune nothing.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

SAMPLE_RATE = 48_000
TRIM_SECONDS = 2.0
LIBROSA_LATENCY = 0.020  # s: how late it hears a plain metronome, at 83, 120 and 147 bpm alike
BEAT_SCORES = ("f1", "cmlt", "amlt")

Audio = NDArray[np.float32]
Seconds = NDArray[np.float64]


def librosa_beats(audio: Audio) -> Seconds:
    """Return the beat times of librosa's dynamic-programming tracker (Ellis 2007).

    Quiet beats at the ends are kept (a piece may begin softly and has beats there).
    """
    import librosa

    y = resample_poly(audio, 147, 320).astype(np.float32)
    _, frames = librosa.beat.beat_track(y=y, sr=22_050, trim=False)
    return np.asarray(librosa.frames_to_time(frames, sr=22_050) - LIBROSA_LATENCY, np.float64)


def essentia_beats(audio: Audio) -> Seconds:
    """Return the beat times of essentia's RhythmExtractor2013 (Zapata 2014)."""
    import essentia.standard as es

    y = resample_poly(audio, 147, 160).astype(np.float32)
    return np.asarray(es.RhythmExtractor2013(method="multifeature")(y)[1], np.float64)


def essentia_key(audio: Audio) -> str:
    """Return essentia's key in mir_eval's spelling: "C major", "F# minor"."""
    import essentia.standard as es

    y = resample_poly(audio, 147, 160).astype(np.float32)
    tonic, scale, _ = es.KeyExtractor()(y)
    return f"{tonic} {scale}"


def beat_scores(truth: Seconds, estimate: Seconds) -> dict[str, float]:
    """Return F1 (±70 ms), CMLt and AMLt (Davies 2009), without the first two seconds."""
    import mir_eval

    truth = truth[truth >= TRIM_SECONDS]
    estimate = estimate[estimate >= TRIM_SECONDS]
    if len(estimate) < 2 or len(truth) < 2:
        return dict.fromkeys(BEAT_SCORES, 0.0)
    _, cmlt, _, amlt = mir_eval.beat.continuity(truth, estimate)
    return {"f1": float(mir_eval.beat.f_measure(truth, estimate)), "cmlt": cmlt, "amlt": amlt}


def key_score(truth: str, estimate: str) -> float:
    """Return MIREX's weighted key score: 1 right, 0.5 a fifth off, 0.3 relative, 0.2 parallel."""
    import mir_eval

    return float(mir_eval.key.weighted_score(truth, estimate))
