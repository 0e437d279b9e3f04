"""Exponential moving average of weights."""

import torch
from torch import nn


class Ema:
    """Keeps ``module`` as the moving average of another module's parameters.

    With ``warm`` the decay starts low, so that the first, random weights are soon forgotten.
    """

    def __init__(self, module: nn.Module, decay: float, *, warm: bool = True) -> None:
        self.module = module.eval().requires_grad_(False)
        self.decay, self.warm = decay, warm

    @torch.no_grad()
    def update(self, source: nn.Module, step: int) -> None:
        """Move the average towards ``source``; ``step`` counts from 0."""
        decay = min(self.decay, (1 + step) / (10 + step)) if self.warm else self.decay
        averages, values = list(self.module.parameters()), list(source.parameters())
        for average, value in zip(averages, values, strict=True):
            average.lerp_(value, 1 - decay)
