"""What must not be played is refused, whatever made it."""

from dataclasses import replace

import numpy as np
import pytest

from bridge.engine import tone
from bridge.engine.check import check
from bridge.errors import BadAnswer
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.helpers import SCORE

_MEL = np.zeros((64, 4, tone.N_MELS), np.float16)
REQUEST = PlanRequest(SCORE, 64, np.arange(256) / 47.0 + 2, _MEL, np.arange(64) / 47.0, heard=70)
GOOD = tone.draw(REQUEST)


def _spoilt(array: np.ndarray, value: float) -> np.ndarray:
    array = array.copy()
    array.flat[len(array.flat) // 2] = value
    return array


def test_the_answers_of_an_engine_pass() -> None:
    """Whole, and piece by piece, what was asked passes as it is."""
    assert check(GOOD, REQUEST) is GOOD
    for piece in tone.pieces(REQUEST):
        assert check(piece, REQUEST) is piece


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        (replace(GOOD, audio=_spoilt(GOOD.audio, np.nan)), "audio is not finite"),
        (replace(GOOD, audio=_spoilt(GOOD.audio, -np.inf)), "audio is not finite"),
        (replace(GOOD, mel=_spoilt(GOOD.mel, np.inf)), "mel is not finite"),
        (replace(GOOD, audio=GOOD.audio[:2]), "not of 4 stems"),
        (replace(GOOD, audio=GOOD.audio[0]), "not of 4 stems"),
        (replace(GOOD, mel=GOOD.mel[..., :3]), "does not go on"),
        (
            replace(GOOD, mel=np.concatenate([GOOD.mel] * 2), marks=None),
            "not what was asked, 64 to 320",
        ),
        (replace(GOOD, marks=np.zeros((3, 3), np.int16)), "marks"),
        (replace(GOOD, start=8), "not what was asked, 64 to 320"),
        (replace(GOOD, mel=GOOD.mel[:0], marks=None), "not what was asked, 64 to 320"),
        (replace(GOOD, audio_start=GOOD.audio_start + 1), "audio of frames"),
        (replace(GOOD, audio=np.tile(GOOD.audio, 9)), "audio of frames"),
        (replace(GOOD, audio=GOOD.audio[:, :0]), "audio of frames"),
        (replace(GOOD, audio=GOOD.audio[:, :-512]), "is not 70 to 288"),
        (replace(GOOD, audio_start=71 * 512, audio=GOOD.audio[:, 39 * 512 :]), "71 to 288 is not"),
        (replace(GOOD, mel=GOOD.mel[:-8], marks=None), "64 to 312 are not what was asked"),
    ],
)
def test_what_cannot_be_played_is_refused(chunk: PlanChunk, words: str) -> None:
    """Another shape, place or length, or a number that is none, is a bad answer that says so."""
    with pytest.raises(BadAnswer, match=words):
        check(chunk, REQUEST)
