"""Free words to CLAP's text vectors, as MusicLDM was trained with them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.musicldm.denoiser import Network
from musiccm.text import WordVectors

MAX_TOKENS = 512


class Words(WordVectors):
    """Sentences → unit vectors (n, dim) float32, on the CPU.

    Parameters
    ----------
    tokenizer
        A RoBERTa tokenizer of transformers.
    tower
        A ClapTextModelWithProjection; its projection is brought to unit length, as ClapModel does.
    """

    def __init__(self, tokenizer: Any, tower: Network) -> None:
        super().__init__()
        self.tokenizer, self.tower = tokenizer, tower
        self.max_tokens = min(int(tokenizer.model_max_length), MAX_TOKENS)

    @torch.no_grad()
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts``; no words ("") is what an unconditional call is told."""
        tokens = self.tokenizer(
            list(texts),
            padding="longest",
            truncation=True,
            max_length=self.max_tokens,
            return_tensors="pt",
        )
        found = self.tower(input_ids=tokens.input_ids, attention_mask=tokens.attention_mask)
        return torch.nn.functional.normalize(found.text_embeds.float(), dim=1).numpy()
