"""Figures out of a take whose faults are known."""

import numpy as np
import pytest

from bridge.rehearsal.course import Course
from bridge.rehearsal.heard_on_jack import clock_out, drift, latency, ticks_of, transport_words
from bridge.rehearsal.performance import Notes
from bridge.rehearsal.take import Take
from bridge.sync.midi_clock import CLOCK, CONTINUE, SONG_POSITION, START

RATE, BEGUN, LATENCY = 48_000, 1000.0, 512  # frames a second, time of frame 0, frames
COURSE = Course(120.0)


def _take(late: float = 0.0, ppm: float = 0.0, words: list[tuple[int, ...]] | None = None) -> Take:
    """Return 20 s of clicks on the beats, heard ``late`` seconds after them, and a second lane.

    The second lane is silent in the first half of each second.
    """
    rate, n = RATE * (1 + 1e-6 * ppm), 20 * RATE
    audio = np.zeros((2, n), np.float32)
    beats = np.round((0.5 * np.arange(2, 38) + late) * rate).astype(int) - LATENCY
    audio[0, beats] = 0.5
    audio[1] = 0.1 * (np.arange(n) % RATE >= RATE // 2)
    frames = np.arange(0, n, 4096)
    clock = np.stack([frames, BEGUN + frames / rate], axis=1)
    clock[7, 1] += 3e-3  # somebody was in the way
    rows = np.array(words or np.zeros((0, 4)), np.int64)
    return Take(audio, 0, 0, rows, clock, RATE, LATENCY)


def test_clicks_are_times_of_the_host() -> None:
    """A device 50 ppm fast and a reading that was disturbed: clicks are right within 20 µs."""
    take = _take(ppm=50.0)
    assert take.ppm == pytest.approx(50, abs=0.1)
    assert take.clicks() - BEGUN == pytest.approx(0.5 * np.arange(2, 38), abs=2e-5)


def test_a_device_that_stood_still_is_seen() -> None:
    """A driver that was late for 30 ms: what it plays afterwards is that much later."""
    take = _take()
    take.clock[len(take.clock) // 2 :, 1] += 0.03
    off = take.clicks() - BEGUN - 0.5 * np.arange(2, 38)
    assert off[:17] == pytest.approx(0, abs=1e-4) and off[19:] == pytest.approx(0.03, abs=1e-4)


def test_latency_that_is_not_reported_is_seen() -> None:
    """Clicks 5 ms after what features told, and a mute that is heard 80 ms after it was said."""
    take, notes = _take(late=5e-3), Notes(BEGUN, unmuted=[], ahead=[0.06, 0.08])
    for time in np.arange(0, 20, 0.05):
        notes.told.add(BEGUN + float(time), float(COURSE.beat(time)))
    notes.unmuted = [BEGUN + k + 0.5 + LATENCY / RATE - 0.08 for k in range(1, 10)]
    figures = latency(take, notes, take.clicks())
    assert figures["reported"]["median_ms"] == pytest.approx(5, abs=0.05)
    assert figures["mute_ms"] == pytest.approx([80, 80], abs=0.1)
    assert figures["told_ahead_ms"] == 70


def test_clicks_that_run_away_are_seen() -> None:
    """Beats by a clock 100 ppm slower than the device's: 6 ms a minute."""
    clicks = 0.5 * np.arange(2, 200) * (1 + 1e-4)
    figures = drift(_take(ppm=-100.0), clicks, COURSE)
    assert figures["clicks_ms_per_minute"] == pytest.approx(6, abs=0.01)
    assert figures["unsteered_ms_per_minute"] == pytest.approx(-6, abs=0.01)


def test_a_clock_s_faults_are_figures() -> None:
    """3 ms late, one tick lost, one in ten 2 ms off, a tempo 0.02 % wrong: each is told."""
    numbers = np.delete(np.arange(24, 600), 100)
    ticks = numbers / 48 * (1 + 2e-4) + 3e-3
    ticks[::10] += 2e-3
    figures = clock_out(ticks, 0.5 * np.arange(2, 30), COURSE)
    assert (figures["ticks"], figures["lost"], figures["twice"]) == (575, 1, 0)
    assert figures["tempo_error_percent"] == pytest.approx(0.02, abs=0.01)
    assert figures["phase"]["median_ms"] == pytest.approx(4.4, abs=0.5)
    assert figures["phase"]["p95_ms"] > 1.5
    assert figures["clicks"]["median_ms"] == pytest.approx(4.4, abs=1.0)
    json_like = clock_out(ticks[:50], np.zeros(0), COURSE)
    assert json_like["tempo_error_percent"] is None


def test_words_are_told_with_their_time() -> None:
    """Ticks are apart from start, continue and positions after the transport was tried."""
    rows = [
        (RATE, START, -1, -1),
        (3 * RATE, CLOCK, -1, -1),
        (4 * RATE, SONG_POSITION, 1, 2),
        (4 * RATE, CONTINUE, -1, -1),
    ]
    take = _take(words=rows)
    assert ticks_of(take) - BEGUN == pytest.approx([3.0])
    told = transport_words(take, Notes(transport=BEGUN + 2.0))
    assert told == [[2.0, "position", 257], [2.0, "continue"]]
