"""Made-up pieces and data sets: clicks, tones and labels that are known exactly."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import METRES, pack, phases
from training.data.plan import split_of
from training.data.production import MEL, Produced
from training.data.shards import write_json, write_shard
from training.evaluate import heldout
from training.evaluate.heldout import HeldOut

STYLES = ("house", "waltz")
RATE = MEL.sample_rate


def clicks(tempo: float, n: int) -> NDArray[np.float32]:
    """Return ``n`` samples of short noise bursts on the beats of ``tempo``."""
    audio = np.zeros(n, np.float32)
    burst = np.random.default_rng(0).standard_normal(1200) * np.exp(-np.arange(1200) / 200)
    for beat in np.arange(0, n / RATE, 60 / tempo):
        at = round(beat * RATE)
        audio[at : at + 1200] += 0.2 * burst[: max(0, n - at)][:1200].astype(np.float32)
    return audio


def chord(pitches: tuple[int, ...], n: int) -> NDArray[np.float32]:
    """Return ``n`` samples of sines at MIDI pitches."""
    time = np.arange(n) / RATE
    tones = [np.sin(2 * np.pi * 440 * 2 ** ((p - 69) / 12) * time) for p in pitches]
    return (0.1 * np.sum(tones, axis=0)).astype(np.float32)


def controls(tempo: float, activity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the controls of a 4/4 piece in C major, with level and density known too."""
    n = len(activity)
    beats = (np.arange(n) + 0.5) / MEL.frame_rate * tempo / 60
    metre = np.tile(np.eye(len(METRES))[0], (n, 1))
    key = np.tile(np.eye(13)[0], (n, 1))
    groups = phases(beats, 4) | {"metre": metre, "key": key, "activity": activity}
    return pack(groups | {"level": activity, "density": np.full((n, 1), 0.5)}, n)


def facts(seed: int, tempo: float) -> dict[str, Any]:
    """Return the metadata of a piece."""
    return {
        "seed": seed, "style": STYLES[seed // 20 % 2], "tempo": tempo, "metre": "4/4", "tonic": 0,
        "minor": False, "captions": ["house in C", "a waltz"], "n_frames": heldout.FRAMES,
        "split": split_of(seed), "excerpt_start": 0,
    }  # fmt: skip


def activity_of(rest: slice) -> NDArray[np.float32]:
    """Return (frames, 4): all stems play, the lead rests in ``rest``."""
    activity = np.ones((heldout.FRAMES, 4), np.float32)
    activity[rest, 3] = 0
    return activity


def piece(seed: int = 1, tempo: float = 110.0, rest: slice = slice(500, 900)) -> HeldOut:
    """Return a piece: clicks, a bass, a C major chord, a lead that rests in ``rest`` (frames)."""
    n = heldout.FRAMES * MEL.hop_length
    activity = activity_of(rest)
    lead = chord((76,), n) * np.repeat(activity[:, 3], MEL.hop_length)
    stems = np.stack([clicks(tempo, n), chord((36,), n), chord((60, 64, 67), n), lead])
    mel = np.full((heldout.FRAMES, 4, MEL.n_mels), -6.0, np.float32)
    return HeldOut(seed, stems, mel, controls(tempo, activity), facts(seed, tempo))


class FakeStudio:
    """Stands in for composer and band."""

    def __init__(self, *_: object) -> None:
        self.made: list[int] = []

    def make(self, seed: int) -> tuple[Produced, NDArray[np.float32]]:
        """Return a made-up piece; every second has a held-out tempo."""
        self.made.append(seed)
        found = piece(seed, tempo=(96.0, 110.0)[seed // 20 % 2])
        excerpt = np.zeros((5, 8), np.int16)
        half = found.mel.astype(np.float16), found.controls.astype(np.float16)
        return Produced(*half, excerpt, found.facts), found.stems


def data_set(folder: Path, pieces: int = 24, n_frames: int = 1100) -> Path:
    """Write a data set of two styles that differ in the level of their drums."""
    rng = np.random.default_rng(0)
    rows, mels, offset = [], [], 0
    for seed in range(pieces):
        mel = rng.normal(-6, 1, (n_frames, 4, MEL.n_mels))
        mel[:, 0] += 3.0 * (seed // 20 % 2 if seed > 19 else seed % 2)
        style = STYLES[int(mel[:, 0].mean() > -4.5)]
        rows.append({**facts(seed, 110.0), "style": style, "n_frames": n_frames, "offset": offset})
        mels.append(mel.astype(np.float16))
        offset += n_frames
    asked = controls(110.0, np.ones((n_frames, 4), np.float32)).astype(np.float16)
    features = {"mel": np.concatenate(mels), "controls": np.tile(asked, (pieces, 1))}
    write_shard(folder, 0, features, {"audio": np.zeros((pieces, 5, 8), np.int16)}, rows)
    plan = {"first_seed": 0, "n_pieces": pieces, "seconds": [32, 56], "soundfont": "none.sf3"}
    write_json(folder / "config.json", {"plan": {**plan, "styles": list(STYLES)}})
    return folder
