"""Training of the style classifier (see :class:`training.loop.Stage`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.classifier.network import CROP_FRAMES, StyleNet, pool
from training.classifier.order import beat_phase, shuffled_frames
from training.data.reader import DataPiece, Dataset
from training.loop import cosine_lr
from training.ranks import Ranks


@dataclass(frozen=True)
class ClassifierConfig:
    """Everything that decides a run of the classifier."""

    styles: tuple[str, ...] = field(default=())
    batch: int = 32
    lr: float = 2e-3
    gain: float = 0.35  # standard deviation of a random gain of each stem, nats
    smoothing: float = 0.05
    shuffled: float = 0.5  # of the crops have beats out of place
    order: float = 1.0  # weight of the loss that hears them
    validation_crops: int = 2  # of each piece
    seed: int = 0


class LabelledCrops:
    """Random crops of some pieces and their styles, from the mapped mels."""

    def __init__(self, pieces: Sequence[DataPiece], styles: Sequence[str]) -> None:
        self.pieces = [p for p in pieces if p.style in styles and p.n_frames >= CROP_FRAMES]
        self.labels = [list(styles).index(piece.style) for piece in self.pieces]
        if not self.pieces:
            raise ValueError(f"no piece of {CROP_FRAMES} frames: render more with `train data`")

    def draw(self, indices: NDArray[np.integer], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Return pooled mel (n, CROP_STEPS, stems, n_mels) and labels (n,) of some pieces."""
        return self.disordered(indices, np.zeros(len(indices)), rng)

    def disordered(
        self, indices: NDArray[np.integer], parts: NDArray[np.floating], rng: np.random.Generator
    ) -> tuple[Tensor, Tensor]:
        """Return what :meth:`draw` does, with ``parts`` (n,) of the beats out of place."""
        crops = []
        for index, part in zip(indices, parts, strict=True):
            piece = self.pieces[int(index)]
            start = int(rng.integers(piece.n_frames - CROP_FRAMES + 1))
            span = slice(start, start + CROP_FRAMES)
            mel = piece.mel[span]
            if part > 0:
                mel = mel[shuffled_frames(beat_phase(piece.controls[span]), float(part), rng)]
            crops.append(pool(torch.from_numpy(np.array(mel))))
        labels = torch.tensor([self.labels[int(i)] for i in indices])
        return torch.stack(crops), labels

    def spread(self) -> tuple[Tensor, Tensor]:
        """Return standard deviation and mean of each stem's bins, (stems, n_mels)."""
        some = [pool(torch.from_numpy(np.array(p.mel)))[::8] for p in self.pieces]
        return torch.std_mean(torch.cat(some), dim=0)


class ClassifierStage:
    """Cross entropy of style and of order on random crops; the best by the style of held-out ones.

    A space made of styles alone hardly moves when beats change places: it says nothing of order.
    """

    def __init__(
        self, config: ClassifierConfig, train: LabelledCrops, validation: LabelledCrops
    ) -> None:
        torch.manual_seed(config.seed)
        self.config, self.train, self.validation = config, train, validation
        self.net = StyleNet(len(config.styles))
        std, mean = train.spread()
        self.net.std.copy_(std.clamp(min=0.3))
        self.net.mean.copy_(mean)
        self.modules: dict[str, nn.Module] = {"classifier": self.net}
        adam = torch.optim.AdamW(self.net.parameters(), config.lr, weight_decay=0.02)
        self.optimizers: dict[str, torch.optim.Optimizer] = {"adam": adam}
        self.loss = nn.CrossEntropyLoss(label_smoothing=config.smoothing)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """One optimiser step; ``ranks`` is not used, one process is plenty."""
        config = self.config
        rng = np.random.default_rng([config.seed, step])
        parts = rng.random(config.batch) * (rng.random(config.batch) < config.shuffled)
        chosen = rng.integers(len(self.train.pieces), size=config.batch)
        mel, labels = self.train.disordered(chosen, parts, rng)
        gain = rng.normal(0, config.gain, (config.batch, 1, mel.shape[2], 1)).astype(np.float32)
        self.net.train()
        embedding = self.net.embed(mel + torch.from_numpy(gain))
        style = self.loss(self.net.styles(embedding), labels)
        disorder = self.hears(embedding, parts)
        loss = style + config.order * disorder
        self.optimizers["adam"].zero_grad(set_to_none=True)
        loss.backward()
        cosine_lr(self.optimizers["adam"], config.lr, progress)
        self.optimizers["adam"].step()
        return {"loss": float(style.detach()), "order": float(disorder.detach())}

    def hears(self, embedding: Tensor, parts: NDArray[np.floating]) -> Tensor:
        """Return the cross entropy of the part of beats heard out of place with ``parts`` (n,)."""
        truth = torch.from_numpy(parts.astype(np.float32))
        return nn.functional.binary_cross_entropy_with_logits(self.net.disorder(embedding), truth)

    @torch.inference_mode()
    def validate(self) -> dict[str, float]:
        """Return loss (the score) and accuracy on fixed crops of the validation pieces."""
        self.net.eval()
        rng = np.random.default_rng([self.config.seed, 10**6])
        indices = np.repeat(np.arange(len(self.validation.pieces)), self.config.validation_crops)
        losses, hits = [], []
        for part in np.array_split(indices, -(-len(indices) // self.config.batch)):
            mel, labels = self.validation.draw(part, rng)
            logits = self.net(mel)
            losses.append(float(self.loss(logits, labels)) * len(part))
            hits.append(float((logits.argmax(1) == labels).sum()))
        return {"score": sum(losses) / len(indices), "accuracy": sum(hits) / len(indices)}


def make_stage(data: Path, seed: int = 0) -> ClassifierStage:
    """Return the stage on a data set: its train split to learn from, its validation split to check.

    The test split is never read. A set without validation pieces checks on its train split.
    """
    dataset = Dataset(data)
    styles = tuple(sorted({piece.style for piece in dataset.pieces()}))
    train = LabelledCrops(dataset.pieces("train"), styles)
    held = [p for p in dataset.pieces("validation") if p.n_frames >= CROP_FRAMES]
    validation = LabelledCrops(held, styles) if held else train
    return ClassifierStage(ClassifierConfig(styles=styles, seed=seed), train, validation)
