"""Our own synthesiser voices, for the sounds that General MIDI lacks.

Every pitch is one periodic, band-limited loop made by an inverse FFT, so a note costs a slice and
an envelope. A swept filter is a crossfade between loops of the same phases at falling cutoffs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.band.effects import SAMPLE_RATE, Audio
from training.band.soundfont import Event

N_SWEEP = 7


@dataclass(frozen=True)
class SynthVoice:
    """Settings of a voice. Times in seconds, cutoff in Hz at A3, detune in cents, drive linear."""

    wave: str = "saw"
    unison: int = 1
    detune: float = 0.0
    sub: float = 0.0
    cutoff: float | None = None
    resonance: float = 0.7
    sweep: float = 1.0
    sweep_time: float = 0.1
    accent: float = 1.0
    drive: float = 0.0
    attack: float = 0.003
    decay: float = 0.3
    sustain: float = 1.0
    release: float = 0.05


def _periods() -> dict[str, NDArray[np.float64]]:
    x = np.arange(4096) / 4096
    triangle = 4 * np.abs(x - 0.5) - 1
    return {
        "sine": np.sin(2 * np.pi * x),
        "saw": 2 * x - 1,
        "square": np.where(x < 0.5, 1.0, -1.0),
        "pulse25": np.where(x < 0.25, 1.0, -0.5),
        "triangle": triangle,
        "triangle4": np.round(triangle * 7.5) / 7.5,
    }


@lru_cache(maxsize=8)
def _harmonics(wave: str) -> NDArray[np.complex128]:
    """Fourier coefficients of one period, harmonic 0 first (and zero)."""
    periods = _periods()
    if wave not in periods:
        raise ValueError(f"unknown wave {wave!r}: use one of {', '.join(periods)}")
    coefficients = np.fft.rfft(periods[wave]) / 2048
    coefficients[0] = 0
    return coefficients


def _loop_length(hz: float) -> int:
    """Return the samples of a loop: 4 s, or 8 s where a 1/4 Hz grid would sound out of tune."""
    return SAMPLE_RATE * (4 if hz > 220 else 8)


def _lines(voice: SynthVoice, hz: float) -> NDArray[np.complex128]:
    """Return the spectrum of the unfiltered loop, all unison oscillators on the loop's grid."""
    length = _loop_length(hz)
    spectrum = np.zeros(length // 2 + 1, np.complex128)
    rng = np.random.default_rng(int(hz * 100))
    harmonics = _harmonics(voice.wave)
    cents = np.linspace(-1, 1, voice.unison) * voice.detune if voice.unison > 1 else np.zeros(1)
    for cent in cents:
        base = round(hz * 2 ** (cent / 1200) * length / SAMPLE_RATE)
        count = min(len(harmonics), int(0.42 * length) // base + 1)
        k = np.arange(1, count)
        turn = np.exp(2j * np.pi * k * (rng.random() if voice.unison > 1 else 0.0))
        np.add.at(spectrum, k * base, harmonics[1:count] * turn)
    if voice.sub:
        spectrum[round(hz * length / SAMPLE_RATE)] += -1j * voice.sub * max(voice.unison, 1) ** 0.5
    return spectrum


def _filter(hz_axis: NDArray[np.floating], cutoff: float, q: float) -> NDArray[np.float64]:
    """Magnitude of a two-pole resonant low-pass."""
    ratio = hz_axis / cutoff
    return np.asarray(1 / np.sqrt((1 - ratio**2) ** 2 + (ratio / q) ** 2))


def _filtered(lines: NDArray[np.complex128], cutoff: float | None, q: float) -> Audio:
    length = 2 * (len(lines) - 1)
    if cutoff is not None:
        lines = lines * _filter(np.arange(len(lines)) * (SAMPLE_RATE / length), cutoff, q)
    return np.asarray(np.fft.irfft(lines, length) * (length / 2), np.float32)


def _swept_head(loops: list[Audio], voice: SynthVoice, top: float) -> Audio:
    """Crossfade through ``loops`` (highest cutoff first) as the cutoff falls exponentially."""
    n = min(int(6 * voice.sweep_time * SAMPLE_RATE), len(loops[0]))
    t = np.arange(n, dtype=np.float32) / SAMPLE_RATE
    octaves = np.log2(1 + (top - 1) * np.exp(-t / voice.sweep_time))
    place = (1 - octaves / np.log2(top)) * (len(loops) - 1)
    head = np.zeros(n, np.float32)
    for m, loop in enumerate(loops):
        head += np.maximum(1 - np.abs(place - m), 0).astype(np.float32) * loop[:n]
    return head


@lru_cache(maxsize=192)
def _sound(voice: SynthVoice, pitch: int, hard: bool) -> tuple[Audio, Audio]:
    """Return (head, loop) of one pitch: the head is played once, then the loop for ever."""
    hz = 440 * 2 ** ((pitch - 69) / 12)
    lines = _lines(voice, hz)
    top = voice.sweep * (voice.accent if hard else 1.0)
    if voice.cutoff is None:
        head, loop = np.zeros(0, np.float32), _filtered(lines, None, 1.0)
    else:
        cutoff = voice.cutoff * (hz / 220) ** 0.5
        tops = top ** np.linspace(1, 0, N_SWEEP) if top > 1 else np.ones(1)
        loops = [_filtered(lines, float(cutoff * f), voice.resonance) for f in tops]
        loop = loops[-1]
        head = _swept_head(loops, voice, top) if top > 1 else np.zeros(0, np.float32)
    return _driven(head, loop, voice)


def _driven(head: Audio, loop: Audio, voice: SynthVoice) -> tuple[Audio, Audio]:
    """Saturate and bring to a common peak."""
    peak = np.float32(max(np.abs(head).max(initial=0.0), np.abs(loop).max(), 1e-9))
    head, loop = head / peak, loop / peak
    if voice.drive:
        drive = np.float32(voice.drive)
        head, loop = (np.tanh(x * drive) / np.tanh(drive) for x in (head, loop))
    return head, loop


def _envelope(voice: SynthVoice, held: int) -> Audio:
    """Attack, decay to the sustain, release: shape (held + release samples,)."""
    n_release = int(voice.release * SAMPLE_RATE)
    t = np.arange(held + n_release, dtype=np.float32) / SAMPLE_RATE
    env = np.minimum(t / voice.attack, 1.0)
    if voice.sustain < 1.0:
        env *= voice.sustain + (1 - voice.sustain) * np.exp(-t / voice.decay)
    env[held:] *= np.linspace(1, 0, n_release, dtype=np.float32) ** 2
    return np.asarray(env, np.float32)


def _slice(head: Audio, loop: Audio, offset: int, n: int) -> Audio:
    out = np.empty(n, np.float32)
    first = min(len(head), n)
    out[:first] = head[:first]
    if n > first:
        at = (np.arange(first, n) + offset) % len(loop)
        out[first:] = loop[at]
    return out


def play_synth(
    settings: Mapping[str, Any],
    in_range: Callable[[int], int],
    events: list[Event],
    n_samples: int,
) -> Audio:
    """Render a part with the voice made of ``settings``; returns mono audio (n_samples,)."""
    voice = SynthVoice(**settings)
    out = np.zeros(n_samples, np.float32)
    for event in events:
        if event.start >= n_samples:
            continue
        hard = event.level > 0.82 and voice.accent > 1.0
        head, loop = _sound(voice, in_range(event.pitch), hard)
        env = _envelope(voice, max(event.stop - event.start, 240))[: n_samples - event.start]
        offset = event.start % len(loop) if voice.unison > 1 and not len(head) else 0
        note = _slice(head, loop, offset, len(env)) * env
        out[event.start : event.start + len(env)] += np.float32(event.level**1.5) * note
    return out
