"""The music's own time as a MIDI clock: 24 ticks a quarter note, start, continue, stop, position.

Ticks belong to samples: they are made from the blocks that leave, whose beats are settled, and
carry the time at which those are heard. So a ramp, a hold or a bent speed needs nothing of its own,
and the output's latency is in the times.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bridge.sync.midi_clock import (
    CLOCK,
    CONTINUE,
    PER_QUARTER,
    PER_SIXTEENTH,
    SONG_POSITION,
    START,
    STOP,
)

MOST_SIXTEENTHS = 1 << 14  # a song position has 14 bits: 1024 bars of 4/4, then from 0 again
BEFORE = 1e-3  # seconds by which Start and Continue come before the tick that they number
JUMP = 0.5  # ticks
ALL = "all"

Post = Callable[[float, bytes], None]


class ClockOut:
    """The clock of one device. ``post`` takes messages with the times at which they are due.

    It begins on a sixteenth, since a song position can name no other place: until then ticks tell
    the tempo alone. Owned by the loop thread.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._end: float | None = None  # in ticks, where the last block ended
        self._next = 0  # number of the next tick
        self._running = False

    def pass_by(self, begin: float, end: float, times: tuple[float, float]) -> None:
        """Take a block from ``begin`` to ``end``, in quarter notes, heard between two times."""
        first, last = begin * PER_QUARTER, end * PER_QUARTER
        if self._end is None or abs(first - self._end) > JUMP:
            self.stop(times[0] - 2 * BEFORE)  # what numbers the next tick must not overtake it
            self._next = math.ceil(first - JUMP)  # a tick that is just over comes late
        self._end = last
        while self._next < last:
            part = max(0.0, (self._next - first) / (last - first))
            self._tick(self._next, times[0] + part * (times[1] - times[0]))
            self._next += 1

    def _tick(self, number: int, time: float) -> None:
        if not self._running and number % PER_SIXTEENTH == 0:
            self._go(number // PER_SIXTEENTH, time - BEFORE)
        self._post(time, bytes([CLOCK]))

    def _go(self, sixteenth: int, time: float) -> None:
        self._running = True
        if sixteenth == 0:
            self._post(time, bytes([START]))
            return
        told = sixteenth % MOST_SIXTEENTHS
        self._post(time, bytes([SONG_POSITION, told & 0x7F, told >> 7]))
        self._post(time, bytes([CONTINUE]))

    def stop(self, time: float) -> None:
        """The music stops there, or is about to go on elsewhere."""
        if self._running:
            self._post(time, bytes([STOP]))
        self._running, self._end = False, None


class ClocksOut:
    """The clocks of the devices that are chosen. ``post`` takes device, message and time."""

    def __init__(self, post: Callable[[str, bytes, float], None]) -> None:
        self._post = post
        self._clocks: dict[str, ClockOut] = {}

    def choose(self, devices: Sequence[str], now: float) -> None:
        """Send to these devices from now on, and to no other."""
        for name in [name for name in self._clocks if name not in devices]:
            self._clocks.pop(name).stop(now)
        for name in devices:
            self._clocks.setdefault(name, ClockOut(partial(self._send, name)))

    @property
    def chosen(self) -> bool:
        """Whether there is anyone to send to."""
        return bool(self._clocks)

    def _send(self, device: str, time: float, data: bytes) -> None:
        self._post(device, data, time)

    def pass_by(self, begin: float, end: float, times: tuple[float, float]) -> None:
        """See ClockOut.pass_by."""
        for clock in self._clocks.values():
            clock.pass_by(begin, end, times)

    def stop(self, time: float) -> None:
        """The music stops at that time."""
        for clock in self._clocks.values():
            clock.stop(time)


def chosen(wanted: str, devices: Iterable[str]) -> list[str]:
    """Return the devices that a list of parts of names means; ALL means every one."""
    parts = [part.strip().lower() for part in wanted.split(",") if part.strip()]
    return [d for d in devices if ALL in parts or any(part in d.lower() for part in parts)]
