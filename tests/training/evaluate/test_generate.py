"""Drawing under given controls, on tiny weights."""

import numpy as np
import pytest
import torch

from musiccm.compute import resolve
from musiccm.performer import Performer
from musiccm.render import Grid, endless
from musiccm.request import AHEAD_FRAMES, CONTEXT_FRAMES, Score
from tests.musiccm import tiny
from training.evaluate.generate import consistency, diffusion, generate, spans


@pytest.fixture(scope="module")
def performer() -> Performer:
    """A performer with tiny random weights, in the precision that both sides share."""
    return Performer(tiny.checkpoint(), resolve("cpu", "fp32"), text=tiny.StubText())


def test_it_draws_what_the_endless_piece_draws(performer: Performer) -> None:
    """Under the planner's controls and the same seed the mel is that of an endless render."""
    score = Score(prompts=(("house", 1.0),), seed=5)
    chunks = [c for _, c in zip(range(2), endless(performer, score, 120.0), strict=False)]
    wanted = np.concatenate([chunk.mel for chunk in chunks]).astype(np.float32)
    text = performer.text.mix(score.prompts)
    beats = Grid(120.0, 93.75).beats(0, len(wanted) + AHEAD_FRAMES)
    controls = performer.planner.controls(score, text, beats)
    mel = generate(performer.denoiser, consistency(4), controls, text, seed=5)
    assert np.allclose(mel[: len(wanted)], wanted, atol=0.02)


def test_spans_cover_every_frame_once() -> None:
    """A window, then extensions with their past; the last one is cut."""
    found = list(spans(2816))
    assert found[0] == (0, 0, 1024)
    assert found[1] == (1024, CONTEXT_FRAMES, 512)
    assert found[-1] == (2560, CONTEXT_FRAMES, 256)
    assert [start for start, _, _ in found[1:]] == [start + new for start, _, new in found[:-1]]
    assert list(spans(80)) == [(0, 0, 80)]


def test_guidance_of_one_is_the_conditional_flow(performer: Performer) -> None:
    """Scale 1 ignores the unconditional half; another scale gives other music."""
    rng = np.random.default_rng(0)
    controls = rng.standard_normal((64, performer.denoiser.config.n_controls)).astype(np.float32)
    text = np.ones(384, np.float32)

    def draw(scale: float) -> np.ndarray:
        return generate(performer.denoiser, diffusion(3, scale), controls, text, seed=1)

    def unguided(denoiser, cond, noise):  # type: ignore[no-untyped-def]
        from musiccm.sampler import sample_ode

        return sample_ode(lambda x, t: denoiser(x, torch.full((1,), t), cond), noise(0), 3)

    plain = generate(performer.denoiser, unguided, controls, text, seed=1)
    assert np.allclose(draw(1.0), plain, atol=0.02)
    assert not np.allclose(draw(3.0), plain, atol=0.02)


def test_the_seed_decides(performer: Performer) -> None:
    """The same seed gives the same mel, another seed another."""
    controls = np.zeros((64, performer.denoiser.config.n_controls), np.float32)
    text = np.zeros(384, np.float32)
    first, again, other = (
        generate(performer.denoiser, consistency(2), controls, text, seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
