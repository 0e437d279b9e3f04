"""Consistency distillation (arXiv 2404.13358, eqs. 4–6; guidance as in arXiv 2310.04378).

``L = E d(f_θ(x_{n+1}, t_{n+1}, w), f_θ*(x̂_n, t_n, w))`` with x̂_n from one guided solver step of the
teacher, θ* the moving average of θ and d the pseudo-Huber distance on the sample norm.
"""

import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from musiccm.denoiser import Conditioning, Denoiser, DenoiserConfig
from musiccm.sampler import SOLVER_POINTS, guided, sample_consistency, sampling_times, solver_grid
from training.compute import Compute
from training.conditioning import DropRates, masked_mean, training_batch
from training.crops import CropSource
from training.ema import Ema
from training.loop import cosine_lr
from training.mel_distance import MelSpace
from training.ranks import Ranks
from training.teacher.stage import noisy, share


@dataclass(frozen=True)
class DistillConfig:
    """Settings of a distillation run.

    ``guidance`` is the range the scale is drawn from; ``own`` the part of the batch whose noisy
    input is made of the student's own music (see :meth:`DistillStage.own_music`), ``own_past`` the
    part whose known tokens are.
    """

    model: DenoiserConfig = field(default_factory=DenoiserConfig)
    drop: DropRates = field(default_factory=DropRates)
    guidance: tuple[float, float] = (1.0, 4.0)
    solver_points: int = SOLVER_POINTS
    batch: int = 12
    lr: float = 1e-4
    target_ema: float = 0.95
    ship_ema: float = 0.99
    huber: float = 0.03
    own: float = 0.5
    own_past: float = 0.5
    seed: int = 0
    validation_crops: int = 48
    validation_steps: int = 4


@dataclass(frozen=True)
class Inputs:
    """What one step learns from: this rank's share of the batch.

    ``x_0`` (B, L, n_latents) clean tokens and ``cond`` as the teacher is told it, without the
    guidance ``scale`` (B,) that the student is told; ``x_t`` the noisy input at times ``t`` (B,),
    and ``s`` (B,) the next lower times of the solver grid.
    """

    x_0: Tensor
    cond: Conditioning
    scale: Tensor
    x_t: Tensor
    t: Tensor
    s: Tensor


def pseudo_huber(a: Tensor, b: Tensor, known: Tensor, c: float) -> Tensor:
    """Pseudo-Huber distance on the sample norm (arXiv 2310.14189), per item (B,)."""
    return (masked_mean((a.float() - b.float()) ** 2, known) + c**2).sqrt() - c


@torch.no_grad()
def guided_solver_step(
    teacher: Denoiser, x: Tensor, t: Tensor, s: Tensor, cond: Conditioning, scale: Tensor
) -> Tensor:
    """One DDIM step of the teacher from t to s (B,), guided by ``scale`` (B,)."""
    bare = cond.without_prompt()
    both = Conditioning(
        *(
            torch.cat([getattr(cond, k), getattr(bare, k)])
            for k in ("text", "controls", "guidance", "clean", "known")
        )
    )
    yes, no = teacher(torch.cat([x, x]), torch.cat([t, t]), both).float().chunk(2)
    x_0 = guided(yes, no, scale[:, None, None])
    t, s = t[:, None, None], s[:, None, None]
    epsilon = (x - (1 - t) * x_0) / t
    return (1 - s) * x_0 + s * epsilon


