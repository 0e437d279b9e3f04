"""The network: log-mel of the four stems → a short embedding → a style."""

import torch
from torch import Tensor, nn

from musiccm.controls import STEMS
from musiccm.mel import MelConfig
from musiccm.request import WINDOW_FRAMES

CROP_FRAMES = WINDOW_FRAMES  # 10.9 s
POOL = 4  # mel frames averaged into one step, 43 ms: keeps the rhythm, quarters the work
FLOOR = -10.4  # log of MelConfig.floor: silence reads 0


class StyleNet(nn.Module):
    """Convolutions over time of the stems' mels as channels.

    Input log-mel (B, F, stems, n_mels) with F a multiple of POOL; :meth:`embed` gives
    (B, embedding), the call (B, styles) logits.
    """

    def __init__(
        self, n_styles: int, *, dim: int = 64, embedding: int = 32, n_mels: int = MelConfig.n_mels
    ) -> None:
        super().__init__()
        self.input = nn.Linear(len(STEMS) * n_mels, dim)
        self.layers = nn.ModuleList(nn.Conv1d(dim, dim, 5, stride=2, padding=2) for _ in range(4))
        self.embedding = nn.Linear(2 * dim, embedding)
        self.styles = nn.Linear(embedding, n_styles)

    def embed(self, mel: Tensor) -> Tensor:
        """Return the embedding in which the Fréchet distance is taken; values in -1 … 1."""
        steps = ((mel - FLOOR) / 5).unflatten(1, (-1, POOL)).mean(2).flatten(2)
        x = nn.functional.gelu(self.input(steps)).transpose(1, 2)
        for layer in self.layers:
            x = nn.functional.gelu(nn.functional.group_norm(layer(x), 8))
        pooled = torch.cat([x.mean(2), x.std(2)], dim=1)
        return torch.tanh(self.embedding(pooled))

    def forward(self, mel: Tensor) -> Tensor:
        """Return logits (B, styles)."""
        return self.styles(self.embed(mel))
