"""MIDI clock: 24 ticks a quarter note, fitted; start, continue, stop and song position."""

from collections import deque

import numpy as np

from bridge.sync.fit import Curve, Fit
from bridge.sync.motion import Grip, Motion, along, quarters_per_beat

CLOCK, START, CONTINUE, STOP, SONG_POSITION = 0xF8, 0xFA, 0xFB, 0xFC, 0xF2
PER_QUARTER = 24
PER_SIXTEENTH = 6
SPAN = 6.0  # seconds of ticks
LOST = 1.0  # seconds without a tick: the clock was stopped; what comes then is counted on
RECENT = 8  # intervals that show a sudden change of tempo
SUDDEN = 0.2  # share by which their median is off then


class MidiClock:
    """Counts the ticks and fits a line through them. A leader of bridge.sync.motion.

    A lost tick leaves a gap, which is counted by its length; when all recent intervals have
    another length, it is the tempo that has changed, and each of them counts one.
    """

    def __init__(self) -> None:
        self._fit = Fit(SPAN)
        self._count = 0  # ticks since ever
        self._song: int | None = None  # number of tick 0 in the song, once it is known
        self._next: int | None = None  # number of the next tick in the song, when it is told
        self._held = 0  # where Continue goes on
        self._playing: bool | None = None
        self._recent: deque[tuple[float, int]] = deque(maxlen=RECENT + 1)
        self._motion: Motion | None = None

    def message(self, data: bytes, now: float) -> None:
        """Take one MIDI message in, at the moment at which it came; others than these are left."""
        status = data[0] if data else 0
        if status == CLOCK:
            self._tick(now)
        elif status == SONG_POSITION and len(data) == 3:
            self._held = self._next = (data[1] | data[2] << 7) * PER_SIXTEENTH
        elif status == START:
            self._next, self._playing = 0, True
        elif status == CONTINUE:
            self._next, self._playing = self._held, True
        elif status == STOP:
            self._playing = False
            self._held = 0 if self._song is None else self._song + self._count + 1

    def _tick(self, now: float) -> None:
        if self._recent and now - self._recent[-1][0] > LOST:
            self._fit.clear()
            self._recent.clear()
        self._count += self._steps(now)
        self._recent.append((now, self._count))
        if self._tempo_is_another():
            self._recount()
        else:
            self._fit.add(now, self._count)
        if self._next is not None:
            self._song, self._next = self._next - self._count, None

    def _steps(self, now: float) -> int:
        """Return how many ticks have passed since the last one that came.

        Both the line and the last interval must say that one was lost: the line alone would be
        wrong after a change of tempo, the interval alone has the jitter of two ticks.
        """
        curve = self._fit.curve()
        if curve is None or not self._recent:
            return 1
        period = curve.period_at(self._count)
        if period <= 0:  # ticks that all come at once are no clock
            return 1
        since_line = (now - curve.time(self._count)) / period
        since_last = (now - self._recent[-1][0]) / period
        return max(1, round(min(since_line, since_last)))

    def _tempo_is_another(self) -> bool:
        curve = self._fit.curve()
        if curve is None or len(self._recent) <= RECENT:
            return False
        interval = float(np.median(np.diff([time for time, _ in self._recent])))
        period = curve.period_at(self._count)
        return period <= 0 or abs(interval / period - 1) > SUDDEN

    def _recount(self) -> None:
        """Begin the line anew with the recent ticks, each of which counts one."""
        self._fit.clear()
        first = self._recent[0][1]
        for n, (time, _) in enumerate(self._recent):
            self._fit.add(time, first + n)
        self._count = first + RECENT
        self._recent.clear()

    def motion(self, now: float, beats_per_bar: int = 4) -> Motion | None:
        """Return the line's motion; the last one while there is no line, or no clock any more."""
        curve = self._fit.curve()
        if curve is not None:
            self._motion = self._along(curve) or self._motion
        return self._motion and self._motion.in_beats(quarters_per_beat(beats_per_bar))

    def _along(self, curve: Curve) -> Motion | None:
        grip = Grip.TEMPO if self._song is None else Grip.PLACE
        motion = along(curve, self._count, PER_QUARTER, grip)
        return motion and motion.moved((self._song or 0) / PER_QUARTER)

    def playing(self) -> bool | None:
        """Return what Start, Continue and Stop said last."""
        return self._playing

    def close(self) -> None:
        """Nothing to let go of."""
