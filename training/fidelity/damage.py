"""Recordings made worse on purpose: a distance that is worth its name rises with each."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from musiccm.mel import MelConfig, mel_centres
from training.classifier.order import shuffled_frames
from training.fidelity.clips import Clip

Array = NDArray[np.float32]

MEL = MelConfig()
FLOOR = float(np.log(MEL.floor))


def low_pass(clip: Clip, hz: float) -> Array:
    """Return the clip's mel with nothing above ``hz``."""
    mel = clip.mel
    mel[..., mel_centres(MEL).numpy() > hz] = FLOOR
    return mel


def add_noise(clip: Clip, db: float) -> Array:
    """Return the clip's mel under steady noise, ``db`` over the mean power of all its bins."""
    mel = clip.mel
    level = 0.5 * np.log(np.mean(np.exp(2 * mel))) + db * np.log(10) / 20
    return np.asarray(0.5 * np.logaddexp(2 * mel, 2 * level), np.float32)


def shuffle_beats(clip: Clip, part: float) -> Array:
    """Return the clip's mel with ``part`` of its beats in other beats' places."""
    rng = np.random.default_rng(clip.piece.seed)
    return np.ascontiguousarray(clip.mel[shuffled_frames(clip.beat_phase, part, rng)])


DAMAGE: dict[str, Callable[[Clip], Array]] = {
    **{f"low-pass {hz} Hz": partial(low_pass, hz=hz) for hz in (8000, 4000, 2000)},
    **{f"noise {db} dB": partial(add_noise, db=db) for db in (-30, -20, -10)},
    **{f"shuffled {part:.0%} of beats": partial(shuffle_beats, part=part)
       for part in (0.25, 0.5, 1.0)},
}  # fmt: skip
FAMILIES = tuple(tuple(DAMAGE)[i : i + 3] for i in (0, 3, 6))  # each from mild to harsh
