"""Live leads: a session of Live's transport, what the device sends, and a daemon that follows it.

The device is run by ``tests.max_patches.interpreter``; its transport tells what Max's reference
says.
"""

import select
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from bridge.osc.packets import parse
from bridge.protocol.codec import decode
from bridge.protocol.messages import Call, Message
from bridge.protocol.parameters import FEATURES, STATUS
from max_patches.generate.maxmsp.live import POLL_MS
from tests.bridge.daemon import PATIENCE, Daemon, free_port, running
from tests.max_patches.interpreter.live_set import Clock, LiveSet
from tests.max_patches.interpreter.opening import Bench


class Session:
    """A device in a set whose time passes only here; ``said`` is what the daemon would read."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.clock = Clock(lambda: self.seconds)
        self.bench = Bench.of("MusicCM.amxd", live=LiveSet(clock=self.clock))
        self.bench.taken()

    def lead(self) -> None:
        """Click Live Leads."""
        self.bench.machine.find("Live Leads").click()  # type: ignore[attr-defined]

    def said(self, polls: int = 2) -> list[Message]:
        """Let time pass for so many readings of the transport; return what was sent but for the
        greeting, places as their last one only.
        """
        for _ in range(polls):
            self.seconds += POLL_MS / 1000
            self.bench.machine.run(POLL_MS)
        heard = [message for _, d in self.bench.taken() for message in parse(d)]
        found = [m for h in heard for m in decode(h.address, h.arguments)]
        return [m for m in found if not (isinstance(m, Call) and m.name in _GREETING)]


NEAR = 0.1  # beats
STEADY = 10  # replies, a third of a second
_GREETING = ("reply_port", "subscribe")
_POSITION = "transport/position"


@pytest.fixture
def session() -> Session:
    """A device beside a Live that stands still at 120."""
    return Session()


def _calls(*names: str) -> list[Message]:
    return [Call(name) for name in names]


def _without_places(said: list[Message]) -> list[Message]:
    return [m for m in said if not (isinstance(m, Call) and m.name == _POSITION)]


def _places(said: list[Message]) -> list[float]:
    return [m.number or 0.0 for m in said if isinstance(m, Call) and m.name == _POSITION]


def _written(name: str, value: object) -> Message:
    return decode(f"/mcm/{name}", [value])[0]


def test_all_is_told_when_live_begins_to_lead(session: Session) -> None:
    """Leader, metre, tempo and that Live stands still, in this order; no place."""
    session.lead()
    assert session.said() == [_written("transport/leader", "osc"), _written("metre", "4/4"),
                              _written("tempo", 120.0), *_calls("transport/stop")]  # fmt: skip
    assert session.said(40) == []


def test_start_and_stop_are_told_once_and_places_while_it_plays(session: Session) -> None:
    """Play, then twenty places a second that go with Live's beats; stop, and none any more."""
    session.lead()
    session.said()
    session.clock.set(running=True, quarter=8.0)
    said = session.said(20)
    assert said[0] == Call("transport/play")
    assert _without_places(said) == _calls("transport/play")
    places = _places(said)
    assert places[0] == pytest.approx(8.0 + POLL_MS / 1000 * 2)
    steps = [b - a for a, b in zip(places, places[1:], strict=False)]
    assert steps == pytest.approx([POLL_MS / 1000 * 2] * 19, rel=1e-4)
    session.clock.set(running=False)
    assert session.said(10) == _calls("transport/stop")


def test_a_new_tempo_is_told_once_and_the_places_follow(session: Session) -> None:
    """Tempo before the first place at it."""
    session.lead()
    session.clock.set(running=True)
    session.said()
    session.clock.set(tempo=97.5)
    said = session.said(10)
    assert said[0] == _written("tempo", 97.5)
    assert _without_places(said) == [_written("tempo", 97.5)]


def test_a_jump_of_the_loop_is_told_at_once(session: Session) -> None:
    """After Live's loop has jumped the next place is there."""
    session.lead()
    session.clock.set(running=True, quarter=15.9)
    session.said()
    session.clock.set(quarter=8.0)
    assert _places(session.said(1)) == pytest.approx([8.1], rel=1e-4)


@pytest.mark.parametrize(
    ("metre", "name", "quarters"),
    [((3, 4), "3/4", 1.0), ((6, 8), "6/8", 1.5), ((4, 4), "4/4", 1.0)],
)
def test_places_and_tempo_are_in_felt_beats(
    session: Session, metre: tuple[int, int], name: str, quarters: float
) -> None:
    """In 6/8 a beat is a dotted quarter: of the first place and the first tempo on."""
    session.clock.metre = metre
    session.clock.set(tempo=90.0, running=True, quarter=12.0)
    session.lead()
    said = session.said(1)
    assert _without_places(said)[1:] == [
        _written("metre", name), _written("tempo", 90.0 / quarters), *_calls("transport/play")
    ]  # fmt: skip
    [*_, place] = _places(said)
    assert place == pytest.approx((12.0 + 90 / 60 * POLL_MS / 1000) / quarters, rel=1e-4)


