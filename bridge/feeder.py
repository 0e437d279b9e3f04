"""From the plan to the device: blocks as the output wants them, and when it wants more.

Each waking finds the processor's caches full of other programs' things and costs three times what
the mixing itself would: so it is done seldom, and much at once, as long as nothing is in a hurry.
"""

import math
from collections.abc import Callable
from typing import Protocol

from bridge.archive import Archive
from bridge.audio.base import AudioOutput
from bridge.audio.layout import Layout
from bridge.clock import Clock, OfflineClock
from bridge.config import BLOCK, MOST_OUTPUT_SECONDS, SAMPLE_RATE
from bridge.control.agenda import Agenda
from bridge.midi.clock_out import ClocksOut
from bridge.reserve import Reserve
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.sync.conductor import Conductor
from bridge.sync.motion import quarters_per_beat
from musiccm.mixer import Mixed

LONG = 2 * BLOCK  # samples that are mixed at once where nothing moves meanwhile


class Parts(Protocol):
    """What is needed of a session's parts."""

    clock: Clock
    agenda: Agenda
    scheduler: Scheduler
    player: Player
    output: AudioOutput
    layout: Layout
    archive: Archive


class Feeder:
    """Mixes and hands out blocks. On the loop thread.

    ``hear`` is given each block; ``left`` is how many samples of music are still to be played,
    None for no end; ``often`` asks for single blocks, evenly spread; ``hurried`` says that
    something is wanted now. ``due`` is when the output wants more, by the clock; infinite where
    nobody can say.
    """

    def __init__(
        self,
        parts: Parts,
        conductor: Conductor,
        hear: Callable[[Mixed], None],
        left: int | None = None,
    ) -> None:
        self._parts, self._conductor, self._hear = parts, conductor, hear
        self.left = left
        self.often = self.hurried = False
        self._real = not isinstance(parts.clock, OfflineClock)
        self.clocks: ClocksOut | None = None
        self.due = math.inf
        self._gaps = 0
        self._reserve = Reserve()
        self._applied = parts.agenda.edition
        parts.player.apply(parts.agenda.picture(0.0))

    def keep_time(self) -> None:
        """Let what is asked for this moment come about; the faders follow."""
        beat, agenda = self._parts.scheduler.beat, self._parts.agenda
        agenda.pass_by(beat)
        if agenda.changes or agenda.edition != self._applied:
            self._applied = agenda.edition
            self._parts.player.apply(agenda.picture(beat, smooth=True))

    def feed(self) -> None:
        """Hand the device what it has room for. Nothing is heard before the first chunk."""
        if self._parts.scheduler.waiting:
            return
        now, wanted = self._parts.clock.now(), self._wanted()
        self._widen()
        if now > self.due:
            self._reserve.note(now - self.due, now)
        stride = self._stride()
        if wanted >= stride:
            while wanted >= BLOCK and self.left != 0:
                wanted -= self._write(self._length(wanted))
        self.due = now + max(0, stride - wanted) / SAMPLE_RATE

    def _wanted(self) -> int:
        """Return how many samples are missing from what is to lie ready."""
        output = self._parts.output
        hurried = self.hurried and self._real
        return output.wanted() - (output.ahead - self._reserve.level(output.ahead, hurried))

    def _stride(self) -> int:
        """Return how many samples are worth a waking."""
        if not self._real or self.often or self.hurried:
            return BLOCK
        return self._reserve.stride(self._parts.output.ahead)

    def _length(self, wanted: int) -> int:
        """Return how many samples to mix next."""
        n = LONG if wanted >= LONG and self._calm() else BLOCK
        return n if self.left is None else min(n, self.left)

    def _calm(self) -> bool:
        """Return whether nothing is looked at or comes about between two blocks."""
        watched = self.often or (self.clocks is not None and self.clocks.chosen)
        moves = self._conductor.leader is not None or self._parts.agenda.changes
        return self._real and not watched and not moves

    def _widen(self) -> None:
        """Commit more after each gap: a gesture a little later is better than another one."""
        output = self._parts.output
        if output.zero_filled > self._gaps:
            self._gaps = output.zero_filled
            self._reserve.bold = False
            output.ahead = min(2 * output.ahead, round(MOST_OUTPUT_SECONDS * SAMPLE_RATE))

    def _write(self, n: int) -> int:
        self.keep_time()
        self._conductor.steer(self._parts.output.next_heard())
        place = self._parts.player.place
        block = self._parts.player.block(n)
        self._parts.output.write(self._parts.layout.arrange(block))
        self._hear(block)
        self._conductor.wrote(n)
        if self.clocks:
            self._pulse(self.clocks, place, n)
        self._parts.archive.write(block, place)
        if self.left is not None:
            self.left -= n
        return max(n, BLOCK)

    def _pulse(self, clocks: ClocksOut, begin: float, n: int) -> None:
        """Send our clock for the ``n`` samples that begin at a place of the music."""
        if not clocks.chosen:
            return
        end, times = self._parts.player.place, self._conductor.times(n)
        if end <= begin:
            clocks.stop(times[0])
            return
        here = self._parts.scheduler.tempo.segment(begin)
        beat = quarters_per_beat(here.beats_per_bar)
        clocks.pass_by(beat * here.beat_at(begin), beat * here.beat_at(end), times)
