"""Whom the daemon can follow, by the names of ``/mcm/transport/leader``."""

from collections.abc import Callable

from bridge.clock import Clock
from bridge.protocol.parameters import LEADERS
from bridge.sync import link
from bridge.sync.conductor import Conductor
from bridge.sync.link import LinkLeader, LinkPeer, Peer
from bridge.sync.midi_clock import MidiClock
from bridge.sync.motion import Leader
from bridge.sync.positions import Positions

INTERNAL, OSC, MIDI, LINK = LEADERS


def check(name: str) -> None:
    """Raise SyncError when what that leader needs is not installed."""
    if name == LINK:
        link.check()


class Leaders:
    """Makes a leader when it is chosen, and gives it what comes in. Owned by the loop thread.

    ``start_stop`` is whether a Link session starts and stops with us; ``join`` gives the peer by
    which one is joined.
    """

    def __init__(self, clock: Clock, conductor: Conductor) -> None:
        self._clock, self._conductor = clock, conductor
        self.name = INTERNAL
        self.start_stop = False
        self.join: Callable[[float], Peer] = LinkPeer

    def choose(self, name: str, bpm: float) -> None:
        """Follow the leader of that name from now on; ``bpm`` is for a session that has none.

        Raises
        ------
        SyncError
            When it cannot be followed; who was followed before is followed on.
        """
        if name != self.name:
            self._conductor.follow(self._make(name, bpm))
            self.name = name

    def _make(self, name: str, bpm: float) -> Leader | None:
        if name == LINK:
            return LinkLeader(self._clock, bpm, lambda: self.start_stop, self.join)
        if name == INTERNAL:
            return None
        return Positions() if name == OSC else MidiClock()

    def position(self, beat: float) -> None:
        """Take a position over OSC in; it counts while ``osc`` leads."""
        if isinstance(self._conductor.leader, Positions):
            self._conductor.leader.tell(self._clock.now(), beat)

    def midi(self, data: bytes, time: float) -> None:
        """Take a MIDI message in, at the moment at which it came; counts while ``midi`` leads."""
        if isinstance(self._conductor.leader, MidiClock):
            self._conductor.leader.message(data, time)

    def tempo(self, bpm: float) -> None:
        """Tell a Link session of the tempo that a performer asks for; others lead alone."""
        if isinstance(self._conductor.leader, LinkLeader):
            self._conductor.leader.propose(bpm, self._conductor.beats_per_bar)

    def start_or_stop(self, playing: bool) -> None:
        """Tell a Link session that we have started or stopped."""
        if isinstance(self._conductor.leader, LinkLeader):
            self._conductor.leader.start_or_stop(playing)

    def close(self) -> None:
        """Follow nobody any more."""
        self._conductor.follow(None)
        self.name = INTERNAL
