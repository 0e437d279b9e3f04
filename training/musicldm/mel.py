"""The log-mel that MusicLDM's VAE and HiFi-GAN were trained with."""

from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

N_FFT = 1024
FLOOR = 1e-5
PEAK = 0.5

Audio = NDArray[np.float32]


class LatentMel:
    """Samples (n,) → natural log of mel magnitude (n // hop_length, n_mels).

    AudioLDM's definition (arXiv 2301.12503, section 4), which MusicLDM kept: Hann window of 1,024,
    frames centred on multiples of the hop, filters of Slaney's scale and area from 0 Hz to half the
    rate, floored at 1e-5.
    """

    def __init__(self, sample_rate: int, hop_length: int, n_mels: int) -> None:
        self.sample_rate, self.hop_length, self.n_mels = sample_rate, hop_length, n_mels

    @cached_property
    def filters(self) -> Tensor:
        """(N_FFT // 2 + 1, n_mels)."""
        from transformers.audio_utils import mel_filter_bank

        bank = mel_filter_bank(
            num_frequency_bins=N_FFT // 2 + 1,
            num_mel_filters=self.n_mels,
            min_frequency=0.0,
            max_frequency=self.sample_rate / 2,
            sampling_rate=self.sample_rate,
            norm="slaney",
            mel_scale="slaney",
        )
        return torch.from_numpy(bank).float()

    def __call__(self, audio: Audio) -> Tensor:
        """Return the log-mel of ``audio``."""
        spectrum = torch.stft(
            torch.from_numpy(audio),
            N_FFT,
            self.hop_length,
            window=torch.hann_window(N_FFT),
            center=True,
            pad_mode="reflect",
            return_complex=True,
        )
        mel = spectrum.abs().T @ self.filters
        return mel.clamp(min=FLOOR).log()[: len(audio) // self.hop_length]


def levelled(audio: Audio) -> Audio:
    """Return ``audio`` without offset and with a peak of 0.5, as MusicLDM heard its music."""
    centred = audio - audio.mean()
    return (centred * (PEAK / max(float(np.abs(centred).max()), 1e-8))).astype(np.float32)
