"""What to play next and what to ask of the engine; time is the playhead, passed in by reading."""

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.scheduler.draft import LINE_FADE, Draft, Place, moved, reached
from bridge.scheduler.guide import Guide
from bridge.scheduler.heritage import first_beat, going_on
from bridge.scheduler.lead import Lead
from bridge.scheduler.overview import Answer, levels
from bridge.scheduler.plan import FADE, Plan
from bridge.scheduler.programme import Cue, Programme, Wish, akin
from bridge.scheduler.tempo import TempoMap
from bridge.scheduler.view import Row, bars, loop, sections, waves
from musiccm.marks import UNKNOWN
from musiccm.past import Past
from musiccm.request import (
    CONTEXT_FRAMES,
    EXTEND_FRAMES,
    LAG_FRAMES,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanChunk,
    PlanRequest,
)

PLAN_AHEAD = 6 * SAMPLE_RATE  # the tail is extended when less than this lies ahead
MAX_LEAD = 1.2  # seconds; a prompt change is heard within 2 s
TURN_FRAMES = 16  # of the past that other words go on from: with all of it they are hardly heard
_TOKEN = TOKEN_FRAMES * HOP_LENGTH
_begin = itemgetter(0)


class Scheduler:
    """Plan ahead, replace the tail when a wish changes, loop when the engine does not answer.

    The owner asks :meth:`next_draft`, gives it to the engine, and hands the chunk to :meth:`accept`
    (or to :meth:`refuse`, or to nobody when the engine is gone); one draft is on its way at a
    time, so wishes coalesce and the newest wins. :meth:`read` moves the playhead. Nothing in here
    waits or reads a clock. With a ``past`` the music goes on from that, and does not begin.
    """

    def __init__(self, wish: Wish, past: Past | None = None) -> None:
        self.playhead = 0
        self.lead = Lead()
        self.parked = False  # nobody reads: the transport is stopped
        self.make_plan: Callable[[int, int], Plan] = Plan
        self.held = False  # bars are looped until the performer lets them go
        self.fallbacks = 0
        self.redrawn = 0  # times that planned music was drawn anew though nobody had asked
        self.tempo = TempoMap.constant(wish.bpm, wish.beats_per_bar)
        self._programme = Programme((Cue(0.0, wish, past=past),))
        self._planned: list[tuple[int, Wish]] = [(0, wish)]
        self._refused: Wish | None = None
        self.guide: Guide | None = None
        self._plan: Plan | None = None
        self._locate = first_beat(past) if past else None
        self._other_mel = False  # what is planned means nothing to the engine

    @property
    def waiting(self) -> bool:
        """True until the first chunk has come."""
        return self._plan is None

    @property
    def nbytes(self) -> int:
        """The memory of the planned and the played music: bounded, longer while bars are held."""
        return self._plan.nbytes if self._plan else 0

    @property
    def looping(self) -> bool:
        """True while the loop, and not the engine, is what is heard next."""
        start = self._plan.looping_from if self._plan else None
        return start is not None and self.playhead >= start - FADE

    @property
    def loudness(self) -> float:
        """How loud the loop is at the playhead: below 1 it fades, for it has gone on too long."""
        return self._plan.loudness(self.playhead) if self._plan else 1.0

    @property
    def ahead(self) -> int:
        """Samples of the engine's music after the playhead."""
        return max(0, self._plan.end - self.playhead) if self._plan else 0

    @property
    def beat(self) -> float:
        """The beat at the playhead."""
        return self.tempo.beat(self.playhead)

    @property
    def beats_per_bar(self) -> int:
        """Felt beats of the bar at the playhead."""
        return self.tempo.segment(self.playhead).beats_per_bar

    @property
    def reach(self) -> float:
        """The nearest beat that a new draft can change."""
        return self.tempo.beat(self._earliest)

    @property
    def line_reach(self) -> float:
        """The nearest beat of a line that a new draft will surely not miss."""
        return self.tempo.beat(self._after(self.lead.line))

    @property
    def end(self) -> float:
        """The beat where the planned music ends."""
        return self.tempo.beat(self._plan.end) if self._plan else 0.0

    def line(self, when: str) -> tuple[float, float]:
        """Return the beat of the next line that ``when`` (of QUANTIZE) means, and its grid."""
        if when == "now":
            return self.reach, 0.0
        reach = self.line_reach
        bar = float(self.beats_per_bar)
        grid = 1.0 if when == "beat" else bar
        later = 0 if when in ("beat", "bar") else int(when) - 1
        line = (math.floor(self.beat / grid) + 1 + later) * grid
        return max(line, math.ceil(reach / grid - 1e-6) * grid), grid

    def wish(self, wish: Wish) -> None:
        """Ask for other music as soon as may be."""
        self.follow(Programme((Cue(self.reach, wish),)))

    def follow(self, programme: Programme) -> None:
        """Ask for this music from now on, each cue on its line; it replaces all asked before."""
        self._programme = programme

    def forget_past(self) -> None:
        """Go on without a past: the engine does not know the mel of what is planned."""
        self._other_mel = self._plan is not None

    def locate(self, beat: float) -> None:
        """Go to another place of the piece as soon as may be; while parked, to be read there."""
        self._locate = beat

    def hold(self, bars: int) -> bool:
        """Loop the last ``bars`` from the next bar line on; False while there is no music.

        Where fewer are remembered, as many as loop well.
        """
        if self._plan is None:
            return False
        line = self.tempo.next_bar(self.playhead + FADE)
        if self._plan.audio.end < line:
            self._plan.loop_until(line, self.playhead, self.tempo)
        self._plan.hold(line, bars, self.playhead, self.tempo)
        self._planned = [(s, w) for s, w in self._planned if s < line]
        self.held = True
        return True

    def release(self) -> None:
        """Let the engine go on, on the next bar line in reach."""
        self.held = False

    def levels(self, committed: int) -> list[Answer]:
        """Return the levels of the plan; ``committed`` samples before the playhead are unheard."""
        return levels(self._plan, self.playhead, committed) if self._plan else []

    def view(self, heard: int, since: int, known: int) -> list[Row]:
        """Return the rows of /mcm/plan/view; ``heard`` and ``since`` are samples of the music."""
        if self._plan is None:
            return []
        plan, edition = self._plan, self._plan.edition
        reply = (heard, self.playhead, self._earliest, plan.end)
        places = (*(sample / SAMPLE_RATE for sample in reply), *loop(plan))
        if edition == known:
            return [("plan/view.reply", (edition, *places))]
        lines = bars(self.tempo, since, plan.audio.end)
        rows = [*waves(plan, since), *lines, *sections(plan, since)]
        return [*rows, ("plan/view.reply", (edition, *places))]

    def told(self, sample: int) -> tuple[int, ...]:
        """Return section, chord root and chord notes at a sample, as musiccm.marks has them."""
        return self._plan.told(sample) if self._plan else UNKNOWN

    def next_draft(self) -> Draft | None:
        """Return what the engine should draw now, or None when all is planned."""
        if self._plan is None:
            return self._first()
        if self.held:
            return None
        if self._plan.looping_from is not None:
            return self._resume(self._plan)
        if draft := self._relocate(self._plan) or self._replan(self._plan):
            return draft
        if self._off_the_beat(self._plan):
            return self._realign(self._plan)
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
        return self._after(self.lead.now)

    def _after(self, seconds: float) -> int:
        lead = 0.0 if self.parked else min(seconds, MAX_LEAD)
        return self.playhead + round(lead * SAMPLE_RATE)

    def _extend(self, plan: Plan) -> Draft:
        frame, wish, tempo = plan.mel.end, self._planned[-1][1], None
        if self.guide and self.guide.leads():
            tempo = self.guide.further(self.tempo, frame * HOP_LENGTH, wish.beats_per_bar)
        return self._draft(plan, frame, plan.audio.end, wish, tempo=tempo)

    def _realign(self, plan: Plan) -> Draft:
        """Draw what is planned once more, on the beats of the guide."""
        at, frame = self._nearest(plan)
        return self._draft(plan, frame, at, self._wish_at(at))

    def _first(self) -> Draft:
        cue = self._programme.at(self._locate or 0.0)
        tempo = TempoMap.constant(cue.wish.bpm, cue.wish.beats_per_bar)
        if self._locate is not None:
            tempo = tempo.located(0, self._locate)
        request = PlanRequest(cue.wish.score, 0, tempo.beats(0, WINDOW_FRAMES))
        if cue.past:
            request = going_on(cue.past, cue.wish.score, tempo, 0, 0, heard=0)
        return Draft(request, tempo, 0, cue.wish, cue, locate=self._locate)

    def _relocate(self, plan: Plan) -> Draft | None:
        """Draw what is asked at another place of the piece, to be heard as soon as may be."""
        if self._locate is None:
            return None
        cue = self._programme.at(self._locate)
        token = -(-self._earliest // _TOKEN) * _TOKEN  # a downbeat may be there, right on a frame
        at, frame = self._nearest(plan, token)
        return self._draft(plan, frame, at, cue.wish, cue)

    def _replan(self, plan: Plan) -> Draft | None:
        """Draw a new tail from the first place in reach where the plan is not what is asked."""
        reach = self.reach
        places = [self._place(plan, cue, reach) for cue in self._programme.since(reach)]
        for place in reached(places):
            if place.on_line and place.at >= plan.audio.end:
                return None
            if place.cue.wish not in (self._wish_at(place.at), self._refused):
                return self._splice_at(plan, place)
        return None

    def _place(self, plan: Plan, cue: Cue, reach: float) -> Place:
        """Return where a cue can be heard: on its line, or as soon as may be."""
        cue = moved(cue, self.line_reach)
        if cue.beat > reach:
            line = round(self.tempo.sample(cue.beat))
            return Place(cue, line, line // _TOKEN * TOKEN_FRAMES, on_line=True)
        return Place(cue, *self._nearest(plan), on_line=False)

    def _nearest(self, plan: Plan, earliest: int | None = None) -> tuple[int, int]:
        """Return the nearest sample in reach and the first frame to be drawn for it, of a token."""
        at = self._earliest if earliest is None else earliest
        at = min(max(at, LAG_FRAMES * HOP_LENGTH), plan.audio.end)
        return at, at // _TOKEN * TOKEN_FRAMES

    def _splice_at(self, plan: Plan, place: Place) -> Draft:
        draft = self._draft(plan, place.frame, place.at, place.cue.wish, place.cue)
        return replace(draft, fade=LINE_FADE) if place.on_line else draft

    def _resume(self, plan: Plan) -> Draft:
        """Leave the loop where the next reachable bar begins."""
        earliest = self.playhead + round(self.lead.line * SAMPLE_RATE)
        bar = self.tempo.next_bar(earliest)
        plan.loop_until(bar + FADE, self.playhead, self.tempo)
        cue = self._programme.at(self.tempo.beat(bar))
        return self._draft(plan, bar // _TOKEN * TOKEN_FRAMES, bar, cue.wish, cue)

    def _draft(
        self,
        plan: Plan,
        frame: int,
        at: int,
        wish: Wish,
        cue: Cue | None = None,
        tempo: TempoMap | None = None,
    ) -> Draft:
        """Ask for what is heard from ``at`` on, by default on the map as it should be there."""
        tempo, heard = tempo or self._onward(at, wish), None
        if at < plan.audio.end or plan.looping_from is not None:
            heard = (at - LINE_FADE // 2) // HOP_LENGTH
        if cue and cue.past and wish.rewinds != self._wish_at(at).rewinds:
            request = going_on(cue.past, wish.score, tempo, frame, at, heard)
            return Draft(request, tempo, at, wish, cue, locate=self._locate)
        akin_words = akin(wish.score.prompts, self._wish_at(at).score.prompts)
        most = TURN_FRAMES if cue and not akin_words else CONTEXT_FRAMES
        first, context = plan.context(frame, self._back(plan, frame, at, cue), most)
        known = len(context) > 0 and not self._other_mel
        request = PlanRequest(
            wish.score,
            frame,
            tempo.beats(frame, EXTEND_FRAMES),
            context if known else None,
            tempo.beats(first, frame - first) if known else None,
            heard=heard,
        )
        return Draft(request, tempo, at, wish, cue, locate=self._locate)

    def _back(self, plan: Plan, frame: int, at: int, cue: Cue | None) -> int:
        """Return how many frames before ``frame`` the past lies that a cue takes the music back to.

        The same place of the bar, to half a frame; 0 where so much is not remembered, or where time
        was moved and that beat is yet to come.
        """
        if cue is None or not cue.rewind:
            return 0
        beat = self.tempo.beat(at)
        frames = round((at - self.tempo.sample(beat - cue.rewind)) / HOP_LENGTH)
        return frames if 0 < frames <= frame - plan.mel.base - TOKEN_FRAMES else 0

    def _onward(self, at: int, wish: Wish) -> TempoMap:
        """Return the map as it should be from ``at`` on; a ramp on its way goes on."""
        tempo = self.tempo
        if self.guide and self.guide.leads():
            return self.guide.onward(tempo, at, wish.beats_per_bar, self._locate)
        if self._locate is not None:
            tempo = tempo.located(at, self._locate)
        if (wish.bpm, wish.beats_per_bar) == tempo.goal:
            return tempo
        glide = wish.glide * wish.beats_per_bar
        return tempo.changed(at, wish.bpm, wish.beats_per_bar, glide)

    def accept(self, draft: Draft, chunk: PlanChunk) -> int | None:
        """Splice the answer in and return the sample from which on it is heard.

        None when it came too late to be heard at all, or while the bars before it are held. A
        nearest piece that is all but over counts as too late: more of the answer is to come.
        """
        over = chunk.audio_start + chunk.audio.shape[1] - _TOKEN
        if self.held or (chunk.more and self.playhead > over):
            return None
        fresh = self._plan is not None and draft.request.context is None
        if self._plan is None:
            self._plan = self.make_plan(chunk.audio.shape[0], chunk.mel.shape[2])
        at = self._landing(draft)
        begin = at - draft.fade // 2 if draft.on_line else at
        replaces = draft.cue is None and begin < self._plan.audio.end
        cut = self.parked and draft.locate is not None  # play begins there
        if not self._plan.splice(chunk, begin, 0 if cut else draft.fade, fresh):
            return None
        self._other_mel &= not fresh
        self.redrawn += replaces
        self.tempo = draft.tempo
        self._planned = [(s, w) for s, w in self._planned if s < at] + [(at, draft.wish)]
        if draft.locate is not None:
            self._arrive(draft)
        return at

    def append(self, draft: Draft, rest: PlanChunk) -> None:
        """Go on with the piece after the accepted one; a loop that began meanwhile is left."""
        if self.held or self._plan is None:
            return
        self._plan.splice(rest, max(rest.audio_start, self.playhead))
        self.tempo = draft.tempo

    def _arrive(self, draft: Draft) -> None:
        if self._locate == draft.locate:
            self._locate = None
        if self.parked:
            self.playhead = max(self.playhead, draft.at)

    def _landing(self, draft: Draft) -> int:
        """Return where the draft can still begin: late ones on the next line of their grid."""
        free = self.playhead + LINE_FADE // 2
        if not draft.on_line or draft.at >= free or draft.cue is None:
            return max(draft.at, self.playhead)
        cue = moved(draft.cue, draft.tempo.beat(free))
        return round(draft.tempo.sample(cue.beat))

    def refuse(self, draft: Draft) -> None:
        """Give up a wish that the engine refused; the music stays as it is."""
        if draft.cue:  # an extension that fails is no reason never to go back to its wish
            self._refused = draft.wish
        self._locate = None

    def _wish_at(self, sample: int) -> Wish:
        return self._planned[max(0, bisect_right(self._planned, sample, key=_begin) - 1)][1]

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
        while len(self._planned) > 1 and self._planned[1][0] <= self.playhead:
            self._planned.pop(0)
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
