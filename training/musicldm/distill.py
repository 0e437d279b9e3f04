"""Consistency distillation of MusicLDM (arXiv 2404.13358, eqs. 4–6) with the paper's settings.

``L = E d(f_θ(x_{n+1}, t_{n+1}), f_θ*(x̂_n, t_n))``: x̂_n from one guided DDIM step of the teacher, θ*
the moving average of θ, d the pseudo-Huber distance on the sample norm. The scale is fixed, since a
student of the teacher's shape cannot be told one.
"""

import copy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from musiccm.musicldm.canvas import to_tokens
from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.denoiser import Network, consistency, predict_x_0
from musiccm.musicldm.schedule import Past, sample_consistency, sampling_times, solver_grid
from musiccm.sampler import guided
from training.compute import Compute
from training.distill.stage import pseudo_huber
from training.ema import Ema
from training.loop import cosine_lr
from training.mel_distance import MelSpace
from training.musicldm.latents import LatentStore
from training.ranks import Ranks


@dataclass(frozen=True)
class LatentDistillConfig:
    """Settings of a distillation; ``guidance`` 3 is the paper's w = 2 in the usual convention."""

    batch: int = 8
    lr: float = 1e-5
    guidance: float = 3.0
    solver_points: int = 50
    target_ema: float = 0.95
    huber: float = 0.03
    seed: int = 0
    validation_crops: int = 48
    validation_steps: int = 4


@dataclass(frozen=True)
class LatentInputs:
    """A rank's share of a batch: clean latents, text, noisy input at t, next lower time s."""

    x_0: Tensor
    text: Tensor
    x_t: Tensor
    t: Tensor
    s: Tensor


class LatentDistillStage:
    """One distillation step at a time (see :class:`training.loop.Stage`)."""

    def __init__(
        self, config: LatentDistillConfig, parts: Parts, store: LatentStore, compute: Compute
    ) -> None:
        self.config, self.store, self.compute, self.schedule = (
            config,
            store,
            compute,
            parts.schedule,
        )
        self.teacher: Network = parts.unet.to(compute.device)
        self.student: Network = copy.deepcopy(self.teacher).requires_grad_(True)
        self.target = Ema(copy.deepcopy(self.student), config.target_ema, warm=False)
        self.nothing = torch.from_numpy(parts.words.encode([""])).to(compute.device)
        grid = solver_grid(self.schedule.n_times, config.solver_points)
        self.grid = torch.tensor(grid, device=compute.device)
        self.space = self._space()
        self.modules: dict[str, nn.Module] = {"model": self.student, "ema": self.target.module}
        self.optimizers: dict[str, torch.optim.Optimizer] = {
            "adam": torch.optim.AdamW(self.student.parameters(), config.lr, weight_decay=0.0)
        }

    def _space(self) -> MelSpace:
        rng = np.random.default_rng([self.config.seed, 3])
        clips, _ = self.store.draw("train", rng, self.config.validation_crops)
        return MelSpace.of(to_tokens(clips.to(self.compute.device)), seed=self.config.seed)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step on this rank's share of the global batch."""
        loss, _ = self.distillation(self.draw(step, ranks))
        self.update(loss, step, progress, ranks)
        return {"loss": ranks.mean(loss.item())}

    def update(self, loss: Tensor, step: int, progress: float, ranks: Ranks) -> None:
        """Move the student down the gradient of ``loss``, and its average after it."""
        loss.backward()
        ranks.average_gradients(self.student.parameters())
        nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        cosine_lr(self.optimizers["adam"], self.config.lr, progress)
        self.optimizers["adam"].step()
        self.optimizers["adam"].zero_grad(set_to_none=True)
        self.target.update(self.student, step)

    def draw(self, step: int, ranks: Ranks) -> LatentInputs:
        """Draw a step's global batch and return this rank's share of it, noised."""
        config = self.config
        rng = np.random.default_rng([config.seed, 7, step])
        x_0, text = self.store.draw("train", rng, config.batch)
        n = torch.from_numpy(rng.integers(config.solver_points, size=config.batch))
        noise = torch.from_numpy(rng.standard_normal(x_0.shape, dtype=np.float32))
        part = ranks.share(config.batch)
        x_0, text, n, noise = (
            value[part].to(self.compute.device) for value in (x_0, text, n, noise)
        )
        t = self.grid[n + 1]
        return LatentInputs(x_0, text, self.schedule.noisy(x_0, t, noise), t, self.grid[n])

    def distillation(self, inputs: LatentInputs) -> tuple[Tensor, Tensor]:
        """Return the consistency loss and the student's prediction f(x_t, t) it was taken of."""
        with self.compute.autocast():
            with torch.no_grad():
                x_s = self.solver_step(inputs)
                target = self._f(self.target.module, x_s, inputs.s, inputs.text)
            prediction = self._f(self.student, inputs.x_t, inputs.t, inputs.text)
        a, b = to_tokens(prediction), to_tokens(target)
        unknown = torch.zeros(a.shape[:2], dtype=torch.bool, device=a.device)
        return pseudo_huber(a, b, unknown, self.config.huber).mean(), prediction.float()

    def solver_step(self, inputs: LatentInputs) -> Tensor:
        """One guided DDIM step of the teacher from t to s."""
        x, t = inputs.x_t, inputs.t
        text = torch.cat([inputs.text, self.nothing.expand_as(inputs.text)])
        both = predict_x_0(self.teacher, self.schedule, torch.cat([x, x]), torch.cat([t, t]), text)
        yes, no = both.float().chunk(2)
        return self.schedule.ddim_step(x, guided(yes, no, self.config.guidance), t, inputs.s)

    def _f(self, unet: Network, x: Tensor, t: Tensor, text: Tensor) -> Tensor:
        return consistency(unet, self.schedule, x, t, text)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Fréchet distance of one- and few-step samples to held-out clips in a small space.

        The score is the mean of both, as in training.distill.stage.
        """
        steps = sorted({1, self.config.validation_steps})
        figures = {f"frechet_{n}": self._distance(n) for n in steps}
        return {**figures, "score": sum(figures.values()) / len(figures)}

    def _distance(self, steps: int) -> float:
        config = self.config
        truth, samples = [], []
        for start in range(0, config.validation_crops, config.batch):
            rng = np.random.default_rng([config.seed, 10**6, start])
            x_0, text = self.store.draw("validation", rng, config.batch)
            truth.append(to_tokens(x_0.to(self.compute.device)))
            samples.append(to_tokens(self.sample(text, rng, steps, x_0.shape)))
        return self.space.distance(torch.cat(samples), torch.cat(truth))

    def sample(
        self, text: Tensor, rng: np.random.Generator, steps: int, shape: torch.Size
    ) -> Tensor:
        """Draw clips of the averaged student, (B, C, T, F)."""
        device = self.compute.device
        noises = [
            torch.from_numpy(rng.standard_normal(shape, dtype=np.float32)).to(device)
            for _ in range(steps)
        ]
        text = text.to(device)

        def f(x: Tensor, t: int) -> Tensor:
            times = torch.full((len(x),), t, device=device)
            with self.compute.autocast():
                return self._f(self.target.module, x, times, text).float()

        past = Past(torch.zeros_like(noises[0]), torch.zeros(shape[2], dtype=torch.bool).to(device))
        times = sampling_times(steps, self.schedule.n_times, self.config.solver_points)
        return sample_consistency(f, self.schedule, noises, times, past)
