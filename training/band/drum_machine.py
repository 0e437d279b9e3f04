"""Drum machines of our own, in the manner of the 808, the 909 and a games console.

One-shots are made by formula, cached per key and mixed by velocity.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from training.band.effects import SAMPLE_RATE, Audio
from training.band.soundfont import Event

METAL_HZ = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)

# General MIDI percussion key → (sound, tuning in semitones)
KEYS: dict[int, tuple[str, float]] = {
    35: ("kick", -2), 36: ("kick", 0), 37: ("rim", 0), 38: ("snare", 0), 39: ("clap", 0),
    40: ("snare", 2), 41: ("tom", -5), 42: ("hat", 0), 43: ("tom", -2), 44: ("hat", -2),
    45: ("tom", 0), 46: ("open_hat", 0), 47: ("tom", 3), 48: ("tom", 6), 49: ("crash", 0),
    50: ("tom", 8), 51: ("ride", 0), 52: ("crash", -3), 53: ("ride", 5), 54: ("shaker", 4),
    55: ("crash", 4), 56: ("cowbell", 0), 57: ("crash", 2), 59: ("ride", 2), 60: ("conga", 9),
    61: ("conga", 5), 62: ("conga", 4), 63: ("conga", 2), 64: ("conga", -2), 65: ("conga", 7),
    66: ("conga", 3), 67: ("cowbell", 7), 68: ("cowbell", 3), 69: ("shaker", 0),
    70: ("shaker", 3), 75: ("rim", 5), 76: ("rim", 3), 77: ("rim", -2), 80: ("hat", 7),
    81: ("ride", 7), 82: ("shaker", 1), 86: ("tom", -4), 87: ("kick", 2),
}  # fmt: skip
CHOKED_BY = {42, 44}


@dataclass(frozen=True)
class Machine:
    """What sets one machine apart: decays in seconds, frequencies in Hz."""

    kick_hz: float
    kick_from: float
    kick_decay: float
    click: float
    snare_hz: float
    snare_noise: float
    snare_decay: float
    hat_decay: float
    metal: float
    hold: int = 1


MACHINES = {
    "tr808": Machine(48, 150, 0.42, 0.15, 178, 0.55, 0.11, 0.045, 1.0),
    "tr909": Machine(52, 260, 0.22, 0.5, 196, 0.9, 0.14, 0.06, 0.45),
    "chip": Machine(60, 420, 0.09, 0.2, 220, 1.0, 0.09, 0.03, 0.0, hold=6),
}


def _time(seconds: float) -> NDArray[np.float64]:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _noise(n: int, hold: int, seed: int = 0) -> NDArray[np.float64]:
    noise = np.random.default_rng(seed).uniform(-1, 1, -(-n // hold))
    return np.repeat(noise, hold)[:n]


def _band(x: NDArray[np.float64], low: float, high: float | None = None) -> NDArray[np.float64]:
    kind, hz = ("highpass", low) if high is None else ("bandpass", (low, high))
    sos = signal.butter(2, hz, kind, fs=SAMPLE_RATE, output="sos")
    return np.asarray(signal.sosfilt(sos, x))


def _drop(
    t: NDArray[np.float64], hz: float, start: float, fall: float, square: bool
) -> NDArray[np.float64]:
    """Return a tone that falls from ``start`` to ``hz`` with time constant ``fall``."""
    phase = hz * t + (start - hz) * fall * (1 - np.exp(-t / fall))
    tone = np.sin(2 * np.pi * phase)
    return np.sign(tone) if square else tone


def _kick(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(5 * m.kick_decay)
    body = _drop(t, m.kick_hz * tune, m.kick_from * tune, 0.022, m.hold > 1)
    click = m.click * _noise(len(t), 1) * np.exp(-t / 0.003)
    return np.tanh(1.5 * body * np.exp(-t / m.kick_decay) * np.minimum(t / 0.0015, 1) + click)


def _snare(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(6 * m.snare_decay)
    hz = m.snare_hz * tune
    tone = _drop(t, hz, 1.6 * hz, 0.02, False) + 0.6 * np.sin(2 * np.pi * 1.83 * hz * t)
    noise = _band(_noise(len(t), m.hold), 1200) * m.snare_noise
    return 0.6 * tone * np.exp(-t / 0.07) + noise * np.exp(-t / m.snare_decay)


def _clap(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.5)
    bursts = sum(np.where(t >= s, np.exp(-(t - s).clip(0) / 0.006), 0) for s in (0, 0.011, 0.022))
    tail = 0.7 * np.where(t >= 0.03, np.exp(-(t - 0.03).clip(0) / 0.09), 0)
    return _band(_noise(len(t), m.hold), 800 * tune, 2600 * tune) * (bursts + tail)


def _metal(m: Machine, t: NDArray[np.float64], tune: float) -> NDArray[np.float64]:
    squares = sum(np.sign(np.sin(2 * np.pi * hz * 4.1 * tune * t)) for hz in METAL_HZ) / 6.0
    mixed = m.metal * squares + (1 - m.metal) * _noise(len(t), m.hold)
    return _band(mixed, 6500.0)


def _cymbal(decay: float, ping: float = 0.0) -> Callable[[Machine, float], NDArray[np.float64]]:
    def sound(m: Machine, tune: float) -> NDArray[np.float64]:
        t = _time(min(6 * decay, 2.5))
        bell = ping * np.sin(2 * np.pi * 3100 * tune * t) * np.exp(-t / 0.12)
        return (_metal(m, t, tune) + bell) * np.exp(-t / decay)

    return sound


def _hat(m: Machine, tune: float) -> NDArray[np.float64]:
    return _cymbal(m.hat_decay)(m, tune)


def _tom(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.9)
    return _drop(t, 110 * tune, 170 * tune, 0.05, m.hold > 1) * np.exp(-t / 0.18)


def _conga(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.5)
    return _drop(t, 210 * tune, 250 * tune, 0.02, m.hold > 1) * np.exp(-t / 0.09)


def _rim(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.1)
    tone = np.sin(2 * np.pi * 1700 * tune * t) + 0.6 * np.sin(2 * np.pi * 480 * tune * t)
    return (tone + 0.3 * _noise(len(t), m.hold)) * np.exp(-t / 0.012)


def _cowbell(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.6)
    tone = np.sign(np.sin(2 * np.pi * 540 * tune * t)) + np.sign(np.sin(2 * np.pi * 800 * tune * t))
    return _band(tone, 500, 3500) * (0.5 * np.exp(-t / 0.02) + 0.5 * np.exp(-t / 0.13))


def _shaker(m: Machine, tune: float) -> NDArray[np.float64]:
    t = _time(0.15)
    return (
        _band(_noise(len(t), m.hold), 4500 * tune) * np.minimum(t / 0.012, 1) * np.exp(-t / 0.035)
    )


SOUNDS: dict[str, tuple[Callable[[Machine, float], NDArray[np.float64]], float]] = {
    "kick": (_kick, 1.0), "snare": (_snare, 0.75), "clap": (_clap, 0.7), "rim": (_rim, 0.5),
    "hat": (_hat, 0.38), "open_hat": (_cymbal(0.22), 0.4), "crash": (_cymbal(0.7), 0.55),
    "ride": (_cymbal(0.35, 0.5), 0.35), "tom": (_tom, 0.8), "conga": (_conga, 0.6),
    "cowbell": (_cowbell, 0.45), "shaker": (_shaker, 0.3),
}  # fmt: skip


@lru_cache(maxsize=256)
def one_shot(machine: str, key: int) -> Audio:
    """Return the sound of a percussion key, peak at its usual level below 1."""
    name, semitones = KEYS.get(key, ("rim", 0.0))
    make, peak = SOUNDS[name]
    sound = make(MACHINES[machine], 2 ** (semitones / 12))
    sound[-480:] *= np.linspace(1, 0, 480)
    return (sound * (peak / np.abs(sound).max())).astype(np.float32)


def play_machine(machine: str, events: list[Event], n_samples: int) -> Audio:
    """Mix the one-shots of a part; a closed hat chokes an open one. Returns (n_samples,)."""
    out = np.zeros(n_samples, np.float32)
    chokes = np.array(sorted(e.start for e in events if e.pitch in CHOKED_BY) + [n_samples])
    for event in events:
        if event.start >= n_samples:
            continue
        sound = one_shot(machine, event.pitch)
        if event.pitch == 46:
            sound = _choke(
                sound, int(chokes[np.searchsorted(chokes, event.start, "right")]) - event.start
            )
        sound = sound[: n_samples - event.start]
        out[event.start : event.start + len(sound)] += np.float32(event.level**1.6) * sound
    return out


def _choke(sound: Audio, after: int) -> Audio:
    if after >= len(sound):
        return sound
    faded = sound[: after + 480].copy()
    faded[after:] *= np.linspace(1, 0, len(faded) - after, dtype=np.float32)
    return faded
