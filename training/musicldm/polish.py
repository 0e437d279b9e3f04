"""The adversarial stage of MusicCM on MusicLDM's latents (arXiv 2404.13358, eqs. 7–9).

``L = L_G + λ L_distil`` as in training.polish.stage, with the frozen U-Net as the network that the
heads listen to. The heads are told the text and, as the paper has it, the mel: the time average of
the clean latents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from musiccm.denoiser import Conditioning
from musiccm.musicldm.canvas import to_tokens
from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.denoiser import Network
from musiccm.musicldm.schedule import Schedule
from training.compute import Compute
from training.musicldm.distill import LatentDistillConfig, LatentDistillStage, LatentInputs
from training.musicldm.latents import LatentStore
from training.polish.adversary import Adversary
from training.polish.features import tapped
from training.polish.heads import Heads, LossKind
from training.ranks import Ranks


@dataclass(frozen=True)
class LatentPolishConfig(LatentDistillConfig):
    """Settings of a polish run; ``anchor`` is the paper's λ. See training.polish.stage."""

    anchor: float = 3.0
    loss: LossKind = "hinge"
    head_lr: float = 2e-4
    head_width: int = 64
    heads_every: int = 1
    r1: float = 1.0
    r1_every: int = 4


class UNetFeatures:
    """Hidden states of the frozen U-Net on noised latents, (B, T', C · F') per layer.

    The middle and every block of the way up; a position is a moment, its bins are channels.
    """

    def __init__(self, unet: Network, schedule: Schedule) -> None:
        self.unet, self.schedule = unet, schedule
        self.blocks: list[nn.Module] = [unet.mid_block, *unet.up_blocks]

    def __call__(self, x: Tensor, text: Tensor, t: Tensor, noise: Tensor) -> list[Tensor]:
        """Return the states of latents ``x`` (B, C, T, F), noised to whole times ``t`` (B,)."""
        with tapped(self.blocks) as states:
            x_t = self.schedule.noisy(x, t, noise)
            self.unet(x_t, t, None, class_labels=text, return_dict=False)
        tokens = [to_tokens(h.float()) for h in states]
        return [nn.functional.layer_norm(h, h.shape[-1:]) for h in tokens]


def asked(inputs: LatentInputs) -> Conditioning:
    """Return what the heads are told, in the terms of training.polish.heads."""
    tokens = to_tokens(inputs.x_0)
    return Conditioning(
        text=inputs.text,
        controls=tokens.mean(dim=1, keepdim=True).expand_as(tokens),
        guidance=torch.zeros(len(tokens), device=tokens.device),
        clean=tokens,
        known=torch.zeros(tokens.shape[:2], dtype=torch.bool, device=tokens.device),
    )


class LatentPolishStage(Adversary, LatentDistillStage):
    """Heads and student in turn, on the same batch and the same forward passes."""

    config: LatentPolishConfig

    def __init__(
        self,
        config: LatentPolishConfig,
        parts: Parts,
        student: Path,
        store: LatentStore,
        compute: Compute,
    ) -> None:
        super().__init__(config, parts, store, compute)
        weights = load_file(student / "ema.safetensors")
        for module in (self.student, self.target.module):
            module.load_state_dict(weights)
        self.features = UNetFeatures(self.teacher, self.schedule)
        torch.manual_seed(config.seed)
        clip, text = self.store.draw("train", np.random.default_rng(0), 1)
        self.add_heads(self._make_heads(clip, text))

    @torch.no_grad()
    def _make_heads(self, clip: Tensor, text: Tensor) -> Heads:
        """Return heads as wide as the U-Net's states are."""
        device = self.compute.device
        clip, text = clip.to(device), text.to(device)
        states = self.features(clip, text, self.grid[-1:], torch.randn_like(clip))
        widths = [h.shape[-1] for h in states]
        return Heads(widths, text.shape[1], to_tokens(clip).shape[2], self.config.head_width)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step of the heads, then one of the student."""
        inputs = self.draw(step, ranks)
        distance, prediction = self.distillation(inputs)
        real, fake = self.judged(inputs, prediction, step, ranks)
        cond = asked(inputs)
        figures: dict[str, float] = {}
        if step % self.config.heads_every == 0:
            figures = self.teach_heads(real, fake, cond, step, progress, ranks)
        adversarial = self.adversarial(real, fake, cond)
        loss = adversarial + self.config.anchor * distance
        self.update(loss, step, progress, ranks)
        losses = {"loss": loss, "adversarial": adversarial, "distil": distance}
        return {**{k: ranks.mean(v.item()) for k, v in losses.items()}, **figures}

    def judged(
        self, inputs: LatentInputs, prediction: Tensor, step: int, ranks: Ranks
    ) -> tuple[Sequence[Tensor], Sequence[Tensor]]:
        """Return the features of real music, without a graph, and of the student's, with one.

        Both are noised alike, to a time of the solver's grid.
        """
        config, rng = self.config, np.random.default_rng([self.config.seed, 11, step])
        n = torch.from_numpy(rng.integers(config.solver_points, size=config.batch))
        shape = (config.batch, *inputs.x_0.shape[1:])
        noise = torch.from_numpy(rng.standard_normal(shape, dtype=np.float32))
        part = ranks.share(config.batch)
        t, noise = self.grid[n[part].to(self.grid.device) + 1], noise[part].to(inputs.x_0)
        with self.compute.autocast():
            with torch.no_grad():
                real = self.features(inputs.x_0, inputs.text, t, noise)
            fake = self.features(prediction, inputs.text, t, noise)
        return real, fake
