"""What is drawn and not yet sounding, and the pieces in which it is made to sound."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.marks import marks
from musiccm.request import PlanRequest, Span


@dataclass(frozen=True)
class Sketch:
    """A request whose mel is drawn and not yet sounding.

    ``canvas`` (frames, stems, n_mels) and ``controls`` (frames, N_CHANNELS) hold the context, then
    the new frames.
    """

    request: PlanRequest
    canvas: NDArray[np.float16]
    controls: NDArray[np.float32]
    seconds: dict[str, float]

    @property
    def mel(self) -> NDArray[np.float16]:
        """The new frames."""
        return self.canvas[len(self.canvas) - len(self.request.beats) :]

    @property
    def marks(self) -> NDArray[np.int16]:
        """Sections and chords of the new frames."""
        return marks(self.controls[len(self.controls) - len(self.request.beats) :])

    @property
    def origin(self) -> int:
        """The absolute frame of the canvas' first."""
        return self.request.start + len(self.request.beats) - len(self.canvas)

    def pieces(self) -> Iterator["Piece"]:
        """Yield what is made to sound in one go, nearest first."""
        spans, seconds = self.request.spans, self.seconds
        for span in spans:
            yield Piece(self, span, seconds, more=span is not spans[-1])
            seconds = dict.fromkeys(seconds, 0.0)


@dataclass(frozen=True)
class Piece:
    """A part of a sketch that is made to sound in one go; ``more`` parts follow, or none."""

    sketch: Sketch
    span: Span
    seconds: dict[str, float]
    more: bool

    @property
    def mel(self) -> NDArray[np.float16]:
        """The new frames that go with it."""
        return self.sketch.mel[self._frames]

    @property
    def marks(self) -> NDArray[np.int16]:
        """Their sections and chords."""
        return self.sketch.marks[self._frames]

    @property
    def _frames(self) -> slice:
        start = self.sketch.request.start
        return slice(self.span.start - start, self.span.end - start)
