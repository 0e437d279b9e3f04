"""The text model's network: BERT (arXiv 1810.04805) of MiniLM's size (arXiv 2002.10957).

Written out, because importing it from a library takes longer than all else that the engine loads,
and an engine that was killed has to be back while the music loops.
"""

import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

DIM, N_HEADS, N_LAYERS, HIDDEN = 384, 12, 6, 1536
N_WORDS, N_PLACES, N_KINDS = 30_522, 512, 2
EPS = 1e-12

_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm_attention",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}
"""What a published file calls the parts of a layer, and what they are called here."""


class Layer(nn.Module):
    """Attention, then two dense layers; each is added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(DIM, DIM) for _ in range(4))
        self.norm_attention, self.norm = (nn.LayerNorm(DIM, eps=EPS) for _ in range(2))
        self.widen, self.narrow = nn.Linear(DIM, HIDDEN), nn.Linear(HIDDEN, DIM)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return (B, L, DIM) for the same; ``mask`` (B, 1, 1, L) is true where there are words."""
        q, k, v = (
            part(x).unflatten(-1, (N_HEADS, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        heard = F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2)
        x = self.norm_attention(x + self.out(heard))
        return self.norm(x + self.narrow(F.gelu(self.widen(x))))


class MiniLM(nn.Module):
    """Token numbers (B, L) to hidden states (B, L, DIM)."""

    def __init__(self) -> None:
        super().__init__()
        # Not nn.Embedding: what draws its beginning on the meta device imports torch's compiler.
        self.words, self.places, self.kinds = (
            nn.Parameter(torch.empty(n, DIM)) for n in (N_WORDS, N_PLACES, N_KINDS)
        )
        self.norm = nn.LayerNorm(DIM, eps=EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(N_LAYERS))

    @classmethod
    def load(cls, file: Path) -> "MiniLM":
        """Read the published weights.

        The words stay mapped to the file, for most are never said. The layers do not: the system
        forgets what is mapped before all else, and a new prompt would wait for the disk.
        """
        with torch.device("meta"):  # nothing is drawn by lot that is overwritten at once
            model = cls()
        model.load_state_dict(_named(load_file(file)), assign=True)
        for weight in model.layers.parameters():
            weight.data = weight.data.clone()
        return model.eval().requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden states; ``mask`` (B, L) is 0 where a text is padded."""
        x = F.embedding(ids, self.words) + self.kinds[0] + self.places[: ids.shape[1]]
        x, seen = self.norm(x), mask[:, None, None].bool()
        for layer in self.layers:
            x = layer(x, seen)
        return x


def _named(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return published weights by the names of this module, without what it does not need."""
    own = {
        "embeddings.word_embeddings.weight": "words",
        "embeddings.position_embeddings.weight": "places",
        "embeddings.token_type_embeddings.weight": "kinds",
        "embeddings.LayerNorm.weight": "norm.weight",
        "embeddings.LayerNorm.bias": "norm.bias",
    }
    named = {own[name]: value for name, value in state.items() if name in own}
    for name, value in state.items():
        if match := re.fullmatch(r"encoder\.layer\.(\d+)\.(.+)\.(weight|bias)", name):
            index, part, kind = match.groups()
            named[f"layers.{index}.{_PARTS[part]}.{kind}"] = value
    return named
