"""Training of the listener (see :class:`training.loop.Stage`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from musiccm.listener import CROP_FRAMES, POOL, Listener, ListenerConfig, mix_mel, pool
from training.data.reader import DataPiece
from training.loop import cosine_lr
from training.ranks import Ranks

Vectors = dict[str, NDArray[np.float32]]
CROP_STEPS = CROP_FRAMES // POOL


@dataclass(frozen=True)
class ListenerRecipe:
    """Everything that decides a run of the listener."""

    model: ListenerConfig = field(default_factory=ListenerConfig)
    batch: int = 32
    lr: float = 2e-3
    gain: float = 0.5  # standard deviation of a random gain of each stem, nats
    lose: float = 0.25  # probability that a stem is left out of the mix
    tilt: float = 0.5  # standard deviation of a random slope over all bins, nats
    temperature: float = 0.07
    seed: int = 0


class Heard:
    """Pieces with the mean vector of their captions; pooled mels are held in memory."""

    def __init__(self, pieces: Sequence[DataPiece], vectors: Vectors) -> None:
        self.pieces = [piece for piece in pieces if piece.n_frames >= CROP_FRAMES]
        if not self.pieces:
            raise ValueError(f"no piece of {CROP_FRAMES} frames: render more with `train data`")
        self.mels = [
            _pooled(torch.from_numpy(np.array(piece.mel)))
            for piece in tqdm(self.pieces, desc="mels", unit="piece")
        ]
        means = [vectors[str(piece.seed)].mean(0) for piece in self.pieces]
        self.words = nn.functional.normalize(torch.from_numpy(np.stack(means)), dim=1)
        self.styles = [piece.style for piece in self.pieces]

    def draw(self, indices: NDArray[np.integer], rng: np.random.Generator) -> Tensor:
        """Return pooled mel (n, CROP_STEPS, stems, n_mels) of some pieces."""
        crops = []
        for mel in (self.mels[int(i)] for i in indices):
            start = int(rng.integers(len(mel) - CROP_STEPS + 1))
            crops.append(mel[start : start + CROP_STEPS])
        return torch.stack(crops).float()

    def statistics(self) -> tuple[Tensor, Tensor]:
        """Return standard deviation and mean of the bins of mixes (n_mels,), levels taken away."""
        some = [mix_mel(mel[::8]) for mel in self.mels]
        return torch.std_mean(torch.cat([mel - mel.mean() for mel in some]), dim=0)


def _pooled(mel: Tensor) -> Tensor:
    """Pool (F, stems, n_mels) over time, in half precision."""
    return pool(mel.transpose(0, 1)).transpose(0, 1).half()


class ListenerStage:
    """Contrast with the other pieces of the batch, towards the words of one's own.

    Kept by the part of held-out crops whose nearest words, of one mean vector a style, are those of
    their style.
    """

    def __init__(self, recipe: ListenerRecipe, train: Heard, validation: Heard) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.train, self.validation = recipe, train, validation
        self.listener = Listener(recipe.model)
        std, mean = train.statistics()
        self.listener.std.copy_(std.clamp(min=0.3))
        self.listener.mean.copy_(mean)
        self.modules: dict[str, nn.Module] = {"listener": self.listener}
        adam = torch.optim.AdamW(self.listener.parameters(), recipe.lr, weight_decay=0.02)
        self.optimizers: dict[str, torch.optim.Optimizer] = {"adam": adam}
        self.names, self.words_of_styles = style_words(train)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step; ``ranks`` is not used, one process is plenty."""
        recipe = self.recipe
        rng = np.random.default_rng([recipe.seed, step])
        indices = rng.integers(len(self.train.pieces), size=recipe.batch)
        mixes = self.mixed(self.train.draw(indices, rng), rng)
        self.listener.train()
        heard, words = self.listener(mixes), self.train.words[torch.from_numpy(indices)]
        styles = [self.train.styles[int(i)] for i in indices]
        loss = (
            contrast(heard, words, styles, recipe.temperature) + (1 - (heard * words).sum(1)).mean()
        )
        self.optimizers["adam"].zero_grad(set_to_none=True)
        loss.backward()
        cosine_lr(self.optimizers["adam"], recipe.lr, progress)
        self.optimizers["adam"].step()
        return {"loss": float(loss.detach())}

    def mixed(self, stems: Tensor, rng: np.random.Generator) -> Tensor:
        """Return mixes (n, steps, n_mels) as strangers make them: levels, stems and tone differ."""
        recipe, (n, _, n_stems, n_mels) = self.recipe, stems.shape
        gain = rng.normal(0, recipe.gain, (n, 1, n_stems, 1))
        lost = rng.random((n, n_stems)) < recipe.lose
        lost[np.arange(n), rng.integers(n_stems, size=n)] = False
        gain[lost[:, None, :, None]] = -12.0  # 104 dB down
        slope = rng.normal(0, recipe.tilt, (n, 1, 1)) * np.linspace(-1, 1, n_mels)
        mixes = mix_mel(stems + torch.from_numpy(gain.astype(np.float32)))
        return mixes + torch.from_numpy(slope.astype(np.float32))

    @torch.inference_mode()
    def validate(self) -> dict[str, float]:
        """Return the part of wrong styles (the score), and of right ones."""
        self.listener.eval()
        rng = np.random.default_rng([self.recipe.seed, 10**6])
        indices = np.repeat(np.arange(len(self.validation.pieces)), 2)
        hits = []
        for part in np.array_split(indices, -(-len(indices) // self.recipe.batch)):
            heard = self.listener(mix_mel(self.validation.draw(part, rng)))
            nearest = (heard @ self.words_of_styles.T).argmax(1)
            hits += [self.names[int(k)] == self.validation.styles[int(i)]
                     for k, i in zip(nearest, part, strict=True)]  # fmt: skip
        found = float(np.mean(hits))
        return {"score": 1 - found, "retrieved": found}


@torch.inference_mode()
def retrieved(stage: ListenerStage, pieces: Sequence[DataPiece]) -> float:
    """Return how often crops of strange pieces are heard as their style, one after the other."""
    listener, hits = stage.listener.eval(), []
    for piece in pieces:
        mix = mix_mel(torch.from_numpy(np.array(piece.mel)))
        starts = range(0, len(mix) - CROP_FRAMES + 1, CROP_FRAMES)
        crops = [pool(mix[start : start + CROP_FRAMES]) for start in starts]
        nearest = (listener(torch.stack(crops)) @ stage.words_of_styles.T).argmax(1)
        hits += [stage.names[int(k)] == piece.style for k in nearest]
    return float(np.mean(hits))


def style_words(pieces: Heard) -> tuple[list[str], Tensor]:
    """Return the styles and the mean vector of the words for each, (styles, text_dim)."""
    names = sorted(set(pieces.styles))
    means = [pieces.words[[s == name for s in pieces.styles]].mean(0) for name in names]
    return names, nn.functional.normalize(torch.stack(means), dim=1)


def contrast(heard: Tensor, words: Tensor, styles: Sequence[str], temperature: float) -> Tensor:
    """Return the cross entropy of finding one's own words among the batch's.

    Words of the same style are no wrong answers: they are left out.
    """
    scores = heard @ words.T / temperature
    same = torch.tensor([[a == b for b in styles] for a in styles])
    same.fill_diagonal_(False)
    return nn.functional.cross_entropy(
        scores.masked_fill(same, -torch.inf), torch.arange(len(styles))
    )
