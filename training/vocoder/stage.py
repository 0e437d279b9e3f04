"""One training step of the vocoder, and its validation: the stage that the loop runs."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from musiccm.hints import N_HINTS
from musiccm.mel import LogMel
from musiccm.vocoder import OSCILLATOR_PERIOD, Vocoder, VocoderConfig
from training.loop import cosine_lr
from training.ranks import Ranks
from training.vocoder.discriminators import Discriminators
from training.vocoder.excerpts import ANALYSIS_FRAMES, Clip, Excerpts, fixed_clips
from training.vocoder.judge import stft_distance
from training.vocoder.losses import RESOLUTIONS, LossWeights, SpectralLoss, hum_share


@dataclass(frozen=True)
class VocoderRecipe:
    """Everything that decides a run of the vocoder's training."""

    model: VocoderConfig = field(default_factory=lambda: VocoderConfig(n_hints=N_HINTS))
    weights: LossWeights = field(default_factory=LossWeights)
    batch: int = 8
    crop_frames: int = 64
    edge_frames: int = 8  # of a crop, on either side, that no loss sees: their past is cut off
    lr: float = 2.0e-3
    judge_lr: float = 5e-4
    judge_channels: int = 16
    judge_items: int = 4  # of the batch, that the discriminators see
    judges_from: float = 0.85  # part of the budget after which they learn
    polish_from: float = 0.86  # part of the budget after which the vocoder hears them
    ema: float = 0.999
    validation_clips: int = 24
    validation_frames: int = 192
    seed: int = 0


def fast_dtype(device: torch.device) -> torch.dtype | None:
    """Return bfloat16 where the device computes it natively, else None."""
    if device.type == "cuda":
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else None


