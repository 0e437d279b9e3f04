"""On which line of the music each gesture comes about.

A line is a beat of the tempo map. A change that is not yet *settled* (drawn and spliced into the
plan) moves on to the next line of its grid when its own can no longer be reached.
"""

import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bridge.control.picture import Picture, Step, is_slow, whole_slots
from bridge.protocol.parameters import Value
from musiccm.past import Past

STEPS = 16  # of a glide, at most; each is at least a beat
HISTORY = 512  # changes that a roll back can reach
HORIZON = 64.0  # beats that a draft looks ahead: 17 s at 220 bpm, where 12 s are planned
NEARER = 48.0  # a line that was beyond it is taken in when no further away than that
_NEAR = 1e-6  # beats


@dataclass
class Change:
    """Values that hold from ``beat`` on, or are reached ``glide`` beats later.

    ``grid`` is the distance of the lines that it may move on to, in beats; 0 is any place.
    ``rewind`` is how many beats the music is taken back at the line; ``past`` what it goes on from.
    """

    beat: float
    values: dict[str, Value]
    grid: float = 0.0
    glide: float = 0.0
    rewind: float = 0.0
    past: Past | None = None
    serial: int = 0
    settled: bool = False

    @property
    def turns(self) -> bool:
        """Whether the music goes on from something else than what was played."""
        return bool(self.rewind) or self.past is not None

    @property
    def slow(self) -> bool:
        """Whether the engine has to draw it."""
        return self.turns or any(is_slow(name) for name in self.values)

    @property
    def end(self) -> float:
        """The beat where it has come about."""
        return self.beat + self.glide

    def lines(self) -> list[float]:
        """Return the beats where the engine's music changes."""
        steps = glide_steps(self.glide)
        return [self.beat + k * self.glide / steps for k in range(steps)] + [self.end]

    def part(self, beat: float, smooth: bool) -> float:
        """Return how much of it holds at ``beat``, 0 … 1: in the steps of ``lines``, or smooth."""
        if beat >= self.end - _NEAR:
            return 1.0
        done = (beat - self.beat) / self.glide if self.glide else 0.0
        steps = glide_steps(self.glide)
        return max(done, 0.0) if smooth else (math.floor(done * steps + _NEAR) + 0.5) / steps

    def step(self, part: float = 1.0) -> Step:
        """Return what it does to a picture when ``part`` of it holds."""
        return Step(self.values, part, self.beat, int(self.turns))


def glide_steps(beats: float) -> int:
    """Return in how many steps a glide of so many beats is drawn."""
    return min(max(int(beats), 1), STEPS)


@dataclass(frozen=True)
class Line:
    """What is asked from ``beat`` on. ``grid``, ``rewind`` and ``past`` are those of the change."""

    beat: float
    picture: Picture
    grid: float = 0.0
    rewind: float = 0.0
    past: Past | None = None


