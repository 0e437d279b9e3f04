"""The adversarial stage of MusicCM (arXiv 2404.13358, eqs. 7–9) on the student's own prediction.

``L = L_G + λ L_distil``. The one-step prediction that the distillation loss was taken of is the
fake, so that the student runs once a step; the clean tokens are the real music. As printed, the
paper feeds the teacher's latent to L_G, which has no gradient to the student; its Fig. 1 does this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from musiccm.denoiser import Conditioning
from musiccm.errors import CheckpointError
from training.compute import Compute
from training.crops import CropSource
from training.distill.stage import DistillConfig, DistillStage
from training.loop import cosine_lr
from training.polish.features import FeatureMaker, Look, TeacherFeatures
from training.polish.heads import Heads, LossKind, heads_loss, mean_to_draw, r1, student_loss
from training.ranks import Ranks


@dataclass(frozen=True)
class PolishConfig(DistillConfig):
    """Settings of a polish run, after those of its distillation loss.

    ``anchor`` is the paper's λ; the heads learn every ``heads_every`` steps, and every
    ``r1_every``-th of these pays R1 for all of them.
    """

    lr: float = 2e-5
    anchor: float = 3.0
    loss: LossKind = "hinge"
    features: str = "teacher"
    head_lr: float = 2e-4
    head_width: int = 64
    heads_every: int = 1
    r1: float = 1.0
    r1_every: int = 4


class PolishStage(DistillStage):
    """Heads and student in turn, on the same batch and the same forward passes."""

    config: PolishConfig

    def __init__(
        self,
        config: PolishConfig,
        teacher: Path,
        student: Path,
        train: CropSource,
        validation: CropSource,
        compute: Compute,
        make_features: FeatureMaker = TeacherFeatures,
    ) -> None:
        super().__init__(config, teacher, train, validation, compute)
        self._start_from(student)
        self.features = make_features(self.teacher)
        torch.manual_seed(config.seed)
        model = config.model
        heads = Heads(self.features.widths, model.text_dim, model.n_controls, config.head_width)
        self.heads = heads.to(compute.device).requires_grad_(False)
        self.modules["heads"] = self.heads
        # Little momentum: what either side is up against moves with every step.
        self.optimizers = {
            "adam": torch.optim.AdamW(
                self.student.parameters(), config.lr, betas=(0.5, 0.99), weight_decay=0.0
            ),
            "heads": torch.optim.AdamW(
                self.heads.parameters(), config.head_lr, betas=(0.0, 0.99), weight_decay=0.0
            ),
        }

    def _start_from(self, student: Path) -> None:
        weights = load_file(student / "ema.safetensors")
        for name, value in self.teacher.latents.state_dict().items():
            if not torch.equal(weights[f"latents.{name}"], value.cpu()):
                raise CheckpointError(
                    f"{student} was distilled from another teacher: name that one with --teacher"
                )
        for module in (self.student, self.target.module, self.ship.module):
            module.load_state_dict(weights)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step of the heads, then one of the student."""
        inputs = self.draw(self.rng(step), ranks)
        distance, prediction = self.distillation(inputs)
        look = self._look(step, inputs.x_0, ranks)
        real, fake = self.judged(inputs.x_0, prediction, inputs.cond, look)
        figures: dict[str, float] = {}
        if step % self.config.heads_every == 0:
            figures = self.teach_heads(real, fake, inputs.cond, step, progress, ranks)
        adversarial = self.adversarial(real, fake, inputs.cond)
        loss = adversarial + self.config.anchor * distance
        self.update(loss, step, progress, ranks)
        losses = {"loss": loss, "adversarial": adversarial, "distil": distance}
        return {**{k: ranks.mean(v.item()) for k, v in losses.items()}, **figures}

    def _look(self, step: int, like: Tensor, ranks: Ranks) -> Look:
        rng = np.random.default_rng([self.config.seed, 11, step])
        return Look.draw(rng, self.config.batch, like, ranks)

    def judged(
        self, x_0: Tensor, prediction: Tensor, cond: Conditioning, look: Look
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Return the features of real music, without a graph, and of the student's, with one."""
        with self.compute.autocast():
            with torch.no_grad():
                real = self.features(cond.clamp(x_0), cond, look)
            fake = self.features(cond.clamp(prediction), cond, look)
        return real, fake

    def teach_heads(
        self,
        real: Sequence[Tensor],
        fake: Sequence[Tensor],
        cond: Conditioning,
        step: int,
        progress: float,
        ranks: Ranks,
    ) -> dict[str, float]:
        """One optimiser step of the heads on features of both; return their loss and margin."""
        config = self.config
        pays = config.r1 > 0 and step // config.heads_every % config.r1_every == 0
        self.heads.requires_grad_(True)
        real = [h.detach().requires_grad_(pays) for h in real]
        on_real = self.heads(real, cond)
        on_fake = self.heads([h.detach() for h in fake], cond)
        pairs = list(zip(on_real, on_fake, strict=True))
        loss = mean_to_draw([heads_loss(a, b, config.loss) for a, b in pairs], cond.known)
        margin = mean_to_draw([(a - b).detach() for a, b in pairs], cond.known)
        penalty = config.r1_every * config.r1 / 2 * r1(on_real, real) if pays else 0.0
        (loss + penalty).backward()
        ranks.average_gradients(self.heads.parameters())
        cosine_lr(self.optimizers["heads"], config.head_lr, progress)
        self.optimizers["heads"].step()
        self.optimizers["heads"].zero_grad(set_to_none=True)
        self.heads.requires_grad_(False)
        return {"heads": ranks.mean(loss.item()), "margin": ranks.mean(margin.item())}

    def adversarial(
        self, real: Sequence[Tensor], fake: Sequence[Tensor], cond: Conditioning
    ) -> Tensor:
        """Return L_G, the loss of what the heads say to the student's music."""
        on_real, on_fake = self.heads(real, cond), self.heads(fake, cond)
        kind = self.config.loss
        losses = [student_loss(a, b, kind) for a, b in zip(on_real, on_fake, strict=True)]
        return mean_to_draw(losses, cond.known)
