"""The adversarial stage of MusicCM (arXiv 2404.13358, eqs. 7–9) on the student's own prediction.

``L = L_G + λ L_distil``. The one-step prediction that the distillation loss was taken of is the
fake, so that the student runs once a step; the clean tokens are the real music. As printed, the
paper feeds the teacher's latent to L_G, which has no gradient to the student; its Fig. 1 does this.
"""

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
from training.polish.adversary import Adversary
from training.polish.features import FeatureMaker, Look, TeacherFeatures
from training.polish.heads import Heads, LossKind
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


class PolishStage(Adversary, DistillStage):
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
        self.add_heads(heads)

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
