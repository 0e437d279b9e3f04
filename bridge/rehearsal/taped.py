"""A Link session on tape: what a real peer told in real time, played to the daemon later.

So the daemon follows it under the offline clock, with a model that is slower than real time too.
"""

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bridge.clock import Clock
from bridge.config import RunConfig
from bridge.errors import SyncError
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME
from bridge.rehearsal.course import Course
from bridge.rehearsal.ears import Ear
from bridge.rehearsal.offline import Device, Rehearsal
from bridge.rehearsal.peer import PATIENCE, Lead, Recorded, lone_peer, state_of
from bridge.sync.link import LinkPeer, LinkState
from bridge.sync.motion import quarters_per_beat

LOOK = 0.01  # seconds; a peer speaks every 20 ms
OTHER_BPM = 87.0  # what we would play at, had we not joined

States = Sequence[LinkState]


class TapedPeer:
    """A peer that tells what is on the tape, each line when its time has come."""

    def __init__(self, states: States, clock: Clock) -> None:
        self._states, self._clock = states, clock
        self._times = [state.time for state in states]

    @property
    def state(self) -> LinkState | None:
        """The newest of the states that are over."""
        n = bisect_right(self._times, self._clock.now())
        return self._states[n - 1] if n else None

    def say(self, command: str, value: float) -> None:
        """Nobody hears it: what is on the tape has been."""

    def close(self) -> None:
        """Nothing to let go of."""


def record(course: Course, seconds: float, beats_per_bar: int) -> tuple[States, Recorded]:
    """Return what a peer that joins a leading one is told, and the leading one's beats.

    Times are counted from the beginning of the course. Raises SyncError.
    """
    with lone_peer(course.bpm, beats_per_bar) as peer:
        joined = LinkPeer(OTHER_BPM)
        try:
            joined.say("quantum", beats_per_bar * quarters_per_beat(beats_per_bar))
            _meet(joined)
            lead = Lead(peer, course, quarters_per_beat(beats_per_bar))
            return _record(lead, joined, seconds)
        finally:
            joined.close()


def _meet(joined: LinkPeer) -> None:
    deadline = time.monotonic() + PATIENCE
    while not state_of(joined).peers:
        if time.monotonic() > deadline:
            raise SyncError("two Link peers on this machine do not find each other")
        time.sleep(LOOK)


def _record(lead: Lead, joined: LinkPeer, seconds: float) -> tuple[States, Recorded]:
    begin, states = time.monotonic(), [state_of(joined)]
    while states[-1].time < begin + seconds:
        lead.look(time.monotonic() - begin)
        if (state := state_of(joined)) is not states[-1]:
            states.append(state)
        time.sleep(LOOK)
    return [replace(s, time=s.time - begin) for s in states], lead.truth.since(begin)


class TapedRehearsal(Rehearsal):
    """A rehearsal whose leader is a Link session on tape."""

    def __init__(self, states: States, ear: Ear, device: Device, config: RunConfig) -> None:
        super().__init__((), "internal", ear, device, config)
        self._states = states

    def begin(self) -> None:
        """Join the session with the first sample."""
        super().begin()
        assert self.app is not None and self.app.session is not None
        self.app.session.leaders.join = lambda bpm: TapedPeer(self._states, self._time)
        self.app.session.write(Write(BY_NAME["transport/leader"], "link"))
