"""A sound as a past: stems that add up to it, up to a bar line; what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from musiccm.errors import PromptError
from musiccm.listener import mix_mel
from musiccm.mel import MelConfig
from musiccm.performer import Performer
from musiccm.recall import LOUDNESS
from musiccm.request import LAG_FRAMES, PlanRequest, Score
from musiccm.unmix import adding_up
from tests.musiccm import tiny

RATE = 48_000
RNG = np.random.default_rng(3)
SCORE = Score((("house", 1.0),), seed=1)


@pytest.fixture(scope="module")
def performer() -> Performer:
    """A performer with tiny random weights, deaf."""
    return tiny.performer()


def _clicks(seconds: float, bpm: float = 120.0) -> np.ndarray:
    audio = 0.01 * RNG.standard_normal(round(seconds * RATE)).astype(np.float32)
    for at in np.arange(0, len(audio) - 2000, round(60 / bpm * RATE)):
        audio[at : at + 2000] += 0.3 * RNG.standard_normal(2000) * np.exp(-np.arange(2000) / 300)
    return audio


def test_scaled_stems_add_up_to_the_mix() -> None:
    """Bin by bin, whatever the model thought of them; a bin that is empty in all stays empty."""
    mix = torch.randn(8, 96)
    stems = adding_up(torch.randn(8, 4, 96), mix)
    assert torch.allclose(mix_mel(stems), mix, atol=1e-3)


def test_a_mix_becomes_a_past_of_stems(performer: Performer) -> None:
    """Its tempo, its bars, and stems whose powers are those of the mix, as loud as recordings."""
    past = performer.recall(_clicks(10.2)[None], 4, bpm=120.0)
    assert (past.bpm, past.bars, past.beats_per_bar) == (120.0, 5, 4)
    assert past.mel.dtype == np.float16 and past.mel.shape[1:] == (4, 96)
    assert abs(len(past.mel) - 10 * 93.75) <= 16
    power = torch.from_numpy(past.mel.astype(np.float32)).mul(2).exp().sum((1, 2))
    assert 10 * torch.log10(power.quantile(0.75)) == pytest.approx(LOUDNESS, abs=0.5)


def test_stems_that_are_given_stay_apart(performer: Performer) -> None:
    """What is known is not guessed: a silent stem is at rest, a playing one has its own mel."""
    stems = np.zeros((4, 6 * RATE), np.float32)
    stems[0] = _clicks(6.0)
    past = performer.recall(stems, 4, bpm=120.0)
    floor = np.float16(np.log(MelConfig.floor))
    assert np.all(past.mel[:, 1:] == floor)
    moved = performer.recall(np.roll(stems, 2, axis=0), 4, bpm=120.0)
    assert np.array_equal(moved.mel[:, 2], past.mel[:, 0])
    assert past.mel[:, 0].astype(np.float32).mean() > floor + 2


def test_music_goes_on_from_it(performer: Performer) -> None:
    """Before the beginning of the piece lies the past; audio begins with the first sample."""
    past = performer.recall(_clicks(8.0)[None], 4, bpm=120.0)
    beats = 16 + (np.arange(-256, 256) + 0.5) * 2 / 93.75
    context, known = past.context(beats[:256], 93.75)
    request = PlanRequest(SCORE, 0, beats[256:], context, known, heard=0, kept=True)
    chunk = performer.plan(request)
    assert chunk.audio_start == 0 and chunk.audio.shape[1] == (256 - LAG_FRAMES) * 512
    assert np.array_equal(performer.plan(request).audio, chunk.audio)
    other = replace(request, context=np.roll(context, 40, axis=0))
    assert not np.array_equal(performer.plan(other).mel, chunk.mel)


def test_a_kept_past_is_gone_on_from_where_a_section_begins_afresh(performer: Performer) -> None:
    """There the form would forget it: bar 0 is such a place."""
    past = performer.recall(_clicks(8.0)[None], 4, bpm=120.0)
    beats = (np.arange(-256, 256) + 0.5) * 2 / 93.75
    context, known = past.context(beats[:256], 93.75)
    asked = PlanRequest(SCORE, 256, beats[256:], context, known)
    drawn = [performer.plan(replace(asked, kept=kept)).mel for kept in (False, True)]
    bare = performer.plan(replace(asked, context=None, context_beats=None)).mel
    assert not np.array_equal(drawn[1], drawn[0])
    after = slice(16, 200)  # behind the hand-over, before an end without a future
    apart = [np.abs(mel[after].astype(float) - bare[after]).mean() for mel in drawn]
    assert apart[0] < apart[1]


@pytest.mark.parametrize(
    ("audio", "what"),
    [(_clicks(2.0), "at least 3 s"), (np.zeros(10 * RATE, np.float32), "silence")],
)
def test_what_is_no_music_is_refused(performer: Performer, audio: np.ndarray, what: str) -> None:
    """Too little and nothing at all are said in a line."""
    with pytest.raises(PromptError, match=what):
        performer.recall(audio[None], 4)
