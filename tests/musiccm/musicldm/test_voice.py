"""HiFi-GAN to 48 kHz."""

import numpy as np
import pytest
import torch

from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.voice import Upsampler, Voice
from tests.musiccm.musicldm import tiny


@pytest.fixture(scope="module")
def voice(parts: Parts) -> Voice:
    """The tiny vocoder."""
    return Voice(parts.vocoder)


def test_pieced_sound_equals_the_whole(voice: Voice) -> None:
    """A stretch decoded with its reach around it is the stretch of the whole."""
    mel = torch.randn(160, tiny.N_MELS, generator=torch.Generator().manual_seed(0))
    whole, reach = voice.decode(mel), voice.reach
    assert len(whole) == 160 * 480
    piece = voice.decode(mel[70 - reach : 90 + reach])[reach * 480 :][: 20 * 480]
    level = np.abs(whole).max()
    assert np.abs(piece - whole[70 * 480 : 90 * 480]).max() < 1e-5 * level
    short = voice.decode(mel[70 - 8 : 90 + 8])[8 * 480 :][: 20 * 480]
    assert np.abs(short - whole[70 * 480 : 90 * 480]).max() > 1e-4 * level


def test_the_reach_is_what_gradients_reach(parts: Parts, voice: Voice) -> None:
    """No mel frame further than the reach moves a sample of the vocoder, and one near it does."""
    mel = torch.randn(1, 120, tiny.N_MELS, generator=torch.Generator().manual_seed(1))
    mel.requires_grad_(True)
    parts.vocoder(mel)[0, 60 * 160].backward()
    assert mel.grad is not None
    moved = torch.nonzero(mel.grad[0].abs().sum(1)).flatten() - 60
    assert max(-moved.min(), moved.max()) <= voice.reach
    assert max(-moved.min(), moved.max()) >= voice.reach - 4


@pytest.mark.parametrize("hertz", [50.0, 1000.0, 7000.0])
def test_resampling_keeps_tones_and_adds_none(hertz: float) -> None:
    """A tone keeps phase and level (0.1 dB); its images above 8 kHz are 80 dB down."""
    upsample = Upsampler(16_000)
    tone = np.sin(2 * np.pi * hertz * np.arange(16_000) / 16_000).astype(np.float32)
    found = upsample(tone)
    assert len(found) == 48_000
    wanted = np.sin(2 * np.pi * hertz * np.arange(48_000) / 48_000)
    inner = slice(4800, -4800)
    assert np.abs(found - wanted)[inner].max() < 0.012
    spectrum = np.abs(np.fft.rfft((found * np.hanning(48_000)).astype(np.float64)))
    assert spectrum[9000:].max() < 1e-4 * spectrum.max()
