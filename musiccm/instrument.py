"""What plays: the seam between a checkpoint and all who ask it for music.

Two families fulfil it, told apart by ``family`` in a checkpoint's config.json: this project's own
(musiccm.performer) and students of MusicLDM (musiccm.musicldm.player).
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musiccm.compute import Compute, one_thread_per_task
from musiccm.errors import CheckpointError
from musiccm.mel import MelConfig
from musiccm.past import Past
from musiccm.performer import Performer
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion
from musiccm.sketch import Sketch


class Encoder(Protocol):
    """Words to vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts``, (n, dim)."""


class Instrument(Protocol):
    """Answers plan requests; :meth:`plan` is a pure function of the request.

    One thread sketches at a time; others may finish what it has sketched.
    ``mel_config`` has the sample rate and the hop that requests and chunks count in.
    """

    clock: Callable[[], float]
    compute: Compute
    mel_config: MelConfig

    @property
    def text(self) -> Encoder:
        """The text encoder."""

    def suggest(self, score: Score) -> Suggestion:
        """Return what would be chosen where the score leaves it open, and what cannot be asked."""

    def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """Return the past that a sound is, for the context of a request. Raises PromptError."""

    def plan(self, request: PlanRequest) -> PlanChunk:
        """Draw the asked frames and the audio that they complete. Raises PromptError."""

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """Draw as :meth:`plan` does and yield the answer piece by piece, nearest first."""

    def sketch(self, request: PlanRequest) -> Sketch:
        """Draw the mel of a request: the first half of :meth:`plan`."""

    def finish(self, sketch: Sketch) -> PlanChunk:
        """Make a sketch sound: the second half."""


def load_instrument(
    folder: Path | None = None, compute: str = "auto", dtype: str = "auto"
) -> Instrument:
    """Load what a checkpoint folder holds, the shipped one by default, to play by itself.

    The own family shares the cores out by tasks: from here on an operation of torch stays on one.

    Raises
    ------
    CheckpointError, ComputeError
        With one line that says what to do.
    """
    if folder is None:
        return _own(None, compute, dtype)
    from musiccm.musicldm.folder import is_musicldm, read_json

    config = folder / "config.json"
    family = read_json(config).get("family", "musiccm") if config.exists() else "musiccm"
    if family == "musicldm":
        from musiccm.musicldm.player import Player

        return Player.load(folder, compute, dtype)
    if family != "musiccm":
        raise CheckpointError(
            f"{folder} is of family {family!r}, which this version does not know: "
            "choose another --checkpoint, or install the version that wrote it"
        )
    if not config.exists() and is_musicldm(folder):
        raise CheckpointError(
            f"{folder} is a MusicLDM teacher, which plays in no few steps: "
            f"distil it first with `musiccm train distill --teacher {folder}`"
        )
    return _own(folder, compute, dtype)


def _own(folder: Path | None, compute: str, dtype: str) -> Performer:
    one_thread_per_task()
    return Performer.load(folder, compute, dtype)
