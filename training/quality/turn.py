"""A line in the music where what is asked changes, drawn as the daemon draws both its sides."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import Grid
from musiccm.request import EXTEND_FRAMES, TOKEN_FRAMES, WINDOW_FRAMES, PlanRequest, Score
from training.quality.play import full_bar

Stems = NDArray[np.float32]


@dataclass(frozen=True)
class Opening:
    """Where music begins: at a bar of the form in which as many stems play as ever.

    ``beat`` is that bar's, ``frame`` the token that it lies in.
    """

    bpm: float
    beats_per_bar: int
    beat: int
    frame: int

    @classmethod
    def of(cls, performer: Performer, score: Score) -> "Opening":
        """Return it at the planner's tempo."""
        found = performer.suggest(score)
        per_bar = BEATS_PER_BAR[found.metre]
        beat = full_bar(performer, score) * per_bar
        return cls(found.bpm, per_bar, beat, _token(beat * 60 / found.bpm, performer))


def _token(seconds: float, performer: Performer) -> int:
    frame = seconds * performer.mel_config.frame_rate
    return int(frame // TOKEN_FRAMES) * TOKEN_FRAMES


def cross(
    performer: Performer, opening: Opening, line: float, scores: tuple[Score, Score], past: int
) -> tuple[Stems, Stems]:
    """Return the stems (4, T) from the opening to the beat ``line``, and (4, T) from it on.

    The first score is drawn as a whole window. The second is drawn from the token before the line,
    from ``past`` frames of the first, and heard from the line on.
    """
    config = performer.mel_config
    seconds, first = line * 60 / opening.bpm, opening.frame
    grid, frame = Grid(opening.bpm, config.frame_rate), _token(seconds, performer)
    old = performer.plan(PlanRequest(scores[0], first, grid.beats(first, WINDOW_FRAMES)))
    context = old.mel[frame - first - past : frame - first]
    beats, known = grid.beats(frame, EXTEND_FRAMES), grid.beats(frame - past, past)
    new = performer.plan(PlanRequest(scores[1], frame, beats, context, known))
    at = round(seconds * config.sample_rate)
    return old.audio[:, : at - old.audio_start], new.audio[:, at - new.audio_start :]
