"""What is done to a daemon on the stage: it is led, a mute is moved, its transport is tried."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bridge.protocol.parameters import FEATURES
from bridge.rehearsal.course import Course
from bridge.rehearsal.leaders import EVERY, EVERY_JITTER, Sent
from bridge.rehearsal.peer import Recorded
from bridge.soak.client import Client, Heard

HAND = 0.61  # seconds between two moves of the mute: anywhere in a beat
LOOK, AHEAD = 0.02, 0.3
LEASE, RATE = 3600.0, 20.0  # seconds, and features a second
TRANSPORT: tuple[tuple[float, str, tuple[float, ...]], ...] = (
    (0.3, "transport/stop", ()),
    (1.3, "transport/play", ()),  # song position and Continue
    (2.8, "transport/locate", (64.0,)),  # Stop, song position, Continue
    (5.3, "transport/stop", ()),
    (5.8, "transport/locate", (0.0,)),
    (6.8, "transport/play", ()),  # Start
)
TRANSPORT_SECONDS = 8.5
_BEAT, _AHEAD = (
    next(n for n, f in enumerate(FEATURES) if f.name == name) for name in ("beat", "ahead")
)


@dataclass
class Notes:
    """What was said and heard meanwhile; times are the host's monotonic ones, in seconds."""

    begin: float = 0.0
    unmuted: list[float] = field(default_factory=list)
    ahead: list[float] = field(default_factory=list)  # until it is heard, as told
    told: Recorded = field(default_factory=Recorded)  # beats, when they are heard, as told
    transport: float = 0.0  # when TRANSPORT began
    underruns: int = 0  # of the daemon until then


class Performance:
    """One performer's end. ``seconds`` is how long is led."""

    def __init__(self, client: Client, seconds: float) -> None:
        self._client, self._seconds = client, seconds
        self.notes = Notes()
        self._muted = False
        client.on_answer = self._note
        client.say("subscribe", LEASE, "features", RATE)

    def _note(self, heard: Heard) -> None:
        if heard.address != "features.reply" or heard.unix is None:
            return
        when = heard.unix - time.time() + time.monotonic()
        self.notes.told.add(when, float(str(heard.arguments[_BEAT])))
        self.notes.ahead.append(float(str(heard.arguments[_AHEAD])) / 1000)

    def say(self, address: str, *arguments: float | str) -> None:
        """Send one message."""
        self._client.say(address, *arguments)

    def positions(self, course: Course, seed: int = 0) -> None:
        """Lead by positions over OSC, each true when it is sent."""
        rng = np.random.default_rng(seed)
        self.notes.begin = begin = time.monotonic()
        self._during(self._steps(rng), lambda: self._position(course, begin))

    def _position(self, course: Course, begin: float) -> None:
        self._client.say("transport/position", float(course.beat(time.monotonic() - begin)))

    def _steps(self, rng: np.random.Generator) -> Iterator[float]:
        while True:
            yield float(rng.uniform(EVERY - EVERY_JITTER, EVERY + EVERY_JITTER))

    def clock(self, sent: Sequence[Sent], send: Callable[[bytes, float], None]) -> None:
        """Lead by MIDI: ``send`` takes each message and its time a moment ahead."""
        self.notes.begin = begin = time.monotonic() + AHEAD
        waiting = deque(sent)

        def hand_over() -> None:
            while waiting and begin + waiting[0].time < time.monotonic() + AHEAD:
                message = waiting.popleft()
                send(message.data, begin + message.time)

        self._during(iter(lambda: LOOK, None), hand_over)

    def watch(self, look: Callable[[float], None]) -> None:
        """Let somebody else lead; ``look`` is called now and then with the seconds so far."""
        self.notes.begin = begin = time.monotonic()
        self._during(iter(lambda: LOOK, None), lambda: look(time.monotonic() - begin))

    def _during(self, steps: Iterator[float], do: Callable[[], None]) -> None:
        """Do something after each step, and move the mute, until the time is over."""
        due, hand = self.notes.begin, self.notes.begin + 4 * HAND
        end = self.notes.begin + self._seconds
        while due < end:
            due += next(steps)
            time.sleep(max(0.0, due - time.monotonic()))
            do()
            if due > hand:
                hand += HAND
                self._move_the_mute()

    def _move_the_mute(self) -> None:
        self._muted = not self._muted
        said = self._client.say("stem/harmony/mute", self._muted)
        if not self._muted:
            self.notes.unmuted.append(said)

    def transport(self) -> None:
        """Stop, go on, locate and start, led by nobody; see TRANSPORT."""
        self._client.say("transport/leader", "internal")
        if self._client.newest:
            self.notes.underruns = int(str(self._client.newest.status()["underruns"]))
        self.notes.transport = begin = time.monotonic()
        for when, address, arguments in TRANSPORT:
            time.sleep(max(0.0, begin + when - time.monotonic()))
            self._client.say(address, *arguments)
        time.sleep(max(0.0, begin + TRANSPORT_SECONDS - time.monotonic()))
