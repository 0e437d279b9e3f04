"""The meter: levels, onsets of each stem, brightness."""

import numpy as np
import pytest

from bridge.audio.meter import FLOOR_DB, Meter, brightness
from bridge.config import BLOCK, SAMPLE_RATE
from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed

DRUMS, BASS = STEMS.index("drums"), STEMS.index("bass")


def _tone(hertz: float, seconds: float, level: float = 0.2) -> np.ndarray:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)


def _hear(meter: Meter, **stems: np.ndarray) -> None:
    n = max(map(len, stems.values())) // BLOCK * BLOCK
    rows = np.stack([stems.get(stem, np.zeros(n, np.float32))[:n] for stem in STEMS])
    for start in range(0, n, BLOCK):
        part = rows[:, start : start + BLOCK]
        meter.hear(Mixed(master=np.stack([part.sum(axis=0)] * 2), stems=part, dry=part))


def test_a_stroke_is_an_onset_of_its_stem_alone() -> None:
    """A click over a steady bass rises in the drums; the bass, long begun, does not."""
    meter, bass = Meter(SAMPLE_RATE), _tone(41.2, 1.0)
    drums = np.zeros_like(bass)
    _hear(meter, bass=bass, drums=drums)
    mark = meter.heard
    assert max(meter.onsets(mark - 20)[:4]) < 1.0
    drums[4800:9600] = _tone(900, 0.1, 0.5)
    _hear(meter, bass=bass, drums=drums)
    onsets = meter.onsets(mark)
    assert onsets[DRUMS] > 30
    assert onsets[BASS] < 1.0
    assert onsets[-1] > 3
    assert meter.onsets(meter.heard) == [0.0] * 5
    assert meter.onsets(mark + 30)[DRUMS] == 0.0


def test_levels_are_those_of_the_last_moment() -> None:
    """A sine has its RMS, a stem that rests is at the floor, the peak is the master's."""
    meter = Meter(SAMPLE_RATE)
    _hear(meter, lead=_tone(1000, 0.2, 0.5))
    *stems, master, peak = meter.levels()
    assert stems[STEMS.index("lead")] == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.1)
    assert stems[DRUMS] == FLOOR_DB
    assert master == pytest.approx(stems[STEMS.index("lead")], abs=0.1)
    assert peak == pytest.approx(20 * np.log10(0.5), abs=0.1)
    assert meter.centroid() == pytest.approx(1000, abs=20)


def test_brightness_is_logarithmic() -> None:
    """0 at 200 Hz and for silence, half at the geometric mean, 1 at 10 kHz and above."""
    assert [brightness(hz) for hz in (0.0, 200.0, 10_000.0, 20_000.0)] == [0.0, 0.0, 1.0, 1.0]
    assert brightness((200.0 * 10_000.0) ** 0.5) == pytest.approx(0.5)


def test_who_asks_after_a_while_hears_what_has_just_sounded() -> None:
    """After minutes in which nobody asked, levels and onsets are those of who asks all the time."""
    noise = np.random.default_rng(1).standard_normal(600 * BLOCK).astype(np.float32)
    noise *= np.where(np.arange(len(noise)) >= len(noise) - 2 * BLOCK, 0.3, 0.01)
    asked, left = Meter(SAMPLE_RATE), Meter(SAMPLE_RATE)
    for start in range(0, len(noise), BLOCK):
        _hear(asked, drums=noise[start : start + BLOCK])
        asked.onsets(asked.heard)
        _hear(left, drums=noise[start : start + BLOCK])
    assert left.heard == asked.heard
    assert left.levels() == asked.levels()
    assert left.onsets(left.heard - 3) == asked.onsets(asked.heard - 3)
    assert left.onsets(left.heard - 3)[DRUMS] > 20
