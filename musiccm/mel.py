"""Log-mel features: the one definition that training, denoiser and vocoder share."""

import math
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn

QUIET_POWER = 1e-6  # of a full-scale sine, all bins of a frame together: -60 dB


@dataclass(frozen=True)
class MelConfig:
    """Analysis settings. Frame *i* is centred on sample ``(i + 0.5) * hop_length``."""

    sample_rate: int = 48_000
    n_fft: int = 2048
    hop_length: int = 512
    n_mels: int = 96
    f_min: float = 20.0
    f_max: float = 20_000.0
    floor: float = 3e-5  # amplitude; -90 dB under a full-scale sine

    @cached_property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self.sample_rate / self.hop_length


def _hz_to_mel(hz: Tensor) -> Tensor:
    return 2595.0 * torch.log10(1.0 + hz / 700.0)


def _mel_edges(config: MelConfig) -> Tensor:
    """Return the (n_mels + 2,) frequencies in Hz where filters begin, peak and end."""
    edges_mel = torch.linspace(
        float(_hz_to_mel(torch.tensor(config.f_min))),
        float(_hz_to_mel(torch.tensor(config.f_max))),
        config.n_mels + 2,
        dtype=torch.float64,
    )
    return 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)


def mel_centres(config: MelConfig) -> Tensor:
    """Return the (n_mels,) frequencies in Hz where the filters peak."""
    return _mel_edges(config)[1:-1]


def mel_filterbank(config: MelConfig) -> Tensor:
    """Return triangular HTK-mel filters of unit peak, shape (n_mels, n_fft // 2 + 1).

    A filter narrower than one FFT bin keeps at least its nearest bin, so no mel bin is empty.
    """
    edges = _mel_edges(config)
    freqs = torch.linspace(0, config.sample_rate / 2, config.n_fft // 2 + 1, dtype=torch.float64)
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (freqs - low) / (mid - low), (high - freqs) / (high - mid)
    filters = torch.minimum(rising, falling).clamp(min=0)
    nearest = (freqs[None, :] - mid).abs().argmin(dim=1)
    filters[torch.arange(config.n_mels), nearest] = filters.amax(dim=1).clamp(min=1.0)
    return filters.float()


def rest_quiet_frames(mel: Tensor, config: MelConfig) -> Tensor:
    """Set frames of ``mel`` (…, n_mels) that nobody hears to the floor, as a rest has them."""
    audible = mel.exp().square().sum(dim=-1, keepdim=True) > QUIET_POWER
    return torch.where(audible, mel, math.log(config.floor))


class LogMel(nn.Module):
    """Waveform → natural log of mel magnitude, floored at ``log(floor)``.

    Input ``(..., T)``, T a multiple of ``hop_length``; output ``(..., T / hop_length, n_mels)``.
    A full-scale sine reads about 0. Padding is zeros, so frames depend only on samples near them.
    """

    window: Tensor
    filters: Tensor

    def __init__(self, config: MelConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("window", torch.hann_window(config.n_fft), persistent=False)
        self.register_buffer("filters", mel_filterbank(config), persistent=False)

    def forward(self, audio: Tensor) -> Tensor:
        """Return the log-mel of ``audio``."""
        config = self.config
        pad = (config.n_fft - config.hop_length) // 2
        flat = nn.functional.pad(audio.reshape(-1, audio.shape[-1]), (pad, pad))
        spectrum = torch.stft(
            flat,
            config.n_fft,
            config.hop_length,
            window=self.window,
            center=False,
            return_complex=True,
        )
        magnitude = spectrum.abs() * (2.0 / self.window.sum())
        mel = torch.matmul(magnitude.transpose(1, 2), self.filters.T)
        log_mel = mel.clamp(min=config.floor).log()
        return log_mel.reshape(*audio.shape[:-1], *log_mel.shape[1:])