class DistillStage:
    """One distillation step at a time (see :class:`training.loop.Stage`)."""

    def __init__(
        self,
        config: DistillConfig,
        teacher: Path,
        train: CropSource,
        validation: CropSource,
        compute: Compute,
    ) -> None:
        self.config, self.train, self.validation, self.compute = config, train, validation, compute
        self.teacher = Denoiser(config.model).to(compute.device)
        self.teacher.load_state_dict(load_file(teacher / "ema.safetensors"))
        self.teacher.eval().requires_grad_(False)
        self.student = copy.deepcopy(self.teacher).requires_grad_(True)
        self.target = Ema(copy.deepcopy(self.student), config.target_ema, warm=False)
        self.ship = Ema(copy.deepcopy(self.student), config.ship_ema, warm=False)
        self.forward = compute.prepare(self.student)
        self.grid = torch.tensor(solver_grid(config.solver_points), device=compute.device)
        self.space = MelSpace.fit(train, self.student, seed=config.seed)
        self.modules: dict[str, nn.Module] = {
            "model": self.student,
            "target": self.target.module,
            "ema": self.ship.module,
        }
        self.optimizers: dict[str, torch.optim.Optimizer] = {
            "adam": torch.optim.AdamW(
                self.student.parameters(), config.lr, betas=(0.9, 0.99), weight_decay=0.0
            )
        }

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step on this rank's share of the global batch."""
        loss, _ = self.distillation(self.draw(self.rng(step), ranks))
        self.update(loss, step, progress, ranks)
        return {"loss": ranks.mean(loss.item())}

    def rng(self, step: int) -> np.random.Generator:
        """Return the source of all randomness of a step's inputs."""
        return np.random.default_rng([self.config.seed, 7, step])

    def update(self, loss: Tensor, step: int, progress: float, ranks: Ranks) -> None:
        """Move the student down the gradient of ``loss``, and its averages after it."""
        loss.backward()
        ranks.average_gradients(self.student.parameters())
        nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        cosine_lr(self.optimizers["adam"], self.config.lr, progress)
        self.optimizers["adam"].step()
        self.optimizers["adam"].zero_grad(set_to_none=True)
        self.target.update(self.student, step)
        self.ship.update(self.student, step)

    def draw(self, rng: np.random.Generator, ranks: Ranks) -> Inputs:
        """Draw a global batch and return this rank's share of it, noised."""
        config = self.config
        crops = self.train.draw(rng, config.batch)
        x_0, cond = training_batch(self.student, crops, rng, config.drop)
        n = torch.from_numpy(rng.integers(config.solver_points, size=config.batch)).to(x_0.device)
        noise = torch.from_numpy(rng.standard_normal(x_0.shape, dtype=np.float32)).to(x_0)
        scale = torch.from_numpy(rng.uniform(*config.guidance, config.batch).astype(np.float32))
        mine = torch.from_numpy(rng.random(config.batch) < config.own)
        past = torch.from_numpy(rng.random(config.batch) < config.own_past)
        other, third = (
            torch.from_numpy(rng.standard_normal(x_0.shape, dtype=np.float32)).to(x_0)
            for _ in range(2)
        )
        part = ranks.share(config.batch)
        x_0, cond, n, noise = share(ranks, x_0, cond, n, noise)
        scale = scale[part].to(x_0)
        mine, past = (chosen[part].to(x_0.device)[:, None, None] for chosen in (mine, past))
        with self.compute.autocast():
            cond = self.own_past(third[part], cond, scale, past)
            music = torch.where(mine, self.own_music(other[part], cond.with_guidance(scale)), x_0)
        t = self.grid[n + 1]
        return Inputs(x_0, cond, scale, noisy(music, t, noise), t, self.grid[n])

    def distillation(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        """Return the consistency loss and the student's prediction f(x_t, t, w) it was taken of."""
        x_t, t, s, cond = inputs.x_t, inputs.t, inputs.s, inputs.cond
        told = cond.with_guidance(inputs.scale)
        with self.compute.autocast():
            x_s = guided_solver_step(self.teacher, x_t, t, s, cond, inputs.scale)
            with torch.no_grad():
                target = self.target.module(x_s, s, told)
            prediction = self.forward(x_t, t, told)
        distance = pseudo_huber(prediction, target, cond.known, self.config.huber)
        return distance.mean(), prediction.float()

    @torch.no_grad()
    def own_music(self, noise: Tensor, told: Conditioning) -> Tensor:
        """Return one-step music of the student's average.

        From the second step on a sampler noises the student's own prediction, not a recording. A
        student that has only seen recordings there drifts from the truth with every step (cf.
        backward simulation, arXiv 2405.14867, section 4.5).
        """
        first = torch.ones(len(noise), device=noise.device)
        return self.target.module(noise, first, told).float()

    def own_past(
        self, noise: Tensor, cond: Conditioning, scale: Tensor, chosen: Tensor
    ) -> Conditioning:
        """Return ``cond`` with own music for the known tokens of the ``chosen`` items (B, 1, 1).

        Live it continues what it has drawn itself; a student that was only shown the past of
        recordings wanders off within half an hour.
        """
        if self.config.own_past == 0:
            return cond
        blank = replace(cond, known=torch.zeros_like(cond.known)).with_guidance(scale)
        music = self.own_music(noise, blank)
        return replace(cond, clean=torch.where(chosen, music, cond.clean))

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Fréchet distance of one- and few-step samples to held-out truth in a small mel space.

        The score is the mean of both: few steps alone favour a student that is still its teacher,
        blurred in one step and pulled back by the next (see the lab book).
        """
        steps = self.config.validation_steps
        figures = {f"frechet_{n}": self._distance(n) for n in sorted({1, steps})}
        return {**figures, "score": sum(figures.values()) / len(figures)}

    def _distance(self, steps: int) -> float:
        config = self.config
        truth, samples = [], []
        for start in range(0, config.validation_crops, config.batch):
            rng = np.random.default_rng([config.seed, 10**6, start])
            crops = self.validation.draw(rng, config.batch)
            rates = DropRates(0, 0, 0, 0, 0, 0, 0)
            x_0, cond = training_batch(self.student, crops, rng, rates)
            cond = cond.with_guidance(torch.full((config.batch,), 2.0, device=x_0.device))
            samples.append(self._sample(cond, rng, steps, x_0.shape))
            truth.append(x_0)
        return self.space.distance(torch.cat(samples), torch.cat(truth))

    def _sample(
        self, cond: Conditioning, rng: np.random.Generator, steps: int, shape: torch.Size
    ) -> Tensor:
        model = self.ship.module
        noises = [
            torch.from_numpy(rng.standard_normal(shape, dtype=np.float32)).to(cond.text)
            for _ in range(steps)
        ]

        def f(x: Tensor, t: float) -> Tensor:
            return model(x, torch.full((shape[0],), t, device=x.device), cond)

        return sample_consistency(f, noises, sampling_times(steps))
