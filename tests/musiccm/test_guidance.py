"""Guidance at inference, on a tiny denoiser."""

import pytest
import torch

from musiccm.controls import CONTROLS, N_VALUES, SLICES
from musiccm.denoiser import Conditioning, Denoiser
from musiccm.guidance import PUSH, predict
from tests.musiccm import tiny

T = torch.full((2,), 0.6)


@pytest.fixture(scope="module")
def model() -> Denoiser:
    return tiny.denoiser()


@pytest.fixture(scope="module")
def told(model: Denoiser) -> Conditioning:
    return tiny.conditioning(model)


def _at(model: Denoiser, cond: Conditioning, scale: float) -> torch.Tensor:
    x = torch.randn(2, 12, 16, generator=torch.Generator().manual_seed(3))
    with torch.inference_mode():
        return predict(model, x, T, cond.with_guidance(torch.full((2,), scale)))


def _other_words(cond: Conditioning) -> Conditioning:
    text = cond.text.flip(1)
    return Conditioning(text, cond.controls, cond.guidance, cond.clean, cond.known)


def test_no_guidance_hears_no_words_but_the_controls(model: Denoiser, told: Conditioning) -> None:
    """At 0 other words change nothing, other controls do."""
    assert torch.equal(_at(model, told, 0.0), _at(model, _other_words(told), 0.0))
    slower = Conditioning(told.text, told.controls + 1, told.guidance, told.clean, told.known)
    assert not torch.allclose(_at(model, told, 0.0), _at(model, slower, 0.0))


def test_below_one_the_words_are_mixed_out(model: Denoiser, told: Conditioning) -> None:
    """Between 0 and 1 a prediction lies on the line between that without and that with words."""
    without, half, with_words = (_at(model, told, scale) for scale in (0.0, 0.5, 1.0))
    assert torch.allclose(half, (without + with_words) / 2, atol=1e-5)
    assert not torch.allclose(without, with_words)


def test_from_one_on_the_student_is_told(model: Denoiser, told: Conditioning) -> None:
    """From 1 to 4 there is one pass, told the scale; what is beyond is told 4."""
    told, passes = _asking(told, []), []
    with model.register_forward_hook(lambda _, given, __: passes.append(given[2].guidance[0])):
        results = [_at(model, told, scale) for scale in (1.0, 2.0, 4.0, 9.0)]
    assert passes == [1.0, 2.0, 4.0, 4.0]
    assert torch.equal(results[2], results[3])
    assert not torch.allclose(results[1], results[2])


def _asking(cond: Conditioning, items: list[int], **asked: float) -> Conditioning:
    """Return ``cond`` with only these of the pushed controls known, in some items of the batch."""
    controls = cond.controls.clone()
    for index, control in enumerate(CONTROLS):
        if control.name in PUSH:
            controls[..., SLICES[control.name]] = 0
            controls[..., N_VALUES + index] = 0
            if control.name in asked:
                controls[items, :, SLICES[control.name]] = asked[control.name]
                controls[items, :, N_VALUES + index] = 1
    return cond.with_controls(controls)


@pytest.mark.parametrize(
    ("levels", "push"),
    [
        ({"density": 0.9}, PUSH["density"]),
        ({"intensity": 0.2}, PUSH["intensity"]),
        ({"density": 0.9, "intensity": 0.2}, (PUSH["density"] + PUSH["intensity"]) / 2),
    ],
)
def test_what_is_asked_of_the_sound_is_pushed(
    model: Denoiser, told: Conditioning, levels: dict[str, float], push: float
) -> None:
    """An asked control moves the prediction PUSH times as far as the network moves by itself."""
    x = torch.randn(2, 12, 16, generator=torch.Generator().manual_seed(3))
    full = told.with_guidance(torch.full((2,), 2.0))
    asked, bare = _asking(full, [0, 1], **levels), _asking(full, [])
    with torch.inference_mode():
        by_itself = model(x, T, asked) - model(x, T, bare)
        moved = _at(model, asked, 2.0) - _at(model, bare, 2.0)
    assert by_itself.abs().max() > 1e-3
    assert torch.allclose(moved, push * by_itself, atol=1e-4)


def test_who_asks_nothing_is_not_moved(model: Denoiser, told: Conditioning) -> None:
    """In a batch in which one item asks, the other's prediction is what it is alone."""
    alone = _at(model, _asking(told, []), 2.0)
    beside = _at(model, _asking(told, [0], brightness=0.1), 2.0)
    assert torch.equal(beside[1], alone[1])
    assert not torch.allclose(beside[0], alone[0])


def test_known_tokens_stay_known_at_any_scale(model: Denoiser, told: Conditioning) -> None:
    """The clean past comes back as it was, mixed or told."""
    known = torch.zeros_like(told.known)
    known[:, :5] = True
    past = Conditioning(told.text, told.controls, told.guidance, told.clean, known)
    for scale in (0.3, 2.0):
        assert torch.allclose(_at(model, past, scale)[:, :5], told.clean[:, :5], atol=1e-6)
