"""Spectral losses: what a decoded waveform is compared by."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

FLOOR = 3e-5  # amplitude, as in MelConfig: -90 dB under a full-scale sine
RESOLUTIONS = (512, 1024, 2048)
PITCH_FFT = 8192  # tells semitones apart where the others do not
PITCH_MAX_HZ = 1500
HUM_HOPS = 15  # odd: tones that repeat every few hops are no hum


def stft(audio: Tensor, n_fft: int) -> Tensor:
    """Return the STFT (B, n_bins, T) of audio (B, samples); a full-scale sine reads about 1."""
    window = torch.hann_window(n_fft, device=audio.device)
    spectrum = torch.stft(
        audio, n_fft, n_fft // 4, window=window, center=False, return_complex=True
    )
    return spectrum * (2.0 / window.sum())


def magnitude(spectrum: Tensor) -> Tensor:
    """Return |spectrum| with a gradient that stays finite at zero."""
    return (spectrum.real.square() + spectrum.imag.square() + 1e-14).sqrt()


def spectral_convergence(fake: Tensor, real: Tensor) -> Tensor:
    """Relative Frobenius distance of magnitudes, mean over the batch (Arık et al. 2018)."""
    return ((fake - real).norm(dim=(1, 2)) / (real.norm(dim=(1, 2)) + 1e-3)).mean()


def log_distance(fake: Tensor, real: Tensor) -> Tensor:
    """Mean absolute difference of log magnitudes above the floor, in nats."""
    return ((fake + FLOOR).log() - (real + FLOOR).log()).abs().mean()


def phase_gradient_distance(fake: Tensor, real: Tensor) -> Tensor:
    """Distance of the phase's steps over time and over frequency, weighted by loudness, 0 … 2.

    A steady tone has no phase that the mel could tell, but its phase has a *speed*: comparing the
    steps asks for the right frequency and delay and leaves the phase itself free.
    """
    loud = magnitude(real)
    size = magnitude(fake) * loud + 1e-12
    cos = (fake.real * real.real + fake.imag * real.imag) / size  # of the phase error
    sin = (fake.imag * real.real - fake.real * real.imag) / size
    root = loud.sqrt()
    distances = []
    for axis in (1, 2):
        n = root.shape[axis] - 1
        weight = root.narrow(axis, 1, n) * root.narrow(axis, 0, n)
        step = cos.narrow(axis, 1, n) * cos.narrow(axis, 0, n)
        step = step + sin.narrow(axis, 1, n) * sin.narrow(axis, 0, n)
        total = weight.sum(dim=(1, 2)) + 1e-6
        distances.append(1 - ((weight * step).sum(dim=(1, 2)) / total).mean())
    return torch.stack(distances).mean()


def pitch_distance(fake: Tensor, real: Tensor, sample_rate: int = 48_000) -> Tensor:
    """Spectral convergence and log distance of long windows under PITCH_MAX_HZ.

    The other windows take a bass a semitone off for the bass.
    """
    n_bins = PITCH_MAX_HZ * PITCH_FFT // sample_rate
    sizes = [magnitude(stft(audio, PITCH_FFT)[:, :n_bins]) for audio in (fake, real)]
    return spectral_convergence(*sizes) + 0.3 * log_distance(*sizes)


def hum_share(audio: Tensor, hop_length: int = 512) -> Tensor:
    """Part of the energy that repeats at every hop, (B,), 0 … 1; treble counts as bass does.

    Random signals have 1 / HUM_HOPS; a hum at the frame rate has 1.
    """
    bright = audio[:, 1:] - 0.9 * audio[:, :-1]
    size = hop_length * HUM_HOPS
    hops = bright[:, : bright.shape[1] // size * size].reshape(len(audio), -1, HUM_HOPS, hop_length)
    coherent = hops.mean(dim=2).square().mean(dim=2)
    return coherent.sum(dim=1) / (hops.square().mean(dim=(2, 3)).sum(dim=1) + 1e-9)


@dataclass(frozen=True)
class LossWeights:
    """Weight of each term of the generator's loss."""

    mel: float = 1.0
    log: float = 1.0
    convergence: float = 1.0
    phase: float = 0.5
    pitch: float = 0.5
    hum: float = 1.0
    adversarial: float = 0.05
    features: float = 0.5


class SpectralLoss(nn.Module):
    """Weighted multi-resolution distance of (B, samples) waveforms, and its terms."""

    def __init__(self, weights: LossWeights) -> None:
        super().__init__()
        self.weights = weights

    def forward(
        self, fake: Tensor, real: Tensor, resolutions: tuple[int, ...] = RESOLUTIONS
    ) -> tuple[Tensor, dict[str, float]]:
        """Return the loss, mean over ``resolutions``, and its unweighted terms.

        Waveforms hold at least PITCH_FFT samples.
        """
        terms: dict[str, list[Tensor]] = {"log": [], "convergence": [], "phase": []}
        for n_fft in resolutions:
            spectra = stft(fake, n_fft), stft(real, n_fft)
            sizes = magnitude(spectra[0]), magnitude(spectra[1])
            terms["log"].append(log_distance(*sizes))
            terms["convergence"].append(spectral_convergence(*sizes))
            terms["phase"].append(phase_gradient_distance(*spectra))
        terms["pitch"] = [pitch_distance(fake, real)]
        terms["hum"] = [(hum_share(fake) - hum_share(real)).clamp(min=0).mean()]
        means = {name: torch.stack(values).mean() for name, values in terms.items()}
        weighted = [getattr(self.weights, name) * value for name, value in means.items()]
        return torch.stack(weighted).sum(), {n: value.item() for n, value in means.items()}
