"""Whether minute 30 is as good as minute 1, and no 8-bar block repeats another.

Minute 1 of a piece is its intro and minute 30 may be a break, so the last minutes are compared with
the same bars begun afresh, minute by minute: same words, chords, form and noise, but nothing played
before. What differs there is what half an hour of playing has done.

Works on a stream of stem blocks, so that half an hour needs the memory of its mono mix only. Style
is heard by the classifier; loudness is the RMS of the stereo master, the centroid is of its power.
Blocks lie on the asked grid: the tempo is constant and frame 0 is a downbeat.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import numpy as np
import soundfile as sf
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.mel import LogMel
from musiccm.mixer import Mixer
from training.band.labels import decibels
from training.classifier.judge import StyleJudge
from training.data.production import MEL, log_mel
from training.evaluate.trackers import TRACKER_RATE, resample

BARS = 8
STEPS_PER_BAR = 16
REPEAT = 0.95
LATE_MINUTES = 5  # a single one has a dozen crops for the classifier, too few
MINUTE = 60 * MEL.sample_rate
SECOND = MEL.sample_rate

Audio = NDArray[np.float32]
Pair = tuple[Audio, Audio]  # stems (4, n) and master (2, n)


@dataclass(frozen=True)
class Minute:
    """One minute: loudness in dBFS RMS, centroid in Hz, mean probability of the style."""

    loudness: float
    centroid: float
    style: float


@dataclass(frozen=True)
class Change:
    """What became of a minute: a ratio, a difference in dB, a relative difference."""

    style_ratio: float
    loudness_db: float
    centroid: float

    @classmethod
    def of(cls, last: Minute, other: Minute) -> "Change":
        """Compare ``last`` with ``other``."""
        return cls(
            last.style / max(other.style, 1e-6),
            last.loudness - other.loudness,
            last.centroid / max(other.centroid, 1e-6) - 1,
        )

    @property
    def harmless(self) -> bool:
        """Whether style, loudness (1 dB) and centroid (10 %) are as they were."""
        return self.style_ratio >= 0.95 and abs(self.loudness_db) <= 1 and abs(self.centroid) <= 0.1


@dataclass(frozen=True)
class Endurance:
    """The first, the last and the fresh minutes, and the closest pair of 8-bar blocks."""

    minutes: float
    late_minutes: int
    first: Minute
    last: Minute  # mean of the late minutes
    fresh: Minute  # mean of the same bars, each minute begun there
    since_first: Change
    since_fresh: Change
    blocks: int
    max_chroma: float
    max_onset: float
    max_both: float  # largest over pairs of the smaller of the two: above REPEAT is a repeat
    reached: bool


@dataclass(frozen=True)
class Take:
    """What is kept of a long render: its mono sum, its first minute and the last ones."""

    mono: Audio
    first: Pair
    last: list[Pair]
    seconds: float


def file_blocks(folder: Path, seconds: int = 10) -> Iterator[Audio]:
    """Yield blocks (4, n) of the stem files that ``render --stems`` or ``run --stems`` wrote."""
    files = [sf.SoundFile(folder / f"{stem}.wav") for stem in STEMS]
    try:
        while True:
            block = np.stack([file.read(seconds * SECOND, dtype="float32") for file in files])
            if not block.shape[1]:
                return
            yield block
    finally:
        for file in files:
            file.close()


def late_minutes(n_samples: int) -> int:
    """Return how many minutes at the end are judged; the first is none of them."""
    return max(1, min(LATE_MINUTES, n_samples // MINUTE - 1))


def listen(blocks: Iterable[Audio], n_samples: int) -> Take:
    """Consume stem blocks (4, n) up to ``n_samples``, at least one minute."""
    mixer, mono, done = Mixer(MEL.sample_rate), np.zeros(n_samples, np.float32), 0
    late = late_minutes(n_samples) * MINUTE
    first: list[Pair] = []
    last: list[Pair] = []
    for block in blocks:
        stems = np.asarray(block[:, : n_samples - done], np.float32)
        pair = stems, mixer.mix(stems).master  # later by the limiter's look-ahead: nothing here
        mono[done : done + stems.shape[1]] = stems.sum(0)
        if done < MINUTE:
            first.append(pair)
        last.append(pair)
        while sum(p[0].shape[1] for p in last[1:]) >= late:
            last.pop(0)
        done += stems.shape[1]
        if done >= n_samples:
            break
    ends = _join(last, slice(-late, None))
    minutes = zip(*(np.array_split(side, late // MINUTE, axis=1) for side in ends), strict=True)
    return Take(mono[:done], _join(first, slice(MINUTE)), list(minutes), done / MEL.sample_rate)


def _join(pairs: list[Pair], part: slice) -> Pair:
    stems, master = (np.concatenate(side, axis=1)[:, part] for side in zip(*pairs, strict=True))
    return stems, master


def describe_all(minutes: list[Pair], judge: StyleJudge, style: str) -> Minute:
    """Return what minutes sound like in the mean."""
    each = [astuple(describe(minute, judge, style)) for minute in minutes]
    return Minute(*np.mean(each, axis=0).tolist())


def describe(minute: Pair, judge: StyleJudge, style: str) -> Minute:
    """Return what a minute sounds like."""
    stems, master = minute
    usable = stems.shape[1] // MEL.hop_length * MEL.hop_length
    mel = log_mel(np.ascontiguousarray(stems[:, :usable]), LogMel(MEL)).transpose(1, 0, 2)
    power = np.mean(np.square(master, dtype=np.float64))
    loudness = float(decibels(np.array([power]))[0])
    return Minute(loudness, _centroid(master), judge.probability(np.ascontiguousarray(mel), style))


def _centroid(master: Audio) -> float:
    mono = master.sum(axis=0)
    frames = mono[: len(mono) // 4096 * 4096].reshape(-1, 4096) * np.hanning(4096)
    power = np.square(np.abs(np.fft.rfft(frames))).sum(axis=0)
    hz = np.fft.rfftfreq(4096, 1 / MEL.sample_rate)
    return float(power @ hz / max(power.sum(), 1e-12))


def block_features(mono: Audio, bpm: float, beats_per_bar: int) -> tuple[Audio, Audio]:
    """Return chroma (blocks, 12 · steps) and onsets (blocks, 2 · steps) of whole 8-bar blocks."""
    import librosa

    length = BARS * beats_per_bar * 60 / bpm * MEL.sample_rate
    chroma, onset = [], []
    steps = BARS * STEPS_PER_BAR
    for index in range(int(len(mono) // length)):
        start = round(index * length)
        block = resample(mono[start : start + round(length)])
        tones = librosa.feature.chroma_stft(y=block, sr=TRACKER_RATE, n_fft=4096, tuning=0.0)
        hits = librosa.onset.onset_strength(y=block, sr=TRACKER_RATE)
        chroma.append(_in_steps(tones, steps).ravel())
        onset.append(_in_steps(hits[None], 2 * steps).ravel())
    return np.array(chroma, np.float32), np.array(onset, np.float32)


def _in_steps(frames: Audio, steps: int) -> Audio:
    """Average (rows, frames) into ``steps`` equal stretches of time."""
    edges = np.linspace(0, frames.shape[1], steps + 1)[:-1].astype(int)
    return np.add.reduceat(frames, edges, axis=1) / np.diff([*edges, frames.shape[1]]).clip(min=1)


def closest(chroma: Audio, onset: Audio) -> tuple[float, float, float]:
    """Return the largest correlations over pairs of blocks: chroma, onset, both at once."""
    if len(chroma) < 2:
        return 0.0, 0.0, 0.0
    pairs = np.triu_indices(len(chroma), 1)
    with np.errstate(invalid="ignore"):  # silence correlates with nothing
        a, b = (np.nan_to_num(np.atleast_2d(np.corrcoef(rows))[pairs]) for rows in (chroma, onset))
    return float(a.max()), float(b.max()), float(np.minimum(a, b).max())


def judge_take(
    take: Take,
    fresh: list[Pair],
    judge: StyleJudge,
    *,
    style: str,
    bpm: float,
    beats_per_bar: int,
) -> Endurance:
    """Compare the last minutes with others, and every 8-bar block with every other.

    ``fresh`` are the bars of the take's last minutes, each begun there.
    """
    parts = [take.first], take.last, fresh
    first, last, begun = (describe_all(part, judge, style) for part in parts)
    chroma, onset = block_features(take.mono, bpm, beats_per_bar)
    tones, hits, both = closest(chroma, onset)
    since = Change.of(last, begun)
    return Endurance(take.seconds / 60, len(take.last), first, last, begun,
                     Change.of(last, first), since, len(chroma), tones, hits, both,
                     since.harmless and both < REPEAT)  # fmt: skip


def as_figures(found: Endurance) -> dict[str, object]:
    """Return the figures as plain JSON."""
    return asdict(found)
