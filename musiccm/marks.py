"""What a listener may be told of each frame: its section and its chord. No torch."""

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import SLICES

UNKNOWN = (-1, -1, 0)


def marks(controls: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return section, chord root and chord notes of controls (frames, N_CHANNELS), (frames, 3).

    The section is an index into SECTIONS, the root a pitch class, -1 where unknown; bit n of the
    notes is pitch class n.
    """
    chroma = controls[:, SLICES["chord_chroma"]] > 0.5
    columns = [_index(controls[:, SLICES[name]]) for name in ("section", "chord_root")]
    return np.stack([*columns, chroma @ (1 << np.arange(12))], axis=1).astype(np.int16)


def _index(one_hot: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return which column is 1, -1 for a row without any."""
    return np.where(one_hot.any(axis=1), one_hot.argmax(axis=1), -1)
