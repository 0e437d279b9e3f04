"""The judge of the vocoder tells good from bad on signals made for it."""

import math

import torch

from musiccm.mel import LogMel
from musiccm.vocoder import Vocoder, VocoderConfig
from training.vocoder.judge import (
    as_figures,
    frame_lines_db,
    griffin_lim_baseline,
    line_excess_db,
    report,
    rms_db,
    stft_distance,
)

CONFIG = VocoderConfig(dim=16, n_layers=1)


def noise(frames: int = 1024) -> torch.Tensor:
    return 0.05 * torch.randn(1, frames * 512, generator=torch.Generator().manual_seed(0))


def tone(hz: float, frames: int = 256) -> torch.Tensor:
    return 0.2 * torch.sin(2 * math.pi * hz * torch.arange(frames * 512) / 48_000)[None]


def test_griffin_lim_rebuilds_a_tone() -> None:
    """The baseline keeps length, level and pitch."""
    audio = tone(1000.0, 48)
    again = griffin_lim_baseline(LogMel(CONFIG.mel())(audio), CONFIG)
    assert again.shape == audio.shape
    assert abs(rms_db(again) - rms_db(audio)) < 3
    peak = int(torch.fft.rfft(again[0]).abs().argmax()) * 48_000 / again.shape[1]
    assert abs(peak - 1000) < 15


def test_more_iterations_bring_griffin_lim_nearer() -> None:
    """Thirty-two iterations are nearer than none."""
    audio = tone(500.0, 48) + 0.1 * noise(48)
    mel = LogMel(CONFIG.mel())(audio)
    near, far = (stft_distance(griffin_lim_baseline(mel, CONFIG, n), audio) for n in (32, 0))
    assert near < far


def test_a_line_at_the_frame_rate_is_found() -> None:
    """A weak hum at 93.75 Hz in noise is told from noise alone."""
    hum = noise() + 0.02 * tone(93.75, 1024)
    assert line_excess_db(hum, CONFIG) > line_excess_db(noise(), CONFIG) + 6


def test_lines_beside_a_tone_are_measured_in_its_decibels() -> None:
    """A line 40 dB under a tone reads -40; a clean tone reads far lower."""
    both = tone(440.0) + 0.01 * tone(937.5)
    assert abs(frame_lines_db(both, CONFIG, 440.0) + 40) < 1
    assert frame_lines_db(tone(440.0), CONFIG, 440.0) < -70


def test_report_is_complete_and_silence_is_silent() -> None:
    """Every figure is a number, and the silence goal holds untrained."""
    figures = as_figures(report(Vocoder(CONFIG), noise(48), torch.zeros(len(noise(48)), 48, 0)))
    assert all(math.isfinite(value) for value in figures.values())
    assert figures["silence_dbfs"] < -70
