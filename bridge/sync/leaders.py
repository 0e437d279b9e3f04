"""Whom the daemon can follow, by the names of ``/mcm/transport/leader``."""

from collections.abc import Callable

from bridge.clock import Clock
from bridge.protocol.parameters import LEADERS
from bridge.sync.conductor import Conductor
from bridge.sync.midi_clock import MidiClock
from bridge.sync.motion import Leader
from bridge.sync.positions import Positions


class Leaders:
    """Makes a leader when it is chosen, and gives it what comes in. Owned by the loop thread."""

    def __init__(self, clock: Clock, conductor: Conductor) -> None:
        self._clock, self._conductor = clock, conductor
        self._name = LEADERS[0]

    def choose(self, name: str) -> None:
        """Follow the leader of that name from now on."""
        if name != self._name:
            self._name = name
            make = _MAKERS.get(name)
            self._conductor.follow(make() if make else None)

    def position(self, beat: float) -> None:
        """Take a position over OSC in; it counts while ``osc`` leads."""
        if isinstance(self._conductor.leader, Positions):
            self._conductor.leader.tell(self._clock.now(), beat)

    def midi(self, data: bytes, time: float) -> None:
        """Take a MIDI message in, at the moment at which it came; counts while ``midi`` leads."""
        if isinstance(self._conductor.leader, MidiClock):
            self._conductor.leader.message(data, time)


_MAKERS: dict[str, Callable[[], Leader]] = {"osc": Positions, "midi": MidiClock}
