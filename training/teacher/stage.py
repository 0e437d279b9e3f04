"""The teacher: flow matching on mel tokens with x-prediction."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from musiccm.denoiser import Conditioning, Denoiser, DenoiserConfig
from training.compute import Compute
from training.conditioning import DropRates, masked_mean, noise_levels, training_batch
from training.crops import CropSource
from training.ema import Ema
from training.loop import cosine_lr
from training.ranks import Ranks

MIN_TIME = 0.15  # the velocity weight 1/t² is clipped here


@dataclass(frozen=True)
class TeacherConfig:
    """Settings of a teacher run."""

    model: DenoiserConfig = field(default_factory=DenoiserConfig)
    drop: DropRates = field(default_factory=DropRates)
    batch: int = 16
    lr: float = 6e-4
    ema: float = 0.999
    seed: int = 0
    validation_crops: int = 48


def flow_loss(prediction: Tensor, x_0: Tensor, t: Tensor, known: Tensor) -> Tensor:
    """Velocity loss of an x-prediction, per item: ``|v - v̂|² = |x_0 - x̂_0|² / t²``."""
    weight = 1 / t.clamp(min=MIN_TIME) ** 2
    return masked_mean((prediction.float() - x_0) ** 2, known) * weight


def noisy(x_0: Tensor, t: Tensor, noise: Tensor) -> Tensor:
    """Return ``x_t = (1 - t) x_0 + t ε`` for t (B,)."""
    t = t[:, None, None]
    return (1 - t) * x_0 + t * noise


class TeacherStage:
    """One flow-matching step at a time (see :class:`training.loop.Stage`).

    ``first`` are the weights it begins with, latents included; none are random ones and latents
    fitted to the crops.
    """

    def __init__(
        self,
        config: TeacherConfig,
        train: CropSource,
        validation: CropSource,
        compute: Compute,
        first: dict[str, Tensor] | None = None,
    ) -> None:
        torch.manual_seed(config.seed)
        self.config, self.train, self.validation, self.compute = config, train, validation, compute
        self.model = Denoiser(config.model).to(compute.device)
        if first is None:
            train.fit_latents(self.model.latents)
        else:
            self.model.load_state_dict(first)
        self.ema = Ema(copy.deepcopy(self.model), config.ema)
        self.forward = compute.prepare(self.model)
        self.modules: dict[str, nn.Module] = {"model": self.model, "ema": self.ema.module}
        self.optimizers: dict[str, torch.optim.Optimizer] = {
            "adam": torch.optim.AdamW(
                self.model.parameters(), config.lr, betas=(0.9, 0.99), weight_decay=0.01
            )
        }

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step on this rank's share of the global batch."""
        rng = np.random.default_rng([self.config.seed, step])
        loss = self._loss(self.forward, self.train, rng, ranks).mean()
        loss.backward()
        ranks.average_gradients(self.model.parameters())
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optimizer = self.optimizers["adam"]
        cosine_lr(optimizer, self.config.lr, progress)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        self.ema.update(self.model, step)
        return {"loss": ranks.mean(loss.item()), "norm": norm.item()}

    def _loss(
        self,
        forward: Callable[..., Tensor],
        source: CropSource,
        rng: np.random.Generator,
        ranks: Ranks,
    ) -> Tensor:
        batch = self.config.batch
        x_0, cond = training_batch(self.model, source.draw(rng, batch), rng, self.config.drop)
        t = noise_levels(batch, rng).to(x_0)
        noise = torch.from_numpy(rng.standard_normal(x_0.shape, dtype=np.float32)).to(x_0)
        x_0, cond, t, noise = share(ranks, x_0, cond, t, noise)
        with self.compute.autocast():
            prediction = forward(noisy(x_0, t, noise), t, cond)
        return flow_loss(prediction, x_0, t, cond.known)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Return the flow loss of the averaged weights on fixed held-out crops."""
        losses = []
        for start in range(0, self.config.validation_crops, self.config.batch):
            rng = np.random.default_rng([self.config.seed, 10**6, start])
            losses.append(self._loss(self.ema.module, self.validation, rng, Ranks()))
        return {"score": float(torch.cat(losses).mean())}


def share(
    ranks: Ranks, x_0: Tensor, cond: Conditioning, t: Tensor, noise: Tensor
) -> tuple[Tensor, Conditioning, Tensor, Tensor]:
    """Cut a global batch down to this rank's part."""
    part = ranks.share(x_0.shape[0])
    return x_0[part], cond.part(part), t[part], noise[part]
