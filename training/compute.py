"""Which device and number format a training run uses: the same code everywhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import nn

from musiccm.compute import resolve


@dataclass(frozen=True)
class Compute:
    """Device of a run and whether matrix products are done in bf16."""

    device: str
    bf16: bool
    compile: bool = False

    def autocast(self) -> AbstractContextManager[object]:
        """Return the context in which the forward pass runs."""
        if not self.bf16:
            return nullcontext()
        return torch.autocast(self.device.split(":")[0], torch.bfloat16)

    def prepare(self, module: nn.Module) -> Callable[..., torch.Tensor]:
        """Return the module, compiled where that was asked for."""
        return torch.compile(module) if self.compile else module


def choose(device: str = "auto", *, compile: bool = False) -> Compute:
    """Resolve ``auto|cpu|cuda[:n]|mps`` to a device and a number format."""
    found = resolve(device)
    return Compute(str(found.device), found.dtype == torch.bfloat16, compile)
