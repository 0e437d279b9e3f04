"""All that the timeline shows, from the daemon's messages. Knows no Qt; time is passed in."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.protocol.parameters import BY_NAME, ROOT, STATUS, STEMS
from gui.timeline.levels import SLICES_PER_SECOND, Levels
from gui.timeline.playhead import Playhead

OVERLAP = 1.0  # seconds before what is heard that are asked for again: a lost datagram heals
MOVING = ("playing", "looping", "holding")
MOST_BARS = 64  # that the daemon rolls back
_FIELD = {field.name: n for n, field in enumerate(STATUS)}
_NEAR = 0.01  # seconds


@dataclass(frozen=True)
class Bar:
    """A bar line: its number from 0, its place in seconds of the music, felt beats of the bar."""

    number: int
    place: float
    beats: int


@dataclass(frozen=True)
class Section:
    """Where a section of the form begins."""

    place: float
    name: str


@dataclass(frozen=True)
class Pending:
    """A change that waits for its line at ``place``, or glides for ``glide`` beats from there on.

    ``drawn``: the planned music has it already.
    """

    beat: float
    place: float
    name: str
    value: object
    glide: float = 0.0
    drawn: bool = False

    @property
    def text(self) -> str:
        """What a flag says."""
        name = self.name.removeprefix("stem/").replace("/", " ")
        glide = f" in {self.glide:g} beats" if self.glide else ""
        return f"{name} → {_shown(self.name, self.value)}{glide}"


@dataclass(frozen=True)
class Marks:
    """Places of the music in seconds; ``loop_end`` is None where nothing repeats."""

    heard: float = 0.0
    handed: float = 0.0
    committed: float = 0.0
    planned: float = 0.0
    loop_end: float | None = None
    loop_length: float = 0.0


@dataclass(frozen=True)
class Standing:
    """The newest status, as far as the timeline shows it."""

    state: str = "no daemon yet"
    beat: float = 0.0
    tempo: float = 0.0


class Timeline:
    """The timeline's state. ``on_levels`` is told first and last slice of what has changed."""

    def __init__(self) -> None:
        self.levels = {stem: Levels() for stem in STEMS}
        self.muted: dict[str, bool] = dict.fromkeys(STEMS, False)
        self.bars: list[Bar] = []
        self.sections: list[Section] = []
        self.pending: list[Pending] = []
        self.marks, self.standing = Marks(), Standing()
        self.playhead = Playhead()
        self.on_levels: Callable[[int, int], None] = lambda first, last: None
        self._edition = -1
        self._asked = 0.0
        self._told_end = 0  # the slice after those that the view on its way has told
        self._new_bars: list[Bar] = []
        self._new_sections: list[Section] = []
        self._new_changes: list[Sequence[object]] = []
        self._does: dict[str, Callable[[Sequence[object], float], None]] = {
            f"{ROOT}/status.reply": self._status,
            f"{ROOT}/plan/wave": self._wave,
            f"{ROOT}/plan/bar": self._bar,
            f"{ROOT}/plan/section": self._section,
            f"{ROOT}/plan/change": self._change,
            f"{ROOT}/plan/preview.reply": self._previewed,
            f"{ROOT}/plan/view.reply": self._viewed,
            **{f"{ROOT}/stem/{stem}/mute": self._muting(stem) for stem in STEMS},
        }

    def receive(self, address: str, arguments: Sequence[object], now: float) -> bool:
        """Take one message in; False for one that the timeline does not show."""
        does = self._does.get(address)
        if does:
            does(arguments, now)
        return does is not None

    def wish(self) -> tuple[float, int]:
        """Return the arguments of the next /mcm/plan/view."""
        self._asked = max(0.0, self.marks.heard - OVERLAP) if self._edition >= 0 else 0.0
        return self._asked, self._edition

    def forget(self) -> None:
        """Begin anew, with another daemon."""
        on_levels = self.on_levels
        self.__init__()  # type: ignore[misc]
        self.on_levels = on_levels

    def stand(self, now: float) -> None:
        """Stand still: the daemon is silent, and nothing that waited will come."""
        self.standing, self.pending = Standing(), []
        self.playhead.tell(self.playhead.at(now), now, False)

    def _status(self, arguments: Sequence[object], now: float) -> None:
        state = str(arguments[_FIELD["state"]])
        seconds, beat, tempo = (
            float(str(arguments[_FIELD[n]])) for n in ("seconds", "beat", "tempo")
        )
        if seconds < self.marks.heard - 2.0:  # the music never goes back: another daemon
            self.forget()
        self.standing = Standing(state, beat, tempo)
        late = self.marks.handed - self.marks.heard
        self.playhead.tell(seconds - late, now, state in MOVING)

    def _wave(self, arguments: Sequence[object], now: float) -> None:
        stem, first, *levels = arguments
        if stem in self.levels and isinstance(first, int):
            begin, end = self.levels[str(stem)].put(first, [float(str(dB)) for dB in levels])
            if begin < end:
                self.on_levels(begin, end)
            self._told_end = max(self._told_end, first + len(levels))

    def _bar(self, arguments: Sequence[object], now: float) -> None:
        number, place, beats = (float(str(a)) for a in arguments)
        self._new_bars.append(Bar(round(number), place, round(beats)))

    def _section(self, arguments: Sequence[object], now: float) -> None:
        self._new_sections.append(Section(float(str(arguments[0])), str(arguments[1])))

    def _change(self, arguments: Sequence[object], now: float) -> None:
        self._new_changes.append(arguments)

    def _previewed(self, arguments: Sequence[object], now: float) -> None:
        """Somebody else has asked for the changes: the next view brings them again."""
        self._new_changes = []

    def _viewed(self, arguments: Sequence[object], now: float) -> None:
        edition, heard, handed, committed, planned, loop_end, loop_length = (
            float(str(a)) for a in arguments
        )
        self.marks = Marks(
            heard, handed, committed, planned, loop_end if loop_end >= 0 else None, loop_length
        )
        self.pending = [_pending(change, handed) for change in self._new_changes]
        if edition != self._edition:
            self._edition = round(edition)
            self._cut()
            self.bars = [b for b in self.bars if b.place < self._asked - _NEAR] + self._new_bars
            self._take_sections()
        self._new_bars, self._new_sections, self._new_changes = [], [], []

    def _take_sections(self) -> None:
        """Let the new sections follow the old ones; the first may go on where the view began."""
        new = self._new_sections
        begin = new[0].place if new else self._asked
        kept = [s for s in self.sections if s.place < begin - _NEAR]
        if kept and new and kept[-1].name == new[0].name:
            new = new[1:]
        self.sections = kept + new

    def _cut(self) -> None:
        """Forget what was planned beyond the music that there is now."""
        told, self._told_end = self._told_end, 0
        for row in self.levels.values():
            if told and told < row.end:
                self.on_levels(told, row.end)
                row.cut(told)

    def _muting(self, stem: str) -> Callable[[Sequence[object], float], None]:
        def mute(arguments: Sequence[object], now: float) -> None:
            self.muted[stem] = bool(arguments[0])

        return mute

    @property
    def held(self) -> bool:
        """Whether the performer lets bars repeat."""
        return self.standing.state == "holding"

    def bar_at(self, place: float) -> Bar | None:
        """Return the bar that sounds at a place, None where none is known."""
        index = bisect_right(self.bars, place + _NEAR, key=lambda bar: bar.place)
        return self.bars[index - 1] if index else None

    def bars_back(self, place: float, now: float) -> int | None:
        """Return how many bars a roll back to the bar at ``place`` is; None where it is none."""
        bar, present = self.bar_at(place), self.bar_at(self.playhead.at(now))
        if bar is None or present is None or place > self.playhead.at(now):
            return None
        bars = self.bars.index(present) - self.bars.index(bar)
        return bars if 1 <= bars <= MOST_BARS else None

    def section_at(self, place: float) -> str:
        """Return the name of the section at a place, "" where none is known."""
        return next((s.name for s in reversed(self.sections) if s.place <= place + _NEAR), "")

    def describe(self, now: float) -> str:
        """Return the state in words, for those who do not see it."""
        place = self.playhead.at(now)
        bar, section = self.bar_at(place), self.section_at(place)
        ahead = max(0.0, self.marks.planned - place)
        parts = [self.standing.state]
        parts += [f"bar {bar.number + 1}, {bar.beats} beats to the bar"] if bar else []
        parts += [section] if section else []
        parts += [f"{self.standing.tempo:.0f} bpm", f"{ahead:.0f} seconds planned ahead"]
        parts += [f"waiting: {p.text}" for p in self.pending if not p.place < place]
        return "; ".join(parts)

    def ahead(self, now: float) -> str:
        """Return what waits for its line and in which bar that is; "" where nothing does."""
        place = self.playhead.at(now)
        lines: dict[str, list[str]] = {}
        for change in self.pending:
            if change.place >= place:
                lines.setdefault(self._line_in_words(change.place), []).append(change.text)
        return " · ".join(f"{line}: {', '.join(texts)}" for line, texts in lines.items())

    def _line_in_words(self, place: float) -> str:
        """Return the bar of a line, counted on at the tempo where it is not told yet."""
        bar = self.bar_at(place)
        if bar is None:
            return "soon"
        bars = (place - bar.place + _NEAR) * self.standing.tempo / 60 / max(bar.beats, 1)
        return f"bar {bar.number + 1 + int(bars)}"

    @property
    def known(self) -> tuple[float, float]:
        """The seconds of the music between which there are levels."""
        rows = self.levels.values()
        first, end = min(row.first for row in rows), max(row.end for row in rows)
        return first / SLICES_PER_SECOND, end / SLICES_PER_SECOND


def _shown(name: str, value: object) -> str:
    if name in BY_NAME and BY_NAME[name].kind == "bool":
        return "on" if value else "off"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _pending(change: Sequence[object], handed: float) -> Pending:
    beat, wait, name, value, *more = change
    glide = float(str(more[0])) if more else 0.0
    drawn = bool(more[1]) if len(more) > 1 else False
    return Pending(float(str(beat)), handed + float(str(wait)), str(name), value, glide, drawn)
