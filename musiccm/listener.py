"""The listener: a mix of music → the vector that words for it would have.

Sound so becomes a prompt: :meth:`Listener.hear` lies in the space of :mod:`musiccm.text`. It hears
the log-mel of the mono mix, since a performer's file has no stems.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from musiccm.errors import PromptError
from musiccm.mel import LogMel, MelConfig
from musiccm.text import TEXT_DIM

POOL = 4  # mel frames averaged into one step, 43 ms
CROP_FRAMES = 1024  # 10.9 s
FEWEST_FRAMES = 128  # 1.4 s: less than that says nothing
LONGEST_SECONDS = 600.0  # of a file that are heard


@dataclass(frozen=True)
class ListenerConfig:
    """Shape of the network."""

    dim: int = 96
    n_layers: int = 4
    text_dim: int = TEXT_DIM
    n_mels: int = MelConfig.n_mels


def mix_mel(mel: Tensor) -> Tensor:
    """Return the log-mel (…, n_mels) of a mix of stems (…, stems, n_mels): their powers added."""
    return 0.5 * torch.logsumexp(2 * mel.float(), dim=-2)


def pool(mel: Tensor) -> Tensor:
    """Average log-mel (…, F, n_mels) over POOL frames, (…, F // POOL, n_mels)."""
    steps = mel.shape[-2] // POOL
    return mel[..., : steps * POOL, :].float().unflatten(-2, (steps, POOL)).mean(-2)


class Listener(nn.Module):
    """Timbre from the mean and spread of every bin, rhythm from convolutions over time.

    Maps pooled log-mel of a mix (B, steps, n_mels) to unit vectors (B, text_dim). Level does not
    count: the mean over all bins is taken away first.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, config: ListenerConfig) -> None:
        super().__init__()
        self.config = config
        dim, n_mels = config.dim, config.n_mels
        self.register_buffer("mean", torch.zeros(n_mels))
        self.register_buffer("std", torch.ones(n_mels))
        self.timbre = nn.Linear(2 * n_mels, dim)
        self.input = nn.Linear(n_mels, dim)
        self.layers = nn.ModuleList(
            nn.Conv1d(dim, dim, 5, stride=2, padding=2) for _ in range(config.n_layers)
        )
        self.drop = nn.Dropout(0.1)
        self.head = nn.Sequential(
            nn.Linear(3 * dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, config.text_dim)
        )

    def forward(self, steps: Tensor) -> Tensor:
        """Return unit vectors (B, text_dim)."""
        level = steps.mean((1, 2), keepdim=True)
        flat = (steps - level - self.mean) / self.std
        timbre = nn.functional.gelu(self.timbre(torch.cat([flat.mean(1), flat.std(1)], dim=1)))
        x = nn.functional.gelu(self.input(flat)).transpose(1, 2)
        for layer in self.layers:
            x = nn.functional.gelu(nn.functional.group_norm(layer(x), 8))
        both = torch.cat([timbre, x.mean(2), x.std(2)], dim=1)
        return nn.functional.normalize(self.head(self.drop(both)), dim=1)

    @torch.no_grad()
    def hear(self, audio: Tensor, mel_config: MelConfig) -> Tensor:
        """Return the unit vector (text_dim,) of mono audio (T,) at the mel's sample rate.

        Long music is heard in crops that overlap by half, and their vectors averaged.

        Raises
        ------
        ValueError
            If there are fewer than FEWEST_FRAMES frames of it.
        """
        usable = len(audio) // mel_config.hop_length * mel_config.hop_length
        if usable < FEWEST_FRAMES * mel_config.hop_length:
            seconds = FEWEST_FRAMES / mel_config.frame_rate
            raise ValueError(f"too short to hear a style: give at least {seconds:.1f} s")
        mel = LogMel(mel_config)(audio[None, :usable])[0]
        starts = range(0, max(1, len(mel) - CROP_FRAMES // 2), CROP_FRAMES // 2)
        heard = [self(pool(mel[start : start + CROP_FRAMES])[None])[0] for start in starts]
        return nn.functional.normalize(torch.stack(heard).mean(0), dim=0)


def read_mono(path: Path, sample_rate: int) -> Tensor:
    """Return the first ten minutes of a sound file as mono samples (T,) at ``sample_rate``.

    Raises
    ------
    PromptError
        If it is no readable sound file.
    """
    import soundfile as sf
    from scipy.signal import resample_poly

    try:
        with sf.SoundFile(path) as file:
            audio = file.read(round(LONGEST_SECONDS * file.samplerate), "float32", always_2d=True)
            rate = file.samplerate
    except (OSError, sf.LibsndfileError) as error:
        raise PromptError(f"{path} is no sound file that can be read ({error})") from error
    common = math.gcd(rate, sample_rate)
    mono = resample_poly(audio.mean(axis=1), sample_rate // common, rate // common)
    return torch.from_numpy(np.ascontiguousarray(mono, np.float32))


def load_listener(config: ListenerConfig, state: dict[str, Tensor]) -> Listener:
    """Return a trained listener."""
    listener = Listener(config)
    listener.load_state_dict(state)
    return listener.eval().requires_grad_(False)


def make_ear(listener: Listener, mel_config: MelConfig) -> Callable[[Path], NDArray[np.float32]]:
    """Return what hears the vector (text_dim,) of a sound file with a trained listener.

    The returned function raises PromptError for a file that cannot be read or is too short.
    """

    def ear(path: Path) -> NDArray[np.float32]:
        try:
            return listener.hear(read_mono(path, mel_config.sample_rate), mel_config).numpy()
        except ValueError as error:
            raise PromptError(f"{path}: {error}") from error

    return ear
