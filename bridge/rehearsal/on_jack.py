"""A rehearsal on JACK's dummy driver: real processes, real ports, what leaves them is recorded."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bridge.midi.jack_out import JackOut
from bridge.rehearsal import leaders, stage
from bridge.rehearsal.course import Course, Truth
from bridge.rehearsal.heard_on_jack import (
    clock_out,
    drift,
    latency,
    ticks_of,
    transport_words,
)
from bridge.rehearsal.peer import Lead, lone_peer
from bridge.rehearsal.performance import Notes, Performance
from bridge.rehearsal.take import Take
from bridge.sync.motion import quarters_per_beat

if TYPE_CHECKING:
    from bridge.rehearsal.session import Options

MIDI_IN = "MusicCM:in"  # the daemon's virtual port
Array = NDArray[np.float64]


def play(options: "Options", course: Course) -> tuple[Array, Truth, dict[str, Any]]:
    """Return when clicks were heard, the leader's beats (both from its begin on), and figures.

    Raises StartupError, SyncError.
    """
    with ExitStack() as stack:
        leading = Leading(options, course, stack)
        words = [options.prompt, "--engine", options.engine, "--metre", options.metre]
        words += ["--leader", options.leader]
        words += ["--bpm", str(options.bpm)] if options.leader == "internal" else []
        take, notes = stage.play(words, options.seconds, leading.perform)
    truth = leading.truth(notes)
    return take.clicks() - notes.begin, truth, _figures(options, take, notes, truth)


class Leading:
    """Leads the performance as the options say."""

    def __init__(self, options: "Options", course: Course, stack: ExitStack) -> None:
        """``stack`` keeps what is opened for it."""
        self._options, self._course = options, course
        self._lead: Lead | None = None
        if options.leader == "link":
            peer = stack.enter_context(lone_peer(course.bpm, options.beats_per_bar))
            self._lead = Lead(peer, course, quarters_per_beat(options.beats_per_bar))

    def perform(self, performance: Performance) -> None:
        """Lead, then try the transport."""
        performance.say("transport/offset", self._options.offset)
        if self._options.leader == "osc":
            performance.positions(self._course, self._options.seed)
        elif self._options.leader == "midi":
            self._tick(performance)
        else:
            performance.watch(self._lead.look if self._lead else lambda seconds: None)
        performance.transport()

    def _tick(self, performance: Performance) -> None:
        quarters = quarters_per_beat(self._options.beats_per_bar)
        seconds, seed = self._options.seconds, self._options.seed
        sent = leaders.midi(self._course, seconds, seed, quarters_per_beat=quarters)
        out = JackOut()
        try:
            out.open("leader", MIDI_IN)
            performance.clock(sent, lambda data, at: out.send("leader", data, at))
        finally:
            out.close()

    def truth(self, notes: Notes) -> Truth:
        """Return the leader's beats from the begin on; our own as we tell them where none leads."""
        if self._lead:
            return self._lead.truth.since(notes.begin)
        led = self._options.leader != "internal"
        return self._course if led else notes.told.since(notes.begin)


def _figures(options: "Options", take: Take, notes: Notes, truth: Truth) -> dict[str, Any]:
    def judged(times: Array) -> Array:
        return times[(times > notes.begin + 5.0) & (times < notes.begin + options.seconds - 0.5)]

    wanted = notes.begin + options.offset / 1000  # ticks leave when the music is heard
    clicks, ticks = judged(take.clicks()), judged(ticks_of(take))
    return {
        "latency": latency(take, notes, clicks),
        "drift": drift(take, clicks - notes.begin, truth),
        "clock_out": clock_out(ticks - wanted, take.clicks() - wanted, truth),
        "transport": transport_words(take, notes),
    }
