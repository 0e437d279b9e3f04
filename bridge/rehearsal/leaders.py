"""Leaders of a rehearsal as what they send and when: positions over OSC, MIDI clock."""

from dataclasses import dataclass

import numpy as np

from bridge.osc.packets import build
from bridge.protocol.parameters import ROOT
from bridge.rehearsal.course import Course
from bridge.sync.midi_clock import CLOCK, PER_QUARTER, SONG_POSITION, START

TICK_JITTER = 3e-3  # seconds, both ways
EVERY, EVERY_JITTER = 0.1, 0.01  # seconds between two positions


@dataclass(frozen=True)
class Sent:
    """A datagram (``osc``) or a MIDI message, at a time of the clock."""

    time: float
    data: bytes
    osc: bool


def osc(course: Course, seconds: float, seed: int = 0) -> list[Sent]:
    """Return positions every 100 ms, give or take 10 ms; each is true at its moment."""
    rng = np.random.default_rng(seed)
    steps = rng.uniform(EVERY - EVERY_JITTER, EVERY + EVERY_JITTER, round(seconds / EVERY))
    times = np.cumsum(steps)
    beats = course.beat(times)
    address = f"{ROOT}/transport/position"
    return [
        Sent(t, build(address, (b,)), True)
        for t, b in zip(times.tolist(), beats.tolist(), strict=True)
        if b >= 0
    ]


def midi(
    course: Course,
    seconds: float,
    seed: int = 0,
    lost: float = 0.0,
    quarters_per_beat: float = 1.0,
) -> list[Sent]:
    """Return a clock with TICK_JITTER that starts at the first bar line it meets.

    ``lost`` is the share of ticks that never come.
    """
    rng = np.random.default_rng(seed)
    per_beat = PER_QUARTER * quarters_per_beat
    first, last = np.ceil(course.beat(0.0) * per_beat), course.beat(seconds) * per_beat
    ticks = np.arange(int(first), int(last))
    times = course.times(ticks / per_beat, seconds)
    times = times + rng.uniform(-TICK_JITTER, TICK_JITTER, len(ticks))
    sixteenth = -(-int(first) // 6)
    told = bytes([SONG_POSITION, sixteenth & 127, sixteenth >> 7])
    begin = next(n for n, tick in enumerate(ticks) if tick == 6 * sixteenth)
    before = float(times[begin]) - 1e-4
    kept = rng.random(len(ticks)) >= lost
    kept[begin] = True
    clock = [Sent(t, bytes([CLOCK]), False) for t in times[kept].tolist()]
    go = bytes([0xFB]) if sixteenth else bytes([START])
    return sorted([*clock, Sent(before, told, False), Sent(before, go, False)], key=_by_time)


def _by_time(sent: Sent) -> float:
    return sent.time
