"""The transport commands: play, stop, locate, position, tap."""

from collections.abc import Callable

from bridge.clock import Clock
from bridge.protocol.messages import Call, ProtocolError, Write
from bridge.protocol.parameters import BY_NAME
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.sync.leaders import Leaders
from bridge.sync.taps import Taps

MOST_BEATS = 1_000_000  # a week; beyond it places would lose their precision, and OSC its integers
_TEMPO = BY_NAME["tempo"]


class Transport:
    """Does what a performer's transport buttons say. Owned by the loop thread."""

    def __init__(
        self,
        clock: Clock,
        scheduler: Scheduler,
        player: Player,
        leaders: Leaders,
        write: Callable[[Write], None],
    ) -> None:
        """``write`` sets a parameter and tells the subscribers."""
        self._clock, self._scheduler, self._player = clock, scheduler, player
        self._leaders = leaders
        self._write = write
        self._taps = Taps()

    def call(self, call: Call) -> None:
        """Do transport/…, as the table names it. Raises ProtocolError."""
        if call.name == "transport/locate":
            self._scheduler.locate(max(0.0, _beat(call)))
        elif call.name == "transport/position":
            self._leaders.position(_beat(call))
        elif call.name == "transport/tap":
            self._tap()
        else:
            self._player.playing = call.name == "transport/play"
            self._leaders.start_or_stop(self._player.playing)

    def _tap(self) -> None:
        bpm = self._taps.tap(self._clock.now())
        if bpm is not None:
            low, high = _TEMPO.low or 0.0, _TEMPO.high or 0.0
            self._write(Write(_TEMPO, min(max(bpm, low), high)))


def _beat(call: Call) -> float:
    beat = call.number or 0.0
    if abs(beat) > MOST_BEATS:
        raise ProtocolError(f"takes a beat of up to {MOST_BEATS}")
    return beat
