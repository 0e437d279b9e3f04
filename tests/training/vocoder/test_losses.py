"""The losses of the vocoder on signals whose answer is known."""

import math

import pytest
import torch

from training.vocoder.losses import (
    LossWeights,
    SpectralLoss,
    hum_share,
    phase_gradient_distance,
    pitch_distance,
    stft,
)


def tone(hz: float, phase: float = 0.0) -> torch.Tensor:
    time = torch.arange(16384) / 48_000
    return 0.5 * torch.sin(2 * math.pi * hz * time + phase)[None]


def test_a_full_scale_sine_reads_about_one() -> None:
    """The STFT is scaled to amplitudes."""
    assert float(stft(2 * tone(3000.0), 1024).abs().max()) == pytest.approx(1.0, abs=0.05)


def test_equal_waveforms_have_no_distance() -> None:
    """Every term is zero where nothing differs."""
    generator = torch.Generator().manual_seed(0)
    audio = tone(440.0) + 0.01 * torch.randn(1, 16384, generator=generator)
    loss, terms = SpectralLoss(LossWeights())(audio, audio)
    assert float(loss) == pytest.approx(0.0, abs=1e-4)
    assert max(terms.values()) < 1e-4


def test_phase_term_leaves_the_phase_free_and_asks_for_the_pitch() -> None:
    """A shifted tone is as good as the tone; a detuned one is not."""
    real = stft(tone(440.0), 1024)
    shifted = phase_gradient_distance(stft(tone(440.0, 1.3), 1024), real)
    detuned = phase_gradient_distance(stft(tone(500.0), 1024), real)
    assert float(shifted) < 0.02
    assert float(detuned) > 10 * float(shifted)


def test_gradients_are_finite_in_silence() -> None:
    """Silence against music gives finite gradients."""
    fake = torch.zeros(1, 16384, requires_grad=True)
    SpectralLoss(LossWeights())(fake, tone(440.0))[0].backward()
    assert fake.grad is not None
    assert bool(torch.isfinite(fake.grad).all())


def test_pitch_term_hears_a_semitone_in_the_bass() -> None:
    """A bass a semitone off is far in long windows, where its phase does not count."""
    real = tone(55.0)
    shifted = pitch_distance(tone(55.0, 1.3), real)
    detuned = pitch_distance(tone(58.27), real)
    assert float(detuned) > 3 * float(shifted)


def test_hum_share_tells_a_repeated_hop_from_noise() -> None:
    """A signal that repeats at every hop reads 1; noise and a tone off the frame rate read low."""
    noise = torch.randn(1, 16384, generator=torch.Generator().manual_seed(0))
    hum = noise[:, :512].repeat(1, 32)
    assert float(hum_share(hum)) == pytest.approx(1.0, abs=0.05)
    assert float(hum_share(noise)) < 0.15
    assert float(hum_share(tone(440.0))) < 0.15
