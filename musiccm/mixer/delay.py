"""A delay of whole samples: what a limiter looks ahead in, and keeps others in step."""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]


class Delay:
    """Gives back each row of (rows, n) ``length`` samples later; silence at first."""

    def __init__(self, rows: int, length: int) -> None:
        self._line = np.zeros((rows, length), np.float32)

    def process(self, x: Audio) -> Audio:
        """Take any number of samples and return as many."""
        line = np.concatenate([self._line, x], axis=1)
        self._line = line[:, x.shape[1] :]
        return line[:, : x.shape[1]]
