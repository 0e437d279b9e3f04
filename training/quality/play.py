"""Play a score as the instrument would, from where its form is fullest."""

import numpy as np
from numpy.typing import NDArray

from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import endless
from musiccm.request import TOKEN_FRAMES, Score

SEARCH_BARS = 64

Stems = NDArray[np.float32]


def full_bar(performer: Performer, score: Score) -> int:
    """Return the first bar in which as many stems play as ever in the form."""
    planner = performer.planner
    choice = planner.choose(score, performer.text.mix(score.prompts))
    playing = [len(planner.section_at(choice, score.seed, b).active) for b in range(SEARCH_BARS)]
    return playing.index(max(playing))


def play_full(performer: Performer, score: Score, n_frames: int) -> Stems:
    """Return the stems (4, T) of about ``n_frames`` frames, begun afresh at :func:`full_bar`.

    The tempo is the planner's. Music begins up to a token (85 ms) into the bar.
    """
    choice = performer.suggest(score)
    beat = full_bar(performer, score) * BEATS_PER_BAR[choice.metre]
    frame = beat * 60 / choice.bpm * performer.mel_config.frame_rate
    first = -(-round(frame) // TOKEN_FRAMES) * TOKEN_FRAMES
    chunks = endless(performer, score, choice.bpm, n_frames, first)
    return np.concatenate([chunk.audio for chunk in chunks], axis=1)
