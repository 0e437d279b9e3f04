"""Figures that a vocoder is judged by, beside a Griffin-Lim reconstruction of the same mel."""

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from musiccm.mel import LogMel, MelConfig
from musiccm.vocoder import MelEnvelope, Vocoder, VocoderConfig
from training.vocoder.losses import (
    RESOLUTIONS,
    hum_share,
    log_distance,
    magnitude,
    spectral_convergence,
    stft,
)


@dataclass(frozen=True)
class Report:
    """Figures of :func:`report`; distances have no unit, levels are in dB."""

    distance: float  # multi-resolution STFT distance to the recording
    griffin_lim: float  # the same of Griffin-Lim with 32 iterations
    below_griffin_lim: float  # 1 - distance / griffin_lim
    mel_error: float  # mean absolute log-mel difference, nats
    silence_dbfs: float  # level of a decoded floor mel
    hum: float  # part of the energy that repeats at every hop, above the recording's
    frame_tone_db: float  # lines at the frame rate over their surroundings, in decoded noise
    steady_tone_db: float  # lines at the frame rate in a decoded steady tone, relative to it
    top_band_db: float  # level error in 14 … 20 kHz
    top_stripes_db: float  # excess of line-like energy in 14 … 20 kHz


def stft_distance(fake: Tensor, real: Tensor) -> float:
    """Return spectral convergence plus log-magnitude distance, mean over the resolutions.

    After Yamamoto et al. 2020 (Parallel WaveGAN); magnitudes are floored at -90 dB.
    """
    total = 0.0
    for n_fft in RESOLUTIONS:
        sizes = magnitude(stft(fake, n_fft)), magnitude(stft(real, n_fft))
        total += float(spectral_convergence(*sizes) + log_distance(*sizes))
    return total / len(RESOLUTIONS)


def griffin_lim_baseline(mel: Tensor, config: VocoderConfig, iterations: int = 32) -> Tensor:
    """Return audio (B, T · hop) of a log-mel (B, T, n_mels) by Griffin and Lim 1984.

    Magnitudes are the non-negative least-squares inverse of the filterbank, as librosa's
    ``mel_to_stft`` has them, here by multiplicative updates from the filters' own envelope.
    """
    size = _nonnegative_inverse(mel, config)
    window = torch.hann_window(config.n_fft)
    pad = (config.n_fft - config.hop_length) // 2
    angle = 2 * math.pi * torch.rand(size.shape, generator=torch.Generator().manual_seed(0))
    spectrum = torch.polar(size, angle)
    samples = mel.shape[1] * config.hop_length
    for i in range(iterations + 1):
        audio = _overlap_add(spectrum, config, window)[:, pad : pad + samples]
        if i == iterations:
            break
        padded = torch.nn.functional.pad(audio, (pad, pad))
        rebuilt = torch.stft(
            padded,
            config.n_fft,
            config.hop_length,
            window=window,
            center=False,
            return_complex=True,
        )
        spectrum = torch.polar(size, rebuilt.angle())
    return audio


def _nonnegative_inverse(mel: Tensor, config: VocoderConfig) -> Tensor:
    """Return magnitudes (B, n_bins, T) whose mel is ``mel``."""
    features = LogMel(config.mel())
    wanted = mel.exp() * features.window.sum() / 2
    size = MelEnvelope(config)(mel) + 1e-6
    size = torch.nn.functional.pad(size, (0, features.filters.shape[1] - config.audible_bins))
    for _ in range(30):
        now = size @ features.filters.T
        size = size * (wanted @ features.filters) / (now @ features.filters + 1e-9)
    return size.transpose(1, 2)


def _overlap_add(spectrum: Tensor, config: VocoderConfig, window: Tensor) -> Tensor:
    frames = torch.fft.irfft(spectrum.transpose(1, 2), config.n_fft) * window
    length = (frames.shape[1] - 1) * config.hop_length + config.n_fft
    fold = {
        "output_size": (1, length),
        "kernel_size": (1, config.n_fft),
        "stride": (1, config.hop_length),
    }
    weight = window.square().expand(1, frames.shape[1], -1)
    total = torch.nn.functional.fold(frames.transpose(1, 2), **fold)
    return (total / (torch.nn.functional.fold(weight.transpose(1, 2), **fold) + 1e-8)).flatten(1)


