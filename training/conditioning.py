"""Training-time conditioning: what is dropped, what is known, at which noise level."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.controls import CONTROLS, N_CHANNELS, N_VALUES, SLICES
from musiccm.denoiser import Conditioning, Denoiser
from musiccm.sampler import shifted


@dataclass(frozen=True)
class DropRates:
    """Probabilities of hiding things from the network, each drawn on its own."""

    text: float = 0.1
    controls: float = 0.1
    group: float = 0.1
    derived: float = 0.5  # for groups that a performer seldom gives
    prefix: float = 0.5  # a clean past is known
    middle: float = 0.1  # past and future are known
    wrong: float = 0.5  # what is known is not quite right


PAST_ERROR = 0.4  # standard deviation of the most wrong past; tokens have one near 1
DERIVED = ("level", "density", "brightness", "intensity")


def group_matrix() -> Tensor:
    """Return (groups, N_CHANNELS), 1 where a channel or its known-flag belongs to a group."""
    matrix = torch.zeros(len(CONTROLS), N_CHANNELS)
    for index, control in enumerate(CONTROLS):
        matrix[index, SLICES[control.name]] = 1.0
        matrix[index, N_VALUES + index] = 1.0
    return matrix


def drop_controls(controls: Tensor, rng: np.random.Generator, rates: DropRates) -> Tensor:
    """Hide whole control groups, or all of them, per item of ``controls`` (B, F, N_CHANNELS)."""
    batch = controls.shape[0]
    rate = np.array([rates.derived if c.name in DERIVED else rates.group for c in CONTROLS])
    keep = rng.random((batch, len(CONTROLS))) >= rate
    keep &= rng.random((batch, 1)) >= rates.controls
    channels = torch.from_numpy(keep.astype(np.float32)) @ group_matrix()
    return controls * channels[:, None].to(controls)


def known_tokens(batch: int, length: int, rng: np.random.Generator, rates: DropRates) -> Tensor:
    """Return (B, L) bool: nothing, a prefix, or prefix and suffix are known."""
    known = np.zeros((batch, length), bool)
    draw = rng.random(batch)
    for item in range(batch):
        if draw[item] < rates.prefix + rates.middle:
            known[item, : int(rng.integers(4, 3 * length // 4))] = True
        if draw[item] < rates.middle:
            start = int(rng.integers(length // 4, length))
            known[item, start:] = True
        if known[item].all():
            known[item, length // 2 :] = False
    return torch.from_numpy(known)


def wrong_past(x_0: Tensor, rng: np.random.Generator, rate: float) -> Tensor:
    """Return known tokens as a player has them: in ``rate`` of the items with errors added.

    A network that has only continued recordings trusts its past to the last digit; live it
    continues itself, and the errors add up (cf. noise augmentation, arXiv 2106.15282).
    """
    batch = x_0.shape[0]
    most = PAST_ERROR * (rng.random(batch) < rate)
    error = torch.from_numpy((most * rng.random(batch)).astype(np.float32))
    noise = torch.from_numpy(rng.standard_normal(x_0.shape, dtype=np.float32))
    return x_0 + (error[:, None, None] * noise).to(x_0)


def noise_levels(batch: int, rng: np.random.Generator) -> Tensor:
    """Draw t (B,): logit-normal, shifted towards noise (arXiv 2403.03206)."""
    u = 1 / (1 + np.exp(-rng.standard_normal(batch)))
    return torch.tensor([shifted(float(value)) for value in u], dtype=torch.float32)


def masked_mean(error: Tensor, known: Tensor) -> Tensor:
    """Mean of ``error`` (B, L, n) over unknown tokens, per item (B,)."""
    unknown = (~known)[..., None].to(error)
    return (error * unknown).sum((1, 2)) / (unknown.sum((1, 2)) * error.shape[-1])


def training_batch(
    denoiser: Denoiser,
    crops: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    rng: np.random.Generator,
    rates: DropRates,
) -> tuple[Tensor, Conditioning]:
    """Turn crops (mel, controls, text) into clean tokens and their conditioning."""
    device = next(denoiser.parameters()).device
    mel, controls, text = (torch.from_numpy(part).to(device) for part in crops)
    x_0 = denoiser.latents.encode(mel)
    batch, length = x_0.shape[:2]
    keep_text = torch.from_numpy((rng.random((batch, 1)) >= rates.text).astype(np.float32))
    known = known_tokens(batch, length, rng, rates).to(device)
    cond = Conditioning(
        text=text * keep_text.to(device),
        controls=drop_controls(controls, rng, rates),
        guidance=torch.zeros(batch, device=device),
        clean=wrong_past(x_0, rng, rates.wrong),
        known=known,
    )
    return x_0, cond