class Agenda:
    """The changes ahead, in the order of their lines. Belongs to the loop thread.

    ``version`` counts what may alter the plan. Of two changes of one parameter the newer wins from
    its line on: nothing queues up.
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._base = Picture.of(values)
        self._changes: list[Change] = []
        self._past: deque[tuple[float, Picture]] = deque([(-math.inf, self._base)], HISTORY)
        self._drawn = 0
        self._now = 0.0
        self._puts = 0
        self._beyond = math.inf  # the first line that was left out of a draft
        self.version = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """What lies ahead or glides."""
        return tuple(self._changes)

    @property
    def edition(self) -> int:
        """Counts whatever may alter the picture, for the engine or for the mixer."""
        return self.version + self._puts

    def add(self, change: Change) -> None:
        """Take a change in; call :meth:`reach` first."""
        for older in self._changes:
            if self._superseded(older, change):
                older.values = {n: v for n, v in older.values.items() if n not in change.values}
        self._changes = [c for c in self._changes if c.values or c.turns]
        self.version += 1
        change.serial = self.version
        self._changes.append(change)
        self._changes.sort(key=lambda c: (c.beat, c.serial))

    def _superseded(self, older: Change, newer: Change) -> bool:
        """Whether the newer one's values are never to be heard from ``older``."""
        if older.beat > newer.beat + _NEAR:
            return True
        if _at_once(older) and _at_once(newer):  # a flood of them must not pile up
            return not older.settled and older.serial > self._drawn
        if abs(older.beat - newer.beat) > _NEAR or (newer.glide and not older.glide):
            return False  # a glide begins where the older one leads
        # What a draft on its way has in it will be heard at its line, whatever comes after it.
        return not older.settled and older.serial > self._drawn

    def put(self, values: Mapping[str, Value]) -> None:
        """Set values that need no drawing, at once."""
        for change in self._changes:
            change.values = {n: v for n, v in change.values.items() if n not in values}
        self._changes = [c for c in self._changes if c.values or c.turns]
        self._base = self._base.changed(Step(values))
        self._puts += 1

    def reach(self, nearest: float, line: float | None = None, drawing: bool = False) -> None:
        """Move what is not settled and can no longer be drawn in time on to its next line.

        ``nearest`` is the first beat in reach; ``line`` that of a line which must not be missed.
        While something is ``drawing``, what :meth:`lines` gave stays where it was given.
        """
        moved = False
        for change in self._changes:
            if change.slow and not (change.settled or drawing and change.serial <= self._drawn):
                moved |= self._reached(change, nearest if line is None else line, nearest)
        if moved:
            self._changes.sort(key=lambda c: (c.beat, c.serial))
            self.version += 1

    def _reached(self, change: Change, line: float, nearest: float) -> bool:
        """Move one change; what is wanted at once comes nearer, too, when the reach does."""
        earliest = line if change.grid else nearest
        if change.beat < earliest - _NEAR:
            change.beat = _next_line(change, earliest)
        elif _at_once(change) and change.beat > (soon := self._soonest(change, nearest)) + _NEAR:
            change.beat = soon
        else:
            return False
        return True

    def _soonest(self, change: Change, nearest: float) -> float:
        """Return ``nearest``, or the beat of an older change after it that has the same names."""
        older = (c for c in self._changes if nearest < c.beat and c.serial < change.serial)
        return max(
            (c.beat for c in older if c.values.keys() & change.values.keys()), default=nearest
        )

    def picture(self, beat: float, smooth: bool = False) -> Picture:
        """Return what is asked to hold at ``beat``."""
        return self._base.changed(*(c.step(c.part(beat, smooth)) for c in self._begun(beat)))

    def _begun(self, beat: float) -> Iterator[Change]:
        return (c for c in self._changes if c.beat <= beat + _NEAR)

    def lines(self, earliest: float) -> list[Line]:
        """Return what is asked at ``earliest`` and at each line after it, for a draft.

        As far as HORIZON: long glides have more lines than a plan is long.
        """
        self._drawn, self._beyond = self.version, math.inf
        picture, lines = self.picture(earliest), []
        for beat, changes in sorted(self._places(earliest).items(), key=lambda place: place[0]):
            # A glide keeps still between its lines: only what has its own here is worked out anew.
            names = whole_slots(name for change in changes for name in change.values)
            begun = list(self._begun(beat))
            steps = [c.step(c.part(beat, False)) for c in begun if not names.isdisjoint(c.values)]
            rewinds = self._base.rewinds + sum(c.turns for c in begun)
            picture = picture.redrawn(self._base, names, steps, rewinds)
            first = [change for change in changes if beat == change.beat]
            grid = max((change.grid for change in first), default=0.0)
            rewind, past = (first[-1].rewind, first[-1].past) if first else (0.0, None)
            lines.append(Line(beat, picture, grid, rewind, past))
        return lines

    def _places(self, earliest: float) -> dict[float, list[Change]]:
        """Return which changes have a line at each beat from ``earliest`` on, itself included."""
        places: dict[float, list[Change]] = {earliest: []}
        for change in (c for c in self._changes if c.slow):
            for beat in (b for b in change.lines() if b >= earliest - _NEAR):
                if beat > earliest + HORIZON:
                    self._beyond = min(self._beyond, beat)
                    break
                places.setdefault(beat, []).append(change)
        return places

    def settle(self, version: int, planned: float, heard: float) -> tuple[str, ...]:
        """Note that all asked by ``version`` until the line ``planned`` is heard from ``heard`` on.

        What is asked after that line has to be drawn again. Return the names of what is heard for
        the first time.
        """
        names: dict[str, None] = {}
        for change in self._changes:
            if change.serial <= version and change.beat <= planned + _NEAR:
                if not change.settled:
                    self._note_heard(change, heard)
                    names |= dict.fromkeys(change.values)
            elif change.beat > planned:
                change.settled = False
        self._changes.sort(key=lambda c: (c.beat, c.serial))
        self._merge()
        return tuple(names)

    def _merge(self) -> None:
        """Of settled changes on one line, keep the newest of each parameter."""
        for older, newer in pairwise(self._changes):
            near = abs(newer.beat - older.beat) <= _NEAR and older.glide == newer.glide
            if near and older.settled and newer.settled and not older.turns:
                newer.values, older.values = older.values | newer.values, {}
        self._changes = [c for c in self._changes if c.values or c.turns]

    def _note_heard(self, change: Change, heard: float) -> None:
        """Begin a change where it is heard; newer values of its names come no sooner than that."""
        for newer in (c for c in self._changes if c.serial > change.serial and not c.settled):
            if newer.beat < heard and newer.values.keys() & change.values.keys():
                newer.beat = _next_line(newer, heard)
        change.beat, change.settled = heard, True

    def confirm(self, version: int, until: float) -> None:
        """Note that the plan until the beat ``until`` is as ``version`` asks."""
        for change in self._changes:
            change.settled |= change.serial <= version and bool(change.beat <= until)

    def pass_by(self, beat: float) -> None:
        """Let what has come about by ``beat`` become the base."""
        if beat < self._now - _NEAR:
            self._turn_back()
        self._now = beat
        if self._beyond <= beat + NEARER:
            self._beyond = math.inf
            self.version += 1
        while self._changes and self._done(self._changes[0], beat):
            change = self._changes.pop(0)
            self._base = self._base.changed(change.step())
            self._past.append((change.beat, self._base))

    def _turn_back(self) -> None:
        """Time was moved back: what held before that holds on, later lines stay where they are."""
        for change in self._changes:
            if change.beat <= self._now or not change.grid:
                self._base = self._base.changed(change.step())
        self._changes = [c for c in self._changes if c.beat > self._now and c.grid]
        self.version += 1

    def _done(self, change: Change, beat: float) -> bool:
        return change.end <= beat and (change.settled or not change.slow)

    def was(self, beat: float) -> Picture:
        """Return what held at a beat of the past, or the oldest that is remembered."""
        return next((p for b, p in reversed(self._past) if b <= beat), self._past[0][1])


def _at_once(change: Change) -> bool:
    return not change.grid and not change.glide and not change.turns


def _next_line(change: Change, earliest: float) -> float:
    if not change.grid:
        return earliest
    return change.beat + math.ceil((earliest - _NEAR - change.beat) / change.grid) * change.grid
