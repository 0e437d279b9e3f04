"""The network: log-mel of the four stems → a short embedding → a style."""

import torch
from torch import Tensor, nn

from musiccm.controls import STEMS
from musiccm.mel import MelConfig
from musiccm.request import WINDOW_FRAMES

POOL = 4  # mel frames averaged into one step, 43 ms: keeps the rhythm, quarters the work
CROP_FRAMES = WINDOW_FRAMES  # 10.9 s
CROP_STEPS = CROP_FRAMES // POOL


def pool(mel: Tensor) -> Tensor:
    """Average log-mel (F, stems, n_mels) over POOL frames, (F // POOL, stems, n_mels) float32."""
    steps = len(mel) // POOL
    return mel[: steps * POOL].float().unflatten(0, (steps, POOL)).mean(1)


class StyleNet(nn.Module):
    """Timbre from the mean and spread of every bin, rhythm from convolutions over time.

    Input pooled log-mel (B, steps, stems, n_mels); :meth:`embed` gives (B, embedding), the call
    (B, styles) logits, :meth:`disorder` what part of the beats is out of place.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self, n_styles: int, *, dim: int = 128, embedding: int = 64, n_mels: int = MelConfig.n_mels
    ) -> None:
        super().__init__()
        channels = len(STEMS) * n_mels
        self.register_buffer("mean", torch.zeros(len(STEMS), n_mels))
        self.register_buffer("std", torch.ones(len(STEMS), n_mels))
        self.timbre = nn.Linear(2 * channels, dim)
        self.input = nn.Linear(channels, dim)
        self.layers = nn.ModuleList(
            nn.Conv1d(dim, dim, 5, stride=2, padding=2, groups=2) for _ in range(4)
        )
        self.drop = nn.Dropout(0.2)
        self.embedding = nn.Linear(3 * dim, embedding)
        self.styles = nn.Linear(embedding, n_styles)
        self.order = nn.Linear(embedding, 1)

    def embed(self, steps: Tensor) -> Tensor:
        """Return the embedding in which the Fréchet distance is taken; values in -1 … 1."""
        flat = ((steps - self.mean) / self.std).flatten(2)
        timbre = nn.functional.gelu(self.timbre(torch.cat([flat.mean(1), flat.std(1)], dim=1)))
        x = nn.functional.gelu(self.input(flat)).transpose(1, 2)
        for layer in self.layers:
            x = nn.functional.gelu(nn.functional.group_norm(layer(x), 8))
        both = torch.cat([timbre, x.mean(2), x.std(2)], dim=1)
        return torch.tanh(self.embedding(self.drop(both)))

    def forward(self, steps: Tensor) -> Tensor:
        """Return logits (B, styles)."""
        return self.styles(self.embed(steps))

    def disorder(self, embedding: Tensor) -> Tensor:
        """Return the logit of the part of beats that are out of place, (B,)."""
        return self.order(embedding)[:, 0]
