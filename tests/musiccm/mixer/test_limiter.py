"""The limiter: under the ceiling between the samples too, without a click, bitwise streaming."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, resample_poly, sosfilt

from musiccm.mixer import CEILING_DB, Limiter
from musiccm.mixer.true_peak import TruePeak

RATE = 48_000
N = 2 * RATE
TIME = np.arange(N) / RATE
Stereo = NDArray[np.float32]


def _noise(level: float, cutoff: float | None = None) -> Stereo:
    noise = level * np.random.default_rng(0).standard_normal((2, N))
    if cutoff:
        noise = sosfilt(butter(8, cutoff, fs=RATE, output="sos"), noise)
    return noise.astype(np.float32)


def _sine(hertz: float, level: float, phase: float = 0.0) -> Stereo:
    wave = level * np.sin(2 * np.pi * hertz * TIME + np.deg2rad(phase))
    return np.stack([wave, 0.5 * wave]).astype(np.float32)


def _bursts() -> Stereo:
    return _sine(3_000, 4.0) * (TIME % 0.25 < 0.02).astype(np.float32)


SIGNALS = {
    "white noise": _noise(0.5),
    "loud white noise": _noise(5.0),
    "noise to 18 kHz": _noise(3.0, 18_000),
    "dull noise": _noise(20.0, 300),
    "a sine between its samples": _sine(12_000, 2.0, 45),
    "a high sine": _sine(19_000, 2.0),
    "a low sine": _sine(45, 1.6),
    "bursts": _bursts(),
    "a square": np.sign(_sine(111, 1.0)) * np.float32(1.5),
}


def _true_peak_db(x: Stereo) -> float:
    """Return the peak at four times the rate, in dB; the cut ends are not the signal's."""
    fine = resample_poly(x.astype(np.float64), 4, 1, axis=1)[:, 400:-400]
    return float(20 * np.log10(np.abs(fine).max()))


def _metered_db(x: Stereo) -> float:
    peak = TruePeak().measure(x, 0.0)
    assert peak is not None
    return float(20 * np.log10(peak[400:-400].max()))


@pytest.mark.parametrize(
    ("hertz", "level", "phase", "expected"),
    [
        (RATE / 4, 0.5, 0.0, -6.0),
        (RATE / 4, 0.5, 45.0, -6.0),
        (RATE / 6, 0.5, 60.0, -6.0),
        (RATE / 8, 0.5, 67.5, -6.0),
        (RATE / 4, 1.41, 45.0, 3.0),
    ],
)
def test_the_meter_reads_the_ebus_signals(
    hertz: float, level: float, phase: float, expected: float
) -> None:
    """Signals 15 to 19 of EBU Tech 3341 read within its tolerance, +0.2 and -0.4 dB."""
    assert -0.4 <= _metered_db(_sine(hertz, level, phase)) - expected <= 0.2


@pytest.mark.parametrize("name", SIGNALS)
def test_no_true_peak_is_over_the_ceiling(name: str) -> None:
    """Whatever comes, both meters read at most the ceiling, to a tenth of a decibel."""
    out = Limiter(RATE).process(SIGNALS[name])
    assert _true_peak_db(out) <= CEILING_DB + 0.1
    assert _metered_db(out) <= CEILING_DB + 0.1
    assert _true_peak_db(out) > CEILING_DB - 1.5  # it limits, it does not duck


@pytest.mark.parametrize("ceiling", [-12.0, -3.0, 0.0])
def test_the_ceiling_can_be_set(ceiling: float) -> None:
    """Any ceiling is kept, to a tenth of a decibel."""
    limiter = Limiter(RATE)
    limiter.ceiling = 10 ** (ceiling / 20)
    peak = _true_peak_db(limiter.process(SIGNALS["noise to 18 kHz"]))
    assert ceiling - 0.5 < peak <= ceiling + 0.1


def test_what_is_quiet_passes_untouched() -> None:
    """Under the ceiling every sample comes out as it went in, later by the latency."""
    quiet, limiter = _noise(0.05), Limiter(RATE)
    out = limiter.process(quiet)
    assert np.array_equal(out[:, limiter.latency :], quiet[:, : -limiter.latency])


@pytest.mark.parametrize("seed", range(3))
def test_the_result_does_not_depend_on_the_blocks(seed: int) -> None:
    """Loud and soft in turn, cut anywhere, every sample has the very same bits."""
    x = _noise(1.0) * (TIME % 0.5 < 0.1).astype(np.float32) + _noise(0.01)
    cuts = np.sort(np.random.default_rng(seed).integers(0, N, 60))
    limiter = Limiter(RATE)
    parts = [limiter.process(part) for part in np.split(x, cuts, axis=1)]
    assert np.array_equal(np.concatenate(parts, axis=1), Limiter(RATE).process(x))


def test_the_gain_moves_without_a_click() -> None:
    """On a tone that jumps by 12 dB the gain bends within 2.7 ms, and is back 0.8 s after it."""
    level = np.where((TIME > 0.5) & (TIME < 1.0), 2.0, 0.5)
    tone = np.stack([np.sin(1000 * TIME), np.cos(1000 * TIME)])  # as loud at every sample
    x = (level * tone).astype(np.float32)
    out = Limiter(RATE).process(x)[:, Limiter.latency :]
    gain = np.hypot(*out) / np.hypot(*x[:, : out.shape[1]])
    assert gain[: RATE // 2 - 150].min() == pytest.approx(1.0)
    assert gain[RATE // 2 + 10 : RATE - 10].max() < 0.5
    assert np.abs(np.diff(gain)).max() < 0.01
    assert np.abs(np.diff(gain, 2)).max() < 2e-4
    assert gain[-RATE // 5 :].min() == pytest.approx(1.0)


def test_an_empty_block_changes_nothing() -> None:
    """No samples in, no samples out, in the middle of limiting too."""
    limiter, plain = Limiter(RATE), Limiter(RATE)
    loud = SIGNALS["loud white noise"][:, :1_000]
    limiter.process(loud)
    assert limiter.process(loud[:, :0]).shape == (2, 0)
    plain.process(loud)
    assert np.array_equal(limiter.process(loud), plain.process(loud))
