"""Frozen networks whose hidden states the heads judge; gradients pass through to the music only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from musiccm.denoiser import Conditioning, Denoiser
from training.classifier.network import StyleNet, pool
from training.conditioning import noise_levels
from training.ranks import Ranks
from training.teacher.stage import noisy


@dataclass(frozen=True)
class Look:
    """How a step looks at music, real and fake alike: noised to ``t`` (B,) by ``noise`` (B, L, n).

    A network that wants clean music passes it by.
    """

    t: Tensor
    noise: Tensor

    @classmethod
    def draw(cls, rng: np.random.Generator, batch: int, like: Tensor, ranks: Ranks) -> "Look":
        """Draw for a global ``batch`` and return this rank's share, shaped as ``like``."""
        t = noise_levels(batch, rng).to(like)
        noise = rng.standard_normal((batch, *like.shape[1:]), dtype=np.float32)
        part = ranks.share(batch)
        return cls(t[part], torch.from_numpy(noise)[part].to(like))


class Features(Protocol):
    """A frozen network as the heads see it; ``widths`` are the channels C of its layers."""

    widths: tuple[int, ...]

    def __call__(self, x: Tensor, cond: Conditioning, look: Look) -> list[Tensor]:
        """Return hidden states (B, L', C), one per layer, of latents ``x`` (B, L, n)."""


FeatureMaker = Callable[[Denoiser], Features]
"""Builds features beside the frozen teacher of a run."""


@contextmanager
def tapped(modules: Iterable[nn.Module]) -> Iterator[list[Tensor]]:
    """Collect what ``modules`` return, in the order in which they are called."""
    states: list[Tensor] = []

    def keep(module: nn.Module, args: object, output: Tensor) -> None:
        states.append(output)

    handles = [module.register_forward_hook(keep) for module in modules]
    try:
        yield states
    finally:
        for handle in handles:
            handle.remove()


def frozen(module: nn.Module) -> None:
    """Take a network out of training for good."""
    module.eval().requires_grad_(False)


class TeacherFeatures:
    """Hidden states of the teacher on noised music (arXiv 2403.12015, section 3).

    It hears text and controls by itself. Its noise level decides what is judged: form where there
    is much, detail where there is little. States are normalised as the next block would do it.
    """

    def __init__(self, teacher: Denoiser, layers: int = 4) -> None:
        frozen(teacher)
        self.teacher = teacher
        n = len(teacher.blocks)
        count = min(layers, n)
        self.blocks = [teacher.blocks[(k + 1) * n // count - 1] for k in range(count)]
        self.widths = (teacher.config.dim,) * count

    def __call__(self, x: Tensor, cond: Conditioning, look: Look) -> list[Tensor]:
        """Return the states of evenly spaced blocks, the last one among them."""
        with tapped(self.blocks) as states:
            self.teacher.network(noisy(x, look.t, look.noise), look.t, cond)
        return [nn.functional.layer_norm(h.float(), h.shape[-1:]) for h in states]


class ClassifierFeatures:
    """Layers of a style classifier on the decoded, pooled mel; it hears neither text nor noise."""

    def __init__(self, teacher: Denoiser, net: StyleNet) -> None:
        self.latents = teacher.latents
        self.net = net.to(self.latents.mean.device)
        frozen(self.net)
        self.layers = [net.input, *net.layers]
        self.widths = (net.input.out_features,) * len(self.layers)

    def __call__(self, x: Tensor, cond: Conditioning, look: Look) -> list[Tensor]:
        """Return the layers before their non-linearity, each half as long as the one before."""
        mel = self.latents.decode(x)
        with tapped(self.layers) as states:
            self.net.embed(pool(mel.transpose(0, 1)).transpose(0, 1))
        flat, *strided = [h.float() for h in states]
        return [flat, *(h.transpose(1, 2) for h in strided)]