def rms_db(audio: Tensor) -> float:
    """Return the RMS level in dB under full scale."""
    return 20 * math.log10(float(audio.square().mean().sqrt()) + 1e-12)


def line_excess_db(audio: Tensor, config: VocoderConfig) -> float:
    """Return the largest level of a line at the frame rate's harmonics over its surroundings.

    About 1 dB in a second or more of noise: the bins at the harmonics hold no more than others.
    """
    bins = 16  # from one harmonic to the next
    n_fft = config.hop_length * bins
    frames = audio.unfold(-1, n_fft, n_fft // 2).reshape(-1, n_fft)
    power = torch.fft.rfft(frames * torch.hann_window(n_fft)).abs().square().mean(0)
    places = torch.arange(bins, len(power) - bins, bins)
    near = torch.stack([power[places + i] for i in (-6, -5, -4, -3, 3, 4, 5, 6)]).mean(0)
    return float(10 * torch.log10(power[places] / (near + 1e-12)).max())


def frame_lines_db(audio: Tensor, config: VocoderConfig, tone_hz: float) -> float:
    """Return the loudest harmonic of the frame rate in a tone's audio, in dB under the tone.

    Harmonics within 30 Hz of the tone are left out.
    """
    n_fft = config.hop_length * 64
    frames = audio.unfold(-1, n_fft, n_fft // 2).reshape(-1, n_fft)
    power = torch.fft.rfft(frames * torch.hann_window(n_fft)).abs().square().mean(0)
    places = torch.arange(64, len(power) - 32, 64)
    hz = places * config.sample_rate / n_fft
    lines = power[places[(hz - tone_hz).abs() > 30]]
    return float(10 * torch.log10(lines.max() / power.max()))


@torch.inference_mode()
def report(vocoder: Vocoder, clips: Tensor, hints: Tensor) -> Report:
    """Judge ``vocoder`` on recordings ``clips`` (B, samples), samples a multiple of the hop.

    ``hints`` is (B, samples / hop, n_hints).
    """
    config = vocoder.config
    features = LogMel(config.mel())
    mel = features(clips)
    decoded = vocoder(torch.cat([mel, hints], dim=-1))
    rebuilt = griffin_lim_baseline(mel, config)
    distance, baseline = stft_distance(decoded, clips), stft_distance(rebuilt, clips)
    top = _top_band(decoded, config.mel()), _top_band(clips, config.mel())
    tone_hz = 440.0
    return Report(
        distance=distance,
        griffin_lim=baseline,
        below_griffin_lim=1 - distance / baseline,
        mel_error=float((features(decoded) - mel).abs().mean()),
        silence_dbfs=rms_db(vocoder(torch.full((1, 188, config.n_mels), math.log(3e-5)))),
        hum=float((hum_share(decoded) - hum_share(clips)).mean()),
        frame_tone_db=line_excess_db(vocoder(features(_noise(config))), config),
        steady_tone_db=frame_lines_db(vocoder(features(_tone(config, tone_hz))), config, tone_hz),
        top_band_db=10 * math.log10(float(top[0].mean() / top[1].mean())),
        top_stripes_db=_flatness_db(top[1]) - _flatness_db(top[0]),
    )


def _noise(config: VocoderConfig) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return 0.05 * torch.randn(1, config.hop_length * 1024, generator=generator)


def _tone(config: VocoderConfig, hz: float) -> Tensor:
    time = torch.arange(config.hop_length * 512) / config.sample_rate
    return 0.2 * torch.sin(2 * math.pi * hz * time)[None]


def _top_band(audio: Tensor, mel: MelConfig) -> Tensor:
    """Power (bins, B · T) in 14 … 20 kHz."""
    power = stft(audio, 2048).abs().square()
    low, high = (round(hz * 2048 / mel.sample_rate) for hz in (14_000, 20_000))
    return power[:, low:high].transpose(0, 1).flatten(1) + 1e-12


def _flatness_db(power: Tensor) -> float:
    """Spectral flatness over bins of the mean spectrum, in dB: 0 is flat, lines are lower."""
    mean = power.mean(dim=1)
    return float(10 * (mean.log10().mean() - mean.mean().log10()))


def as_figures(result: Report) -> dict[str, float]:
    """Return the report as a flat dictionary."""
    return {name: round(value, 4) for name, value in asdict(result).items()}
