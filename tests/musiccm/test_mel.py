"""The log-mel features that training, denoiser and vocoder share."""

import math

import pytest
import torch

from musiccm.mel import LogMel, MelConfig, mel_filterbank, rest_quiet_frames


@pytest.fixture(scope="module")
def features() -> LogMel:
    return LogMel(MelConfig())


def test_one_frame_per_hop(features: LogMel) -> None:
    """T · hop samples give exactly T frames, whatever stands before the last axis."""
    assert features(torch.zeros(2, 4, 10 * 512)).shape == (2, 4, 10, 96)


def test_silence_reads_the_floor(features: LogMel) -> None:
    """Silence is log(floor) everywhere."""
    mel = features(torch.zeros(1, 8 * 512))
    assert torch.allclose(mel, torch.full_like(mel, math.log(3e-5)))


@pytest.mark.parametrize("hz", [110.0, 440.0, 3000.0])
def test_full_scale_sine_reads_about_zero(features: LogMel, hz: float) -> None:
    """A full-scale sine peaks near 0, in the band that its pitch belongs to."""
    time = torch.arange(64 * 512) / 48_000
    mel = features(torch.sin(2 * math.pi * hz * time)[None])[0, 32]
    centre = int(mel_filterbank(MelConfig())[int(mel.argmax())].argmax()) * 48_000 / 2048
    assert abs(float(mel.max())) < 0.7
    assert abs(centre - hz) < 60


def test_frame_is_centred_on_half_past_its_index(features: LogMel) -> None:
    """A click at (i + 0.5) · hop is loudest in frame i, and equally loud on both its sides."""
    audio = torch.zeros(1, 32 * 512)
    audio[0, 16 * 512 + 256] = 1.0
    level = features(audio)[0].exp().sum(dim=1)
    assert int(level.argmax()) == 16
    assert torch.allclose(level[15], level[17], rtol=1e-3)


def test_frames_depend_on_near_samples_only(features: LogMel) -> None:
    """A sample moves no frame whose window does not hold it."""
    audio = 0.1 * torch.randn(1, 32 * 512, generator=torch.Generator().manual_seed(0))
    other = audio.clone()
    other[0, 20 * 512 :] = 0.0
    assert torch.equal(features(audio)[:, :18], features(other)[:, :18])
    assert not torch.equal(features(audio)[:, 18:22], features(other)[:, 18:22])


def test_no_mel_bin_is_empty() -> None:
    """Every band holds at least one FFT bin, at unit peak, at other sizes too."""
    for config in (MelConfig(), MelConfig(n_fft=1024, n_mels=128)):
        filters = mel_filterbank(config)
        assert (filters.amax(dim=1) > 0.5).all()
        assert (filters >= 0).all()


def test_what_nobody_hears_rests() -> None:
    """A frame under -60 dB becomes a rest, bin by bin the floor; a louder one is untouched."""
    config = MelConfig()
    mel = torch.full((2, config.n_mels), math.log(config.floor))
    mel[0, 10], mel[1, 10] = math.log(5e-4), math.log(2e-3)
    rested = rest_quiet_frames(mel, config)
    assert torch.equal(rested[0], torch.full((config.n_mels,), math.log(config.floor)))
    assert torch.equal(rested[1], mel[1])
