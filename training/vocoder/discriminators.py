"""Small multi-resolution STFT discriminators (Jang et al. 2021, UnivNet, arXiv 2106.07889)."""

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

from training.vocoder.losses import RESOLUTIONS, magnitude, stft


class SpectrumDiscriminator(nn.Module):
    """Judges patches of one log spectrogram; (B, samples) → scores and feature maps."""

    def __init__(self, n_fft: int, channels: int) -> None:
        super().__init__()
        self.n_fft = n_fft
        shapes = [
            (1, (5, 3), (3, 1)),
            (channels, (5, 3), (3, 2)),
            (channels, (3, 3), (2, 2)),
            (channels, (3, 3), (1, 1)),
        ]
        self.layers = nn.ModuleList(
            weight_norm(
                nn.Conv2d(
                    inputs, channels, kernel, stride, padding=(kernel[0] // 2, kernel[1] // 2)
                )
            )
            for inputs, kernel, stride in shapes
        )
        self.score = weight_norm(nn.Conv2d(channels, 1, (3, 3), padding=1))

    def forward(self, audio: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return patch scores and the feature map of every layer."""
        x = ((magnitude(stft(audio, self.n_fft)) + 1e-5).log() + 7.0)[:, None] / 3.0
        features = []
        for layer in self.layers:
            x = nn.functional.leaky_relu(layer(x), 0.1)
            features.append(x)
        return self.score(x), features


class Discriminators(nn.Module):
    """One discriminator per resolution, with the losses of both sides (hinge).

    They take turns, one a step: a third of the cost.
    """

    def __init__(self, channels: int = 16) -> None:
        super().__init__()
        self.each = nn.ModuleList(SpectrumDiscriminator(n, channels) for n in RESOLUTIONS)

    def judge_loss(self, fake: Tensor, real: Tensor, turn: int) -> Tensor:
        """Return the hinge loss of the discriminator whose turn it is."""
        one = self.each[turn % len(self.each)]
        return (1 - one(real)[0]).relu().mean() + (1 + one(fake)[0]).relu().mean()

    def generator_losses(self, fake: Tensor, real: Tensor, turn: int) -> tuple[Tensor, Tensor]:
        """Return the generator's adversarial loss and its feature-matching loss."""
        one = self.each[turn % len(self.each)]
        with torch.no_grad():
            _, wanted = one(real)
        score, features = one(fake)
        matching = [
            (a - b).abs().mean() / (b.abs().mean() + 1e-3)
            for a, b in zip(features, wanted, strict=True)
        ]
        return -score.mean(), torch.stack(matching).mean()
