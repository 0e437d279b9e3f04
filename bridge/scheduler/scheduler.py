"""What to play next and what to ask of the engine; time is the playhead, passed in by reading."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.scheduler.guide import Guide
from bridge.scheduler.plan import FADE, Plan
from bridge.scheduler.tempo import TempoMap
from musiccm.request import (
    EXTEND_FRAMES,
    LAG_FRAMES,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanChunk,
    PlanRequest,
    Score,
)

PLAN_AHEAD = 6 * SAMPLE_RATE  # the tail is extended when less than this lies ahead
MAX_LEAD = 1.2  # seconds; a prompt change is heard within 2 s
_TOKEN = TOKEN_FRAMES * HOP_LENGTH


@dataclass(frozen=True)
class Wish:
    """What the music should be from the next splice on, a new tempo after ``glide`` bars."""

    score: Score
    bpm: float
    beats_per_bar: int
    glide: float = 0.0


@dataclass(frozen=True)
class Draft:
    """A request on its way: what it asks, on which grid, where it is to be heard."""

    request: PlanRequest
    tempo: TempoMap
    at: int  # sample of the splice
    wish: Wish
    locate: float | None = None  # the beat that was asked to be there


class Scheduler:
    """Plan ahead, replace the tail when a wish changes, loop when the engine does not answer.

    The owner asks :meth:`next_draft`, gives it to the engine, and hands the chunk to :meth:`accept`
    (or to :meth:`refuse`, or to nobody when the engine is gone); one draft is on its way at a
    time, so wishes coalesce and the newest wins. :meth:`read` moves the playhead. Nothing in here
    waits or reads a clock.
    """

    def __init__(self, wish: Wish) -> None:
        self.playhead = 0
        self.lead = 0.5  # seconds from a wish to its splice; the owner fits it to the engine
        self.parked = False  # nobody reads: the transport is stopped
        self.fallbacks = 0
        self.tempo = TempoMap.constant(wish.bpm, wish.beats_per_bar)
        self._wish = self._planned = wish
        self.guide: Guide | None = None
        self._plan: Plan | None = None
        self._locate: float | None = None

    @property
    def waiting(self) -> bool:
        """True until the first chunk has come."""
        return self._plan is None

    @property
    def looping(self) -> bool:
        """True while the loop, and not the engine, is what is heard next."""
        start = self._plan.looping_from if self._plan else None
        return start is not None and self.playhead >= start - FADE

    @property
    def ahead(self) -> int:
        """Samples of the engine's music after the playhead."""
        return max(0, self._plan.end - self.playhead) if self._plan else 0

    def wish(self, wish: Wish) -> None:
        """Ask for other music as soon as may be."""
        self._wish = wish

    def locate(self, beat: float) -> None:
        """Go to another place of the piece as soon as may be; while parked, to be read there."""
        self._locate = beat

    def next_draft(self) -> Draft | None:
        """Return what the engine should draw now, or None when all is planned."""
        if self._plan is None:
            return self._first()
        if self._plan.looping_from is not None:
            return self._resume(self._plan)
        if (
            self._wish != self._planned
            or self._locate is not None
            or self._off_the_beat(self._plan)
        ):
            return self._replan(self._plan)
        if self.ahead < PLAN_AHEAD:
            return self._extend(self._plan)
        return None

    def _off_the_beat(self, plan: Plan) -> bool:
        if self.guide is None or not self.guide.leads():
            return False
        return self.guide.stale(self.tempo, self._earliest + _TOKEN, plan.audio.end)

    @property
    def _earliest(self) -> int:
        """The first sample that a draft can still change."""
        lead = 0.0 if self.parked else min(self.lead, MAX_LEAD)
        return self.playhead + round(lead * SAMPLE_RATE)

    def _extend(self, plan: Plan) -> Draft:
        tempo = self.tempo
        if self.guide and self.guide.leads():
            wish, frame = self._wish, plan.mel.end
            tempo = self.guide.further(tempo, frame * HOP_LENGTH, wish.beats_per_bar)
        return self._draft(plan, plan.mel.end, plan.audio.end, tempo)

    def _first(self) -> Draft:
        wish = self._wish
        tempo = TempoMap.constant(wish.bpm, wish.beats_per_bar)
        if self._locate is not None:
            tempo = tempo.located(0, self._locate)
        request = PlanRequest(wish.score, 0, tempo.beats(0, WINDOW_FRAMES))
        return Draft(request, tempo, 0, wish, self._locate)

    def _replan(self, plan: Plan) -> Draft:
        """Draw a new tail from the nearest token that the engine can still reach."""
        frame = max(LAG_FRAMES, -(-self._earliest // _TOKEN) * TOKEN_FRAMES)
        frame = min(frame, plan.mel.end)
        return self._draft(plan, frame, min(frame * HOP_LENGTH, plan.audio.end))

    def _resume(self, plan: Plan) -> Draft:
        """Leave the loop where the next reachable bar begins."""
        earliest = self.playhead + round(self.lead * SAMPLE_RATE)
        bar = self.tempo.next_bar(earliest)
        plan.loop_until(bar + FADE, self.playhead, self.tempo)
        return self._draft(plan, bar // _TOKEN * TOKEN_FRAMES, bar)

    def _draft(self, plan: Plan, frame: int, at: int, tempo: TempoMap | None = None) -> Draft:
        """Ask for what is heard from ``at`` on, by default on the map as it should be there."""
        wish = self._wish
        tempo = tempo or self._onward(at)
        first, context = plan.context(frame)
        request = PlanRequest(
            wish.score,
            frame,
            tempo.beats(frame, EXTEND_FRAMES),
            context,
            tempo.beats(first, frame - first),
        )
        return Draft(request, tempo, at, wish, self._locate)

    def _onward(self, at: int) -> TempoMap:
        """Return the map as it should be from ``at`` on; a ramp on its way goes on."""
        wish, tempo = self._wish, self.tempo
        if self.guide and self.guide.leads():
            return self.guide.onward(tempo, at, wish.beats_per_bar, self._locate)
        if self._locate is not None:
            tempo = tempo.located(at, self._locate)
        if (wish.bpm, wish.beats_per_bar) == tempo.goal:
            return tempo
        glide = wish.glide * wish.beats_per_bar
        return tempo.changed(at, wish.bpm, wish.beats_per_bar, glide)

    def accept(self, draft: Draft, chunk: PlanChunk) -> bool:
        """Splice the answer in; return False when it came too late to be heard at all."""
        if self._plan is None:
            self._plan = Plan(chunk.audio.shape[0], chunk.mel.shape[2])
        cut = self.parked and draft.locate is not None  # play begins there
        if not self._plan.splice(chunk, max(draft.at, self.playhead), 0 if cut else FADE):
            return False
        self.tempo, self._planned = draft.tempo, draft.wish
        if draft.locate is not None:
            self._arrive(draft)
        return True

    def _arrive(self, draft: Draft) -> None:
        if self._locate == draft.locate:
            self._locate = None
        if self.parked:
            self.playhead = max(self.playhead, draft.at)

    def refuse(self, draft: Draft) -> None:
        """Give up a wish that the engine refused; the music stays as it is."""
        if self._wish == draft.wish:
            self._wish = self._planned
        self._locate = None

    def read(self, n: int) -> NDArray[np.float32] | None:
        """Return the next ``n`` samples (stems, n) and move on; None while there is no music."""
        if self._plan is None:
            return None
        if self._plan.audio.end < self.playhead + n + FADE:
            if self._plan.looping_from is None:
                self._begin_loop(self._plan)
            self._plan.loop_until(self.playhead + n + FADE, self.playhead, self.tempo)
        block = self._plan.read(self.playhead, n)
        self.playhead += n
        self._plan.forget(self.playhead)
        return block

    def skip(self, n: int) -> None:
        """Leave out samples of the plan, as far as there are any."""
        if self._plan:
            self.playhead = min(self.playhead + n, self._plan.audio.end - FADE)

    def _begin_loop(self, plan: Plan) -> None:
        """A loop keeps its tempo: a ramp waits for the engine."""
        self.fallbacks += 1
        end = plan.audio.end
        self.tempo = self.tempo.changed(
            end, self.tempo.bpm(end), self.tempo.segment(end).beats_per_bar
        )
