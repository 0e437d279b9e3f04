"""The adversarial half of a polish stage: heads, their turn, and what they say to the student."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from musiccm.denoiser import Conditioning
from training.compute import Compute
from training.loop import cosine_lr
from training.polish.heads import Heads, heads_loss, mean_to_draw, r1, student_loss
from training.ranks import Ranks


class Adversary:
    """Mixed into a distillation stage, which brings config, compute, student and modules."""

    config: Any
    compute: Compute
    student: Any
    modules: dict[str, nn.Module]
    optimizers: dict[str, torch.optim.Optimizer]

    def add_heads(self, heads: Heads) -> None:
        """Take the heads in, and begin both optimisers."""
        config = self.config
        self.heads = heads.to(self.compute.device).requires_grad_(False)
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
