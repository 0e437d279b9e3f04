"""The trainable half of the discriminator: a small head per layer, and both sides' losses."""

import math
from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musiccm.denoiser import Conditioning

LossKind = Literal["hinge", "relativistic"]


class Head(nn.Module):
    """Scores every position of one layer, told what was asked for (arXiv 1802.05637, eq. 3)."""

    def __init__(self, channels: int, text_dim: int, n_controls: int, width: int = 64) -> None:
        super().__init__()
        self.input = nn.Conv1d(channels, width, 1)
        self.mix = nn.Conv1d(width, width, 5, padding=2)
        self.score = nn.Conv1d(width, 1, 1)
        self.text = nn.Linear(text_dim, width, bias=False)
        self.controls = nn.Linear(n_controls, width, bias=False)

    def forward(self, h: Tensor, text: Tensor, controls: Tensor) -> Tensor:
        """Return scores (B, L') of states ``h`` (B, L', C), high where they seem real.

        ``text`` is (B, text_dim), ``controls`` (B, L', n_controls).
        """
        x = F.leaky_relu(self.input(h.transpose(1, 2)), 0.2)
        x = x + F.leaky_relu(self.mix(x), 0.2)
        asked = self.text(text)[:, None] + self.controls(controls)
        match = (x.transpose(1, 2) * asked).sum(-1) / math.sqrt(asked.shape[-1])
        return self.score(x)[:, 0] + match


class Heads(nn.Module):
    """One head per layer of a frozen network."""

    def __init__(self, widths: Sequence[int], text_dim: int, n_controls: int, width: int = 64):
        super().__init__()
        self.each = nn.ModuleList(Head(c, text_dim, n_controls, width) for c in widths)

    def forward(self, features: Sequence[Tensor], cond: Conditioning) -> list[Tensor]:
        """Return scores (B, L') per layer; a dropped prompt has nothing to match."""
        text = F.normalize(cond.text, dim=1) * math.sqrt(cond.text.shape[1])  # entries of about 1
        controls = cond.controls.transpose(1, 2)
        return [
            head(h, text, F.adaptive_avg_pool1d(controls, h.shape[1]).transpose(1, 2))
            for head, h in zip(self.each, features, strict=True)
        ]


def heads_loss(real: Tensor, fake: Tensor, kind: LossKind) -> Tensor:
    """Loss of the heads per score: hinge (MusicCM, eq. 8), or relativistic (arXiv 1807.00734)."""
    if kind == "relativistic":
        return F.softplus(fake - real)
    return F.relu(1 - real) + F.relu(1 + fake)


def student_loss(real: Tensor, fake: Tensor, kind: LossKind) -> Tensor:
    """Loss of the student per score: hinge (MusicCM, eq. 7), or relativistic."""
    return F.softplus(real - fake) if kind == "relativistic" else -fake


def mean_to_draw(losses: Sequence[Tensor], known: Tensor) -> Tensor:
    """Return the mean of per-layer losses (B, L') over what had to be drawn, every item alike.

    ``known`` (B, L) is pooled to the length of each layer.
    """
    unknown = (~known).float()[:, None]
    means = []
    for loss in losses:
        weight = F.adaptive_avg_pool1d(unknown, loss.shape[1])[:, 0]
        means.append(((loss * weight).sum(1) / weight.sum(1)).mean())
    return torch.stack(means).mean()


def r1(scores: Sequence[Tensor], features: Sequence[Tensor]) -> Tensor:
    """R1 penalty on the heads' inputs (arXiv 1801.04406, eq. 9; MusicCM section 3.3).

    Mean over layers, items and positions of ``|∂ Σ scores / ∂h|²``.
    """
    gradients = torch.autograd.grad([s.sum() for s in scores], list(features), create_graph=True)
    return torch.stack([g.square().sum(-1).mean() for g in gradients]).mean()
