"""MusicLDM's sound: HiFi-GAN from mel, then from its rate to 48 kHz."""

import math
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import firwin, resample_poly
from torch import Tensor

from musiccm.mel import MelConfig
from musiccm.musicldm.denoiser import Network

RATE = MelConfig().sample_rate
REACH = 48  # input samples on each side that a resampled one is made of
STOP = 0.97  # of the lower Nyquist frequency: where the resampling filter is 6 dB down
BETA = 9.0  # Kaiser window: -90 dB

Floats = NDArray[np.float32]


class Upsampler:
    """``sample_rate`` to 48 kHz by one linear-phase filter of finite length.

    Sample 0 stays at time 0, and a cut whose ends are REACH samples away from what is used gives
    what the whole would.
    """

    def __init__(self, sample_rate: int) -> None:
        divisor = math.gcd(RATE, sample_rate)
        self.up, self.down = RATE // divisor, sample_rate // divisor
        widest = max(self.up, self.down)
        taps = firwin(2 * REACH * self.up + 1, STOP / widest, window=("kaiser", BETA))
        self.taps = taps.astype(np.float32)

    def __call__(self, audio: Floats) -> Floats:
        """Return ``audio`` (n,) at 48 kHz, (⌈n · up / down⌉,)."""
        return resample_poly(audio, self.up, self.down, window=self.taps).astype(np.float32)


class Voice:
    """Mel (frames, n_mels) → samples at 48 kHz; pieced sound equals the whole."""

    def __init__(self, vocoder: Network) -> None:
        self.vocoder = vocoder
        self.config: Any = vocoder.config
        self.sample_rate = int(self.config.sampling_rate)
        self.hop_length = math.prod(self.config.upsample_rates)
        self.n_mels = int(self.config.model_in_dim)
        self.upsample = Upsampler(self.sample_rate)

    @cached_property
    def reach(self) -> int:
        """Mel frames on each side that a sample is made of."""
        return math.ceil(reach_of(self.config) + REACH / self.hop_length)

    @torch.inference_mode()
    def decode(self, mel: Tensor) -> Floats:
        """Return the sound of ``mel`` (frames, n_mels); its first sample is the first frame's."""
        audio = self.vocoder(mel[None])[0, : len(mel) * self.hop_length]
        return self.upsample(audio.float().cpu().numpy())


def reach_of(config: Any) -> float:
    """Return how far a HiFi-GAN's output depends on its input, to each side, in mel frames.

    Its residual blocks (arXiv 2010.05646) add up: a convolution of kernel k and dilation d reaches
    d (k - 1) / 2 samples of its own rate, a transposed one of kernel k and stride r k / 2 of its
    output's.
    """
    reach, rate = 3.0, 1  # the first convolution has a kernel of 7
    for stride, kernel in zip(config.upsample_rates, config.upsample_kernel_sizes, strict=True):
        rate *= stride
        blocks = zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True)
        longest = max((k - 1) / 2 * (sum(dilations) + len(dilations)) for k, dilations in blocks)
        reach += (kernel / 2 + longest) / rate
    return reach + 3.0 / rate