class VocoderStage:
    """Generator, its average, discriminators and their optimisers.

    ``first`` are the generator's weights to begin with, its statistics included.
    """

    def __init__(
        self,
        recipe: VocoderRecipe,
        train: Sequence[Clip],
        validation: Sequence[Clip],
        device: torch.device | str = "cpu",
        first: dict[str, Tensor] | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.device = recipe, torch.device(device)
        self.excerpts = Excerpts(train)
        self.mel_config = recipe.model.mel()
        self.features = LogMel(self.mel_config).to(self.device)
        vocoder = Vocoder(recipe.model).to(self.device)
        if first is None:
            self._set_statistics(vocoder)
        else:
            vocoder.load_state_dict(first)
        self.vocoder, self.ema = vocoder, copy.deepcopy(vocoder).requires_grad_(False)
        vocoder.compute_dtype = fast_dtype(self.device)
        self.judges = Discriminators(recipe.judge_channels).to(self.device)
        self.loss = SpectralLoss(recipe.weights)
        self.modules: dict[str, nn.Module] = {
            "vocoder": vocoder,
            "ema": self.ema,
            "discriminators": self.judges,
        }
        self.optimizers: dict[str, torch.optim.Optimizer] = {
            "vocoder": _adam(vocoder, recipe.lr),
            "discriminators": _adam(self.judges, recipe.judge_lr),
        }
        self.clips, hints = fixed_clips(
            validation, recipe.validation_clips, recipe.validation_frames, self.mel_config
        )
        self.clip_hints = self._hints(hints)

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """Do one step of the vocoder and, late in the budget, of the discriminators."""
        recipe = self.recipe
        cosine_lr(self.optimizers["vocoder"], recipe.lr, progress)
        fake, real, mel = self._decode_batch(step, ranks)
        resolution = RESOLUTIONS[step % len(RESOLUTIONS)]  # in turn: a third of the cost
        loss, terms = self.loss(fake, real, (resolution,))
        inner = slice(ANALYSIS_FRAMES, -ANALYSIS_FRAMES)  # frames that no cut-off sample reaches
        mel_error = (self.features(fake)[:, inner] - mel[:, inner]).abs().mean()
        loss = loss + recipe.weights.mel * mel_error
        if progress >= recipe.judges_from:
            some = slice(0, recipe.judge_items)
            terms["judge"] = self._judge_step(fake[some].detach(), real[some], step, ranks)
            if progress >= recipe.polish_from:
                adversarial, matching = self.judges.generator_losses(fake[some], real[some], step)
                loss = loss + recipe.weights.adversarial * adversarial
                loss = loss + recipe.weights.features * matching
                terms |= {"adversarial": adversarial.item(), "matching": matching.item()}
        self._update("vocoder", loss, ranks)
        self._average(step)
        return {"loss": loss.item(), "mel": mel_error.item(), **terms}

    @torch.inference_mode()
    def validate(self) -> dict[str, float]:
        """Judge the averaged weights on fixed clips; ``score`` is distance plus excess hum."""
        clips = self.clips.to(self.device)
        mel = self.features(clips)
        decoded = self.ema(torch.cat([mel, self.clip_hints], dim=-1))
        error = float((self.features(decoded) - mel).abs().mean())
        distance = stft_distance(decoded, clips)
        hum = float((hum_share(decoded) - hum_share(clips)).clamp(min=0).mean())
        return {"score": distance + hum, "distance": distance, "hum": hum, "mel_error": error}

    def _decode_batch(self, step: int, ranks: Ranks) -> tuple[Tensor, Tensor, Tensor]:
        """Return decoded and recorded samples (B, S) of the crops' inner frames, and their mel."""
        recipe, hop = self.recipe, self.mel_config.hop_length
        rng = np.random.default_rng((recipe.seed, step))
        audio, hints = self.excerpts.batch(recipe.batch, recipe.crop_frames, rng, self.mel_config)
        origin = torch.from_numpy(rng.integers(OSCILLATOR_PERIOD, size=recipe.batch))
        share = ranks.share(recipe.batch)
        audio, origin = audio[share].to(self.device), origin[share].to(self.device)
        mel = self.features(audio)[:, ANALYSIS_FRAMES:-ANALYSIS_FRAMES]
        edge = recipe.edge_frames
        frames = torch.cat([mel, self._hints(hints[share])], dim=-1)
        fake = self.vocoder(frames, origin, edge, recipe.crop_frames - edge)
        cut = (ANALYSIS_FRAMES + edge) * hop
        return fake, audio[:, cut:-cut], mel[:, edge:-edge]

    def _hints(self, hints: Tensor) -> Tensor:
        """Return those hints that the model takes."""
        return hints[..., : self.recipe.model.n_hints].to(self.device)

    def _judge_step(self, fake: Tensor, real: Tensor, turn: int, ranks: Ranks) -> float:
        loss = self.judges.judge_loss(fake, real, turn)
        self._update("discriminators", loss, ranks)
        return loss.item()

    def _update(self, name: str, loss: Tensor, ranks: Ranks) -> None:
        optimizer, module = self.optimizers[name], self.modules[name]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        ranks.average_gradients(module.parameters())
        nn.utils.clip_grad_norm_(module.parameters(), 2.0)
        optimizer.step()

    @torch.no_grad()
    def _average(self, step: int) -> None:
        decay = min(self.recipe.ema, (1 + step) / (10 + step))
        for mean, new in zip(self.ema.parameters(), self.vocoder.parameters(), strict=True):
            mean.lerp_(new, 1 - decay)

    def _set_statistics(self, vocoder: Vocoder) -> None:
        """Measure mean and deviation of every mel bin on a few crops."""
        rng = np.random.default_rng((self.recipe.seed, 1 << 32))
        audio, _ = self.excerpts.batch(32, self.recipe.crop_frames, rng, self.mel_config)
        mel = self.features(audio.to(self.device)).flatten(0, 1)
        vocoder.mean.copy_(mel.mean(0))
        vocoder.std.copy_(mel.std(0).clamp(min=0.5))


def _adam(module: nn.Module, lr: float) -> torch.optim.Optimizer:
    options: dict[str, Any] = {"betas": (0.8, 0.99), "weight_decay": 0.01}
    return torch.optim.AdamW(module.parameters(), lr=lr, **options)
