import numpy as np
import pytest

from training.band import effects
from training.band.effects import BLOCK, SAMPLE_RATE


def tone(hz: float, seconds: float = 0.5) -> effects.Audio:
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.5 * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def rms(x: effects.Audio) -> float:
    return float(np.sqrt(np.mean(x.astype(np.float64) ** 2)))


@pytest.mark.parametrize("name", sorted(effects.EFFECTS))
def test_effects_keep_length_type_and_silence(name: str) -> None:
    """Every effect of the table maps silence to silence of the same length, in float32."""
    silence = np.zeros(10_001, np.float32)
    out = effects.EFFECTS[name](silence, 6.0)
    assert out.dtype == np.float32
    assert np.array_equal(out, silence)


def test_highpass_and_lowpass_cut_on_their_own_side() -> None:
    """An octave and more beyond the corner at least 12 dB are gone; the pass band stays."""
    low, high = tone(100), tone(4000)
    assert rms(effects.highpass(low, 1000)) < 0.25 * rms(low)
    assert rms(effects.highpass(high, 1000)) == pytest.approx(rms(high), rel=0.05)
    assert rms(effects.lowpass(high, 1000)) < 0.25 * rms(high)
    assert rms(effects.lowpass(low, 1000)) == pytest.approx(rms(low), rel=0.05)


def test_saturation_raises_the_rms_and_keeps_the_peak() -> None:
    """A driven tone is denser, never higher."""
    x = tone(220)
    driven = effects.saturate(x, 9.0)
    assert np.abs(driven).max() <= np.abs(x).max() * 1.0001
    assert rms(driven) > 1.1 * rms(x)


def test_the_compressor_brings_loud_and_soft_together() -> None:
    """The ratio of a loud to a soft passage shrinks."""
    x = np.concatenate([tone(220) * 0.2, tone(220)])
    half = len(x) // 2
    out = effects.compress(x, 4.0, above_rms_db=-6.0)
    assert rms(out[half:]) / rms(out[:half]) < 0.8 * rms(x[half:]) / rms(x[:half])


def test_ducking_dips_at_the_kick_and_recovers() -> None:
    """At the kick the signal is down by the depth; well after it nothing is left of the dip."""
    x = np.ones(SAMPLE_RATE, np.float32)
    out = effects.duck(x, np.array([9600]), 6.0)
    assert out[9600 + BLOCK] == pytest.approx(10 ** (-6 / 20), rel=0.05)
    assert out[9600 + SAMPLE_RATE // 2] == pytest.approx(1.0)
    assert out[: 9600 - BLOCK].min() == pytest.approx(1.0)


def test_gain_curves_are_interpolated_without_steps() -> None:
    """A gain of one value per block makes a ramp, not a staircase."""
    out = effects.apply_gain(np.ones(4 * BLOCK, np.float32), np.array([0.0, 1.0, 1.0, 0.0]))
    assert np.abs(np.diff(out)).max() <= 1.01 / BLOCK


def test_the_room_decays() -> None:
    """An impulse leaves a tail that is down by 60 dB a second later."""
    x = np.zeros(2 * SAMPLE_RATE, np.float32)
    x[0] = 1.0
    out = effects.room(x, 0.5)
    assert np.abs(out[1000:20_000]).max() > 1e-3
    assert np.abs(out[SAMPLE_RATE:]).max() < 1e-3 * np.abs(out[1:]).max()
