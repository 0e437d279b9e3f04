"""A passage: the stretch of frames that one drawing sees, and how one hands over to the next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.request import PlanRequest

HANDOVER_FRAMES = 8  # 85 ms: the old passage's downbeat turns into the new one's


@dataclass(frozen=True)
class Passage:
    """What is drawn in one go: a request's canvas from its frame ``first`` on.

    ``text`` (text_dim,) and ``controls`` (frames, N_CHANNELS) of the whole canvas, context
    included; the controls may reach past the request.
    """

    request: PlanRequest
    text: NDArray[np.float32]
    whole: NDArray[np.float32]
    first: int = 0

    @property
    def controls(self) -> NDArray[np.float32]:
        """Controls of the passage."""
        return self.whole[self.first :]

    @property
    def known(self) -> NDArray[np.float16] | None:
        """The known mel at its beginning, if there is any."""
        context = self.request.context
        return None if context is None or self.first >= len(context) else context[self.first :]

    @property
    def past(self) -> int:
        """Known frames."""
        return 0 if self.known is None else len(self.known)

    @property
    def start(self) -> int:
        """Absolute number of its first frame."""
        context = self.request.context
        return self.request.start - (0 if context is None else len(context)) + self.first


def all_beats(request: PlanRequest) -> NDArray[np.float64]:
    """Return the beat positions of context and new frames."""
    if request.context is None or request.context_beats is None:
        return request.beats
    return np.concatenate([request.context_beats, request.beats])


def hand_over(
    old: NDArray[np.float16], new: NDArray[np.float16], frame: int
) -> NDArray[np.float16]:
    """Let ``new``, which begins at ``frame`` of ``old``, take over; return as many as ``old`` has.

    Both play the same downbeat there, so a short crossfade of the log-mel hides the change.
    """
    tail = new[: len(old) - frame].astype(np.float32)
    n = min(HANDOVER_FRAMES, len(tail))
    gain = ((np.arange(n, dtype=np.float32) + 1) / (n + 1))[:, None, None]
    tail[:n] = gain * tail[:n] + (1 - gain) * old[frame : frame + n]
    return np.concatenate([old[:frame], tail.astype(np.float16)])
