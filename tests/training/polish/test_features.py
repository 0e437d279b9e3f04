"""Frozen networks as features."""

from functools import partial

import numpy as np
import pytest
import torch

from musiccm.denoiser import Conditioning, Denoiser
from tests.training.polish.tiny import FRAMES, MODEL, Crops
from training.classifier.network import StyleNet
from training.conditioning import DropRates, training_batch
from training.polish.features import ClassifierFeatures, FeatureMaker, Look, TeacherFeatures
from training.ranks import Ranks

MAKERS = {
    "teacher": TeacherFeatures,
    "classifier": partial(ClassifierFeatures, net=StyleNet(3, n_mels=MODEL.n_mels)),
}


def batch(denoiser: Denoiser) -> tuple[torch.Tensor, Conditioning]:
    """Return tokens and conditioning of two crops with a known past."""
    rng = np.random.default_rng(3)
    rates = DropRates(prefix=1.0, middle=0.0)
    return training_batch(denoiser, Crops().draw(rng, 2), rng, rates)


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_gradient_passes_through_to_the_music_only(maker: FeatureMaker) -> None:
    """Every layer has its width and pulls at every token to be drawn; the network has no gradient.

    What a layer is asked for is random: states without mean would give sums without gradient.
    """
    torch.manual_seed(0)
    denoiser = Denoiser(MODEL)
    features = maker(denoiser)
    x_0, cond = batch(denoiser)
    x = x_0.clone().requires_grad_()
    look = Look.draw(np.random.default_rng(4), 2, x, Ranks())
    states = features(cond.clamp(x), cond, look)
    assert tuple(h.shape[2] for h in states) == features.widths
    assert all(h.shape[0] == 2 for h in states)
    torch.stack([(h * torch.randn_like(h)).sum() for h in states]).sum().backward()
    assert x.grad is not None
    reached = x.grad.abs().sum(-1) > 0
    assert torch.equal(reached, ~cond.known)
    frozen = [denoiser] if maker is TeacherFeatures else [maker.keywords["net"]]  # type: ignore[attr-defined]
    assert all(p.grad is None and not p.requires_grad for net in frozen for p in net.parameters())


def test_the_teacher_listens_at_evenly_spaced_blocks() -> None:
    """The last block is among them, and a shallow network gives what it has."""
    denoiser = Denoiser(MODEL)
    assert TeacherFeatures(denoiser, layers=1).blocks == [denoiser.blocks[1]]
    assert TeacherFeatures(denoiser, layers=4).blocks == list(denoiser.blocks)


def test_the_classifier_hears_each_layer_in_order() -> None:
    """The first layer has a state per pooled step, each next one half as many."""
    denoiser = Denoiser(MODEL)
    x_0, cond = batch(denoiser)
    look = Look(torch.ones(2), torch.zeros_like(x_0))
    states = MAKERS["classifier"](denoiser)(x_0, cond, look)
    assert [h.shape[1] for h in states] == [FRAMES // 4 // 2**k for k in range(5)]


def test_every_process_looks_alike() -> None:
    """Two processes draw the noise that one process would draw."""
    like = torch.zeros(4, 3, 5)
    whole = Look.draw(np.random.default_rng(1), 4, like, Ranks())
    halves = [Look.draw(np.random.default_rng(1), 4, like[:2], Ranks(k, 2)) for k in (0, 1)]
    assert torch.equal(torch.cat([half.t for half in halves]), whole.t)
    assert torch.equal(torch.cat([half.noise for half in halves]), whole.noise)
