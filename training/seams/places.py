"""Where a detector listens: joints, and other places at the same place of the bar.

Music changes at beats and bars, and tokens of eight frames may have edges of their own. A joint is
therefore only compared with edges of tokens whole bars away from it.
"""

import numpy as np
from numpy.typing import NDArray

from musiccm.request import TOKEN_FRAMES
from training.seams.features import REACH
from training.seams.takes import Take

CLEAR = 40  # frames that a place without a joint is away from any
TOLERANCE = 1.0  # frames that its place in the bar may differ by
MOST = 24  # joints of a take that are listened to
PARTNERS = 2  # places without a joint for each of them

Frames = NDArray[np.int64]


def choose(take: Take, n_frames: int, seed: int = 0) -> tuple[Frames, Frames]:
    """Return frames with a joint and frames without; none is used twice.

    A joint that has no partner is left out.
    """
    edges = np.arange(0, n_frames, TOKEN_FRAMES)
    edges = edges[(edges >= REACH) & (edges <= n_frames - REACH)]
    taken = np.array([*take.joints, *take.other])
    free = edges[np.abs(edges[:, None] - taken).min(axis=1) >= CLEAR]
    joints: list[int] = []
    without: list[int] = []
    for joint in _some(np.intersect1d(take.joints, edges), seed):
        found = _partners(joint, np.setdiff1d(free, without), take.bar)
        joints += [joint] if len(found) else []
        without += found.tolist()
    return np.array(joints, np.int64), np.array(without, np.int64)


def _some(joints: Frames, seed: int) -> Frames:
    if len(joints) <= MOST:
        return joints
    return np.sort(np.random.default_rng(seed).choice(joints, MOST, replace=False))


def _partners(joint: int, free: Frames, bar: float) -> Frames:
    """Return the nearest free edges that are whole bars away."""
    bars = (free - joint) / bar
    alike = free[np.abs(bars - np.round(bars)) * bar <= TOLERANCE]
    return alike[np.argsort(np.abs(alike - joint), kind="stable")][:PARTNERS]
