"""The mixer: parts → stems, as a desk would set them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import STEMS
from training.band.effects import (
    BLOCK,
    SAMPLE_RATE,
    Audio,
    apply_gain,
    block_rms,
    compress,
    highpass,
    room,
    saturate,
)
from training.compose.piece import Piece, Section

FADE_IN = int(0.03 * SAMPLE_RATE)
FADE_OUT = int(0.12 * SAMPLE_RATE)
PEAK = 0.94


@dataclass(frozen=True)
class Channel:
    """Strip of one stem: high-pass in Hz, compressor ratio, drive in dB, room send, RMS in dBFS."""

    highpass: float
    ratio: float
    drive: float
    room: float
    rms: float


CHANNELS = {
    "drums": Channel(28.0, 2.0, 3.0, 0.10, -18.0),
    "bass": Channel(30.0, 3.0, 3.0, 0.0, -20.0),
    "harmony": Channel(90.0, 1.5, 0.0, 0.16, -23.0),
    "lead": Channel(120.0, 2.0, 0.0, 0.20, -21.0),
}


def sounding_rms(x: Audio) -> float:
    """RMS over the blocks that sound (within 40 dB of the loudest), 0 for silence."""
    level = block_rms(x)
    loud = level[level > 0.01 * level.max(initial=0.0)]
    return float(np.sqrt(np.mean(loud.astype(np.float64) ** 2))) if loud.size else 0.0


def set_level(x: Audio, rms_db: float) -> Audio:
    """Scale ``x`` so that its sounding RMS is ``rms_db`` dBFS."""
    rms = sounding_rms(x)
    return x * np.float32(10 ** (rms_db / 20) / rms) if rms else x


def active_spans(piece: Piece, stem: str) -> list[tuple[float, float]]:
    """Return the spans in beats where ``stem`` is asked to play, neighbours joined."""
    spans: list[tuple[float, float]] = []
    for section in piece.sections:
        if stem not in section.active:
            continue
        start, stop = section.start, section.start + section.duration
        if spans and abs(spans[-1][1] - start) < 1e-6:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return spans


def gate(spans: list[tuple[int, int]], n_samples: int) -> NDArray[np.float32]:
    """Block-rate gate: open in the spans (samples), closed within 150 ms of their ends."""
    n_blocks = -(-n_samples // BLOCK)
    at = np.arange(n_blocks) * BLOCK
    out = np.zeros(n_blocks)
    for start, stop in spans:
        rise = np.clip((at - (start - FADE_IN)) / (FADE_IN / 2), 0, 1)
        fall = np.clip(1 - (at - stop) / FADE_OUT, 0, 1)
        out = np.maximum(out, rise * (0.5 - 0.5 * np.cos(np.pi * fall)))
    return out.astype(np.float32)


def dynamics(sections: tuple[Section, ...], beats_at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear gain at each block for the sections' intensity: 9 dB from softest to loudest."""
    index = np.searchsorted([s.start for s in sections], beats_at + 1e-6, side="right") - 1
    intensity = np.array([s.intensity for s in sections])[np.maximum(index, 0)]
    gain = 10 ** (9.0 * (intensity - 0.75) / 20)
    ramp = int(0.06 * SAMPLE_RATE / BLOCK)
    return np.convolve(
        np.pad(gain, (ramp // 2, ramp - ramp // 2 - 1), "edge"), np.ones(ramp) / ramp, "valid"
    )


def mix_stem(stem: str, dry: Audio, trim_db: float) -> Audio:
    """Channel strip: high-pass, compressor, drive, room, level."""
    channel = CHANNELS[stem]
    x = compress(highpass(dry, channel.highpass), channel.ratio)
    if channel.drive:
        x = saturate(x, channel.drive)
    if channel.room:
        x = room(x, channel.room)
    return set_level(x, channel.rms + trim_db)


def finish(piece: Piece, stems: NDArray[np.float32]) -> NDArray[np.float32]:
    """Apply the sections' dynamics and the gates; keep every stem and the sum under 0 dBFS.

    ``stems`` has shape (4, T), in the order of STEMS, and is changed in place.
    """
    per_beat = 60.0 / piece.tempo * SAMPLE_RATE
    n_samples = stems.shape[1]
    beats_at = np.arange(-(-n_samples // BLOCK)) * (BLOCK / per_beat)
    loudness = dynamics(piece.sections, beats_at)
    for row, stem in zip(stems, STEMS, strict=True):
        spans = [(round(a * per_beat), round(b * per_beat)) for a, b in active_spans(piece, stem)]
        row[:] = apply_gain(row, loudness * gate(spans, n_samples))
    peak = max(float(np.abs(stems.sum(axis=0)).max()), float(np.abs(stems).max()))
    if peak > PEAK:
        stems *= np.float32(PEAK / peak)
    return stems