def test_a_new_metre_comes_before_its_places(session: Session) -> None:
    """From 4/4 to 6/8 while it plays: metre, tempo in its beats, then places in its beats."""
    session.clock.set(running=True)
    session.lead()
    session.said()
    session.clock.metre = (6, 8)
    said = session.said(1)
    assert _without_places(said) == [_written("metre", "6/8"), _written("tempo", 80.0)]
    assert _places(said) == pytest.approx([session.clock.quarter / 1.5], rel=1e-4)


def test_a_metre_that_nobody_plays_changes_nothing(session: Session) -> None:
    """5/4 is not sent: the music stays in what it was, places are quarters."""
    session.clock.set(running=True)
    session.lead()
    session.said()
    session.clock.metre = (5, 4)
    assert _without_places(session.said(4)) == []


def test_another_daemon_is_told_everything_again(session: Session) -> None:
    """When a daemon comes up while Live leads, it hears leader, metre, tempo and state anew."""
    session.lead()
    session.clock.set(running=True)
    session.said()
    status = [{"s": "", "f": 0.0, "i": 0}[field.tag] for field in STATUS]
    session.bench.hear("/mcm/status.reply", *status)
    said = _without_places(session.said())
    for message in (_written("transport/leader", "osc"), _written("metre", "4/4"),
                    Call("transport/play")):  # fmt: skip
        assert message in said
    assert _written("tempo", 120.0) in said


def test_live_lets_go(session: Session) -> None:
    """Switched off, it sends who leads then, and nothing of Live any more."""
    session.clock.set(running=True)
    session.lead()
    session.said()
    session.lead()
    assert session.said() == [_written("transport/leader", "internal")]
    session.clock.set(tempo=80.0, running=False)
    assert session.said(20) == []


class Stage:
    """The device over UDP beside a daemon that plays; Live's time is the clock on the wall."""

    def __init__(self, daemon: Daemon, port: int) -> None:
        self.clock = Clock(time.monotonic)
        self.bench = Bench.of("MusicCM.amxd", live=LiveSet(clock=self.clock))
        self.daemon, self.began = daemon, time.monotonic()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.status: dict[str, object] = {}
        self.close = 0  # replies in a row that were heard within NEAR of Live's place in the bar
        self.bench.machine.find("OSC Port").hand(daemon.port)  # type: ignore[attr-defined]
        self.bench.machine.find("Reply Port").hand(port)  # type: ignore[attr-defined]

    def step(self) -> None:
        """Let the device work for a moment, and hear what the daemon tells."""
        self.bench.machine.run(1000 * (time.monotonic() - self.began) - self.bench.machine.now)
        for port, datagram in self.bench.taken():
            self.socket.sendto(datagram, ("127.0.0.1", port))
        if select.select([self.socket], [], [], 0.005)[0]:
            datagram = self.socket.recv(4096)
            for message in parse(datagram):
                self._hear(message.address, message.arguments)
                self.bench.hear(message.address, *message.arguments)  # type: ignore[arg-type]

    def _hear(self, address: str, arguments: tuple[object, ...]) -> None:
        if address == "/mcm/status.reply":
            self.status = dict(zip((f.name for f in STATUS), arguments, strict=True))
        elif address == "/mcm/features.reply" and self.status:
            now = dict(zip((f.name for f in FEATURES), arguments, strict=True))
            quarter = self.clock.quarter + float(str(now["ahead"])) / 1000 * self.clock.tempo / 60
            bar = int(str(self.status["beats_per_bar"]))
            off = (float(str(now["beat"])) - quarter) % bar
            self.close = self.close + 1 if min(off, bar - off) < NEAR else 0

    def until(self, follows: Callable[[], bool]) -> float:
        """Go on until the daemon follows; return how many of Live's beats that took."""
        began = time.monotonic()
        while not follows():
            assert time.monotonic() < began + PATIENCE, self.status
            self.step()
        return (time.monotonic() - began) * self.clock.tempo / 60

    def together(self) -> bool:
        """Whether it plays at Live's tempo and on Live's beat, bars included."""
        same = abs(float(str(self.status.get("tempo", 0))) - self.clock.tempo) < 0.5
        return self.status.get("state") == "playing" and same and self.close >= STEADY


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A device and a daemon with the tone engine on the null device."""
    with running("--device", "null") as daemon:
        daemon.await_music()
        stage = Stage(daemon, free_port())
        try:
            yield stage
        finally:
            stage.socket.close()


@pytest.mark.slow
def test_a_daemon_follows_live(stage: Stage) -> None:
    """Stopped with Live, on its beat within two bars of start, new tempo and jump, and stopped."""
    stage.clock.set(tempo=100.0)
    stage.bench.machine.find("Live Leads").click()  # type: ignore[attr-defined]
    stage.until(lambda: stage.status.get("state") == "stopped")
    for change in ({"running": True, "quarter": 4.0}, {"tempo": 132.0}, {"quarter": 17.5}):
        stage.clock.set(**change)  # type: ignore[arg-type]
        stage.close = 0
        assert stage.until(stage.together) < 8.0, change
    stage.clock.metre = (3, 4)
    stage.until(lambda: stage.status["beats_per_bar"] == 3)
    stage.clock.set(running=False)
    stage.until(lambda: stage.status["state"] == "stopped")
