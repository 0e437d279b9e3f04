"""Heads, their losses and their penalty."""

import math

import pytest
import torch
from torch import Tensor, nn

from musiccm.denoiser import Conditioning
from training.polish.heads import Heads, heads_loss, mean_to_draw, r1, student_loss

REAL, FAKE = torch.tensor([2.0, 0.5, -1.0]), torch.tensor([-3.0, 0.0, 1.0])


def conditioning(text: Tensor, controls: Tensor) -> Conditioning:
    """Return a conditioning of which the heads read two parts."""
    nothing = torch.zeros(len(text))
    return Conditioning(text, controls, nothing, nothing, nothing)


def test_hinge_on_hand_made_scores() -> None:
    """Scores past the margin cost the heads nothing; the student is paid for its own score."""
    assert heads_loss(REAL, FAKE, "hinge").tolist() == [0.0, 1.5, 4.0]
    assert student_loss(REAL, FAKE, "hinge").tolist() == [3.0, 0.0, -1.0]


def test_relativistic_on_hand_made_scores() -> None:
    """Only the difference counts, and what one side wins the other loses."""
    softplus = [math.log1p(math.exp(d)) for d in (-5.0, -0.5, 2.0)]
    assert heads_loss(REAL, FAKE, "relativistic").tolist() == pytest.approx(softplus)
    softplus = [math.log1p(math.exp(-d)) for d in (-5.0, -0.5, 2.0)]
    assert student_loss(REAL, FAKE, "relativistic").tolist() == pytest.approx(softplus)


def test_r1_of_a_linear_head_is_the_square_of_its_weights() -> None:
    """The penalty is the mean of |w|² over layers, whatever the features are, and teaches w."""
    layers = [nn.Linear(6, 1), nn.Linear(3, 1)]
    features = [torch.randn(2, 5, 6, requires_grad=True), torch.randn(2, 9, 3, requires_grad=True)]
    scores = [layer(h)[..., 0] for layer, h in zip(layers, features, strict=True)]
    penalty = r1(scores, features)
    squares = [layer.weight.detach().square().sum().item() for layer in layers]
    assert penalty.item() == pytest.approx(sum(squares) / 2, rel=1e-5)
    penalty.backward()
    torch.testing.assert_close(layers[0].weight.grad, layers[0].weight.detach())


def test_known_music_is_not_judged() -> None:
    """Scores of known positions do not count, on layers shorter and longer than the tokens."""
    known = torch.tensor([[True, True, False, False]])
    layers = [
        torch.tensor([[9.0, 9.0, 1.0, 3.0]]),
        torch.tensor([[9.0, 4.0]]),
        torch.tensor([[9.0, 9.0, 9.0, 9.0, 6.0, 6.0, 6.0, 6.0]]),
    ]
    assert mean_to_draw(layers, known).item() == pytest.approx((2 + 4 + 6) / 3)


def test_heads_hear_what_was_asked_for() -> None:
    """The score depends on text and controls; controls act at their own place only."""
    torch.manual_seed(0)
    heads = Heads([8], text_dim=6, n_controls=5)
    features = [torch.randn(2, 16, 8)]
    text, controls = torch.randn(2, 6), torch.randn(2, 64, 5)
    (score,) = heads(features, conditioning(text, controls))
    (other,) = heads(features, conditioning(-text, controls))
    assert score.shape == (2, 16)
    assert not torch.isclose(score, other).any()
    controls = controls.clone()
    controls[:, :4] += 1  # the frames of the first position
    (other,) = heads(features, conditioning(text, controls))
    assert torch.equal(score[:, 1:], other[:, 1:])
    assert not torch.isclose(score[:, 0], other[:, 0]).any()
