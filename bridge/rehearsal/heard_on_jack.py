"""Figures of what a JACK client has heard of the daemon: latency, drift, and our MIDI clock."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.rehearsal.course import Truth
from bridge.rehearsal.performance import Notes
from bridge.rehearsal.take import Take
from bridge.sync.midi_clock import CLOCK, CONTINUE, PER_QUARTER, SONG_POSITION, START, STOP
from musiccm.onsets import nearest

Array = NDArray[np.float64]
Figures = dict[str, Any]
WORDS = {START: "start", CONTINUE: "continue", STOP: "stop", SONG_POSITION: "position"}
SOON = 1.0  # seconds within which a move of the mute is heard
WINDOW = 8 * PER_QUARTER  # ticks of two bars, over which a tempo is fitted


def spread(off: Array) -> dict[str, float]:
    """Return the median of differences (n,) in seconds, and how far they are from it, in ms.

    Nothing where there are none.
    """
    off = off[np.isfinite(off)]
    if not len(off):
        return {}
    size = np.abs(off - np.median(off))
    figures = np.median(off), np.percentile(size, 95), size.max()
    names = ("median_ms", "p95_ms", "worst_ms")
    return {name: round(1000 * float(x), 3) for name, x in zip(names, figures, strict=True)}


def off_beats(times: Array, truth: Truth, per_beat: int = 1) -> tuple[Array, Array]:
    """Return for times (n,) how late each is, in seconds, and its number in parts of a beat."""
    numbers = np.rint(truth.beat(times) * per_beat)
    until = float(times.max(initial=0.0)) + 1.0
    return times - truth.times(numbers / per_beat, until), numbers


def latency(take: Take, notes: Notes, clicks: Array) -> Figures:
    """Return what we report against what was recorded.

    ``periods_missed`` are those that the recording client itself has missed. ``reported``: clicks
    (n,) against the beats and the times of features; ``mute_ms``: P50 and P95 from the datagram
    until it is heard, beside the mean of ``ahead`` as features tell it.
    """
    heard = take.sounds_after(notes.unmuted) - np.array(notes.unmuted)
    heard = 1000 * heard[heard < SOON]
    return {
        "jack_playback_frames": take.latency,
        "periods_missed": take.missed,
        "underruns": notes.underruns,
        "reported": spread(off_beats(clicks, notes.told)[0]),
        "mute_moves": len(heard),
        "mute_ms": np.percentile(heard, (50, 95)).round(1).tolist() if len(heard) else [],
        "told_ahead_ms": round(1000 * float(np.mean(notes.ahead)), 1),
    }


def drift(take: Take, clicks: Array, truth: Truth) -> Figures:
    """Return how far the clocks are apart, and how far the clicks run away from the beats."""
    off, _ = off_beats(clicks, truth)
    slope = np.polyfit(clicks, off, 1)[0] if len(clicks) > 1 else np.nan
    return {
        "device_ppm": round(take.ppm, 2),
        "unsteered_ms_per_minute": round(take.ppm * 60e-3, 3),
        "clicks_ms_per_minute": round(60_000 * float(slope), 4),
    }


def clock_out(ticks: Array, clicks: Array, truth: Truth) -> Figures:
    """Return how true our MIDI clock is, for ticks (n,) and clicks as they are heard.

    ``phase`` is against the leader's beats: its P95 is the jitter; ``clicks`` is each quarter's
    tick against the nearest click; the tempo is what two bars of ticks say, at worst.
    """
    off, numbers = off_beats(ticks, truth, PER_QUARTER)
    steps = np.diff(numbers)
    quarters = ticks[numbers % PER_QUARTER == 0]
    return {
        "ticks": len(ticks),
        "lost": int((steps[steps > 1] - 1).sum()),
        "twice": int((steps < 1).sum()),
        "tempo_error_percent": _tempo_error(off, ticks),
        "phase": spread(off),
        "clicks": spread(-nearest(clicks, quarters)),
    }


def _tempo_error(off: Array, ticks: Array) -> float | None:
    """Return the most by which the slope of two bars of ticks is off, in percent."""
    slopes = [
        np.polyfit(ticks[k : k + WINDOW], off[k : k + WINDOW], 1)[0]
        for k in range(0, len(ticks) - WINDOW + 1, WINDOW // 2)
    ]
    return round(100 * float(np.abs(slopes).max()), 4) if slopes else None


def transport_words(take: Take, notes: Notes) -> list[list[Any]]:
    """Return what a follower was told while the transport was tried: seconds, word, sixteenth."""
    rows = []
    for (_, status, low, high), when in zip(take.words, take.time(take.words[:, 0]), strict=True):
        if status in WORDS and when > notes.transport:
            place = [int(low) | int(high) << 7] if status == SONG_POSITION else []
            rows.append([round(float(when) - notes.transport, 3), WORDS[int(status)], *place])
    return rows


def ticks_of(take: Take) -> Array:
    """Return when our ticks came, (n,)."""
    return take.ticks(CLOCK)
