"""Training-time conditioning."""

import numpy as np
import torch

from musiccm.controls import CONTROLS, N_CHANNELS, N_VALUES, SLICES
from training.conditioning import (
    PAST_ERROR,
    DropRates,
    drop_controls,
    group_matrix,
    known_tokens,
    masked_mean,
    noise_levels,
    wrong_past,
)


def test_every_channel_belongs_to_one_group() -> None:
    """Values and flags are dropped together and none is forgotten."""
    assert torch.equal(group_matrix().sum(0), torch.ones(N_CHANNELS))


def test_dropped_groups_lose_values_and_flag_together() -> None:
    """A group is either whole or all zeros."""
    controls = drop_controls(torch.ones(64, 3, N_CHANNELS), np.random.default_rng(0), DropRates())
    for index, control in enumerate(CONTROLS):
        values = controls[..., SLICES[control.name]]
        flag = controls[..., N_VALUES + index]
        assert torch.equal(values.amin(-1), flag)
        assert torch.equal(values.amax(-1), flag)
    assert 0 < controls[:, 0, N_VALUES].mean() < 1


def test_something_always_stays_to_be_drawn() -> None:
    """No item is known as a whole."""
    known = known_tokens(500, 32, np.random.default_rng(1), DropRates(prefix=0.4, middle=0.6))
    assert not known.all(dim=1).any()
    assert known.any(dim=1).all()


def test_error_on_known_tokens_costs_nothing() -> None:
    """The loss is the mean over what had to be drawn."""
    known = torch.tensor([[True, False, False]])
    error = torch.tensor([[[100.0], [1.0], [3.0]]])
    assert masked_mean(error, known).item() == 2.0


def test_noise_levels_lean_towards_noise() -> None:
    """Times stay inside 0 … 1 with a median above one half."""
    t = noise_levels(2000, np.random.default_rng(2))
    assert t.min() > 0 and t.max() < 1
    assert 0.65 < t.median() < 0.85


def test_a_wrong_past_differs_by_one_error_an_item() -> None:
    """Some items keep their past to the last digit, the others get noise up to PAST_ERROR."""
    x_0 = torch.zeros(200, 16, 8)
    past = wrong_past(x_0, np.random.default_rng(3), 0.5)
    error = past.std(dim=(1, 2))
    assert 0.3 < (error == 0).float().mean() < 0.7
    assert 0.3 < error.max() <= 1.2 * PAST_ERROR
