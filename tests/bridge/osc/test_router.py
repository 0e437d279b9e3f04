"""The router: answers to who asked, errors in measure, time tags on the timeline, no exception."""

import asyncio
import math
import struct
from collections import Counter

import numpy as np
import pytest
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from bridge.clock import OfflineClock
from bridge.control.state import ControlState
from bridge.errors import BridgeError
from bridge.osc.clients import ERROR_BURST, LEASE_SECONDS, MAX_CLIENTS, Address, Clients
from bridge.osc.packets import MAX_DATAGRAM, TimedMessage, build, parse
from bridge.osc.router import Router
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import FEATURES, STATUS, Parameter, Value
from tests.bridge.helpers import run_loop

MAX = ("127.0.0.1", 50_000)
PD = ("127.0.0.1", 50_001)


class FakeStage:
    """Remembers what was done to it."""

    def __init__(self) -> None:
        self.state = ControlState()
        self.calls: list[str] = []
        self.absent: set[str] = set()
        self.since: list[int | None] = []
        self.deaf = False

    def write(self, write: Write) -> None:
        self.state.apply(write)

    def read(self, parameter: Parameter) -> Value:
        return self.state.snapshot()[parameter.name]

    def call(self, call: Call) -> None:
        self.calls.append(call.name)

    def features(self, since: int | None = None) -> tuple[float | int | str, ...]:
        self.since.append(since)
        return tuple("x" if field.tag == "s" else n for n, field in enumerate(FEATURES))

    def features_mark(self) -> tuple[int, float]:
        return len(self.since), 5.25

    def changes(self) -> list[tuple[float | int | str, ...]]:
        return [(8.0, 1.5, "key", "Am"), (8.0, 1.5, "density", 0.5)]

    def levels(self) -> list[tuple[float | int | str, ...]]:
        return [("drums", "played", -8.0, 0.25, *([-60.0] * 128))]

    def view(
        self, since: float | None, known: int
    ) -> list[tuple[str, tuple[float | int | str, ...]]]:
        self.viewed = since, known
        wave = ("plan/wave", ("drums", 0, *([-60.0] * 128)))
        return [wave, ("plan/view.reply", (3, 1.0, 1.5, 2.0, 8.0, -1.0, 0.0))]

    def hears(self, parameter: Parameter) -> bool:
        return parameter.name not in self.absent

    def scenes(self) -> list[tuple[float | int | str, ...]]:
        return [(1, "dub"), (7, "jazz")]

    def devices(self) -> "asyncio.Task[list[tuple[float | int | str, ...]]]":
        async def ask() -> list[tuple[float | int | str, ...]]:
            if self.deaf:
                raise BridgeError("the system does not tell")
            return [("output", "Scarlett", "ALSA", 1), ("midi", "Knobs", "in", 0)]

        return asyncio.create_task(ask())

    def files(self, most: int) -> list[tuple[float | int | str, ...]]:
        return [(f"/take{n}.wav", 99, 0.5) for n in range(most)]

    def midi_rows(self) -> list[tuple[float | int | str, ...]]:
        return [("Knobs", "cc 1 21", "density", "absolute")]

    def status(self) -> tuple[float | int | str, ...]:
        return tuple("x" if field.tag == "s" else 1 for field in STATUS)


class Wire:
    """A router with its stage, its clock and all that it has sent."""

    def __init__(self) -> None:
        self.stage, self.clock = FakeStage(), OfflineClock(unix_origin=1_000_000.0)
        self.sent: list[tuple[Address, TimedMessage]] = []
        self.router = Router(self.stage, self.clock, self._send)

    def _send(self, datagram: bytes, to: Address) -> None:
        assert len(datagram) <= MAX_DATAGRAM
        self.sent += [(to, message) for message in parse(datagram)]

    def say(self, address: str, *arguments: object, sender: Address = MAX) -> None:
        self.router.receive(build(address, arguments), sender)  # type: ignore[arg-type]

    def say_at(self, seconds: float | None, *messages: tuple[str, float]) -> None:
        """Send a bundle for a time of the clock, or for now."""
        bundle = OscBundleBuilder(IMMEDIATELY if seconds is None else 1_000_000.0 + seconds)
        for address, argument in messages:
            message = OscMessageBuilder(address)
            message.add_arg(argument)
            bundle.add_content(message.build())
        self.router.receive(bundle.build().dgram, MAX)

    def take(self) -> list[tuple[Address, str, tuple[object, ...]]]:
        """Return and forget what was sent."""
        sent, self.sent = self.sent, []
        return [(to, message.address, message.arguments) for to, message in sent]


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_write_then_read(wire: Wire) -> None:
    """A value that was written is told to who asks, from the address that writes it."""
    wire.say("/mcm/tempo", 97)
    wire.say("/mcm/tempo/get", sender=PD)
    assert wire.take() == [(PD, "/mcm/tempo", (97.0,))]


def test_sync_and_status_answer_the_sender(wire: Wire) -> None:
    """/mcm/sync n gives /mcm/synced n; /mcm/status has the table's arguments and types."""
    wire.say("/mcm/sync", 42)
    assert wire.take() == [(MAX, "/mcm/synced", (42,))]
    wire.say("/mcm/status", sender=PD)
    [(to, address, arguments)] = wire.take()
    assert (to, address) == (PD, "/mcm/status.reply")
    types = {"s": str, "f": float, "i": int}
    assert [type(a) for a in arguments] == [types[field.tag] for field in STATUS]


def test_transport_and_quit_reach_the_stage(wire: Wire) -> None:
    """Commands are done once each, with or without an argument, and a star does not quit."""
    wire.say("/mcm/transport/stop")
    wire.say("/mcm/transport/play", 1.0)
    wire.say("/mcm/*", 1)
    assert wire.stage.calls == ["transport/stop", "transport/play"]
    wire.say("/mcm/quit")
    assert wire.stage.calls[-1] == "quit"


def test_the_plan_is_told_to_who_asks(wire: Wire) -> None:
    """Preview and overview are answered by a message for each row, in datagrams that fit."""
    wire.say("/mcm/plan/preview", sender=PD)
    assert wire.take() == [
        (PD, "/mcm/plan/change", (8.0, 1.5, "key", "Am")),
        (PD, "/mcm/plan/change", (8.0, 1.5, "density", 0.5)),
        (PD, "/mcm/plan/preview.reply", (2,)),
    ]
    wire.say("/mcm/plan/overview")
    [(to, address, arguments)] = wire.take()
    assert (to, address, arguments[:4]) == (MAX, "/mcm/plan/level", ("drums", "played", -8.0, 0.25))
    assert len(arguments) == 4 + 128


def test_the_view_is_told_from_where_it_is_asked(wire: Wire) -> None:
    """Place and edition that the client names reach the stage; without them it gets all."""
    wire.say("/mcm/plan/view", 2.5, 7)
    assert wire.stage.viewed == (2.5, 7)
    assert [address for _, address, _ in wire.take()] == ["/mcm/plan/wave", "/mcm/plan/view.reply"]
    wire.say("/mcm/plan/view")
    assert wire.stage.viewed == (None, -1)


def test_features_come_at_the_rate_that_was_asked_for(wire: Wire) -> None:
    """In two seconds each client gets its rate times two; the rate is kept within its range."""
    for rate, port in ((5, 1), (40, 2), (1e6, 3), (0, 4)):
        wire.say("/mcm/subscribe", 60, "features", rate, sender=("127.0.0.1", port))
    wire.say("/mcm/subscribe", 60, "features", sender=("127.0.0.1", 5))
    wire.take()
    for _ in range(400):
        wire.router.publish_features()
        wire.clock.advance(0.005)
    counts = Counter(to[1] for to, _, _ in wire.take())
    assert counts == pytest.approx({1: 10, 2: 80, 3: 180, 4: 2, 5: 60}, abs=1)


def test_features_with_a_rate_are_stamped(wire: Wire) -> None:
    """Their bundle has the time when they are heard; without a rate they are a plain message."""
    wire.say("/mcm/subscribe", 60, "features", 30)
    wire.say("/mcm/subscribe", 60, "features", sender=PD)
    wire.sent.clear()
    wire.router.publish_features()
    assert {to: m.unix for to, m in wire.sent} == {
        MAX: pytest.approx(1_000_005.25, abs=1e-6),
        PD: None,
    }


def test_onsets_are_those_since_the_client_s_own_last_reply(wire: Wire) -> None:
    """The stage is asked once for all clients with one rate, from the mark of their last reply."""
    for port in (1, 2, 3):
        wire.say("/mcm/subscribe", 60, "features", 10, sender=("127.0.0.1", port))
    wire.router.publish_features()
    wire.clock.advance(0.11)
    wire.router.publish_features()
    wire.router.publish_features()
    assert wire.stage.since == [None, 1]


def test_the_newest_files_are_told(wire: Wire) -> None:
    """As many files as asked are told and counted; nobody gets none, or endless ones."""
    wire.say("/mcm/files", 2)
    assert [(a, args[0]) for _, a, args in wire.take()] == [
        ("/mcm/file", "/take0.wav"),
        ("/mcm/file", "/take1.wav"),
        ("/mcm/files.reply", 2),
    ]
    wire.say("/mcm/files", 0)
    assert wire.take()[0][1] == "/mcm/error"


@pytest.mark.parametrize("deaf", [False, True])
def test_devices_are_told_when_the_system_has_told_them(wire: Wire, deaf: bool) -> None:
    """The answer comes later, a row for each device, or a /mcm/fail."""

    async def ask() -> None:
        wire.stage.deaf = deaf
        wire.say("/mcm/devices", sender=PD)
        assert wire.take() == []
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    run_loop(ask())
    told = wire.take()
    fail = [(PD, "/mcm/fail", ("/mcm/devices", "the system does not tell"))]
    assert told[-1:] == (fail if deaf else [(PD, "/mcm/devices.reply", (2,))])
    assert deaf or told[0] == (PD, "/mcm/device", ("output", "Scarlett", "ALSA", 1))


def test_features_go_to_those_who_asked_for_them(wire: Wire) -> None:
    """A plain subscriber gets no features, one that named them does; other names are refused."""
    wire.say("/mcm/subscribe", 60, "features")
    wire.say("/mcm/subscribe", sender=PD)
    wire.take()
    wire.router.publish_features()
    [(to, address, arguments)] = wire.take()
    assert (to, address, len(arguments)) == (MAX, "/mcm/features.reply", len(FEATURES))
    wire.say("/mcm/features", sender=PD)
    assert wire.take()[0][:2] == (PD, "/mcm/features.reply")
    wire.say("/mcm/subscribe", 60, "everything")
    assert wire.take()[0][1] == "/mcm/error"


def test_scenes_are_listed(wire: Wire) -> None:
    """Each scene is told by number and name, then how many there are."""
    wire.say("/mcm/scene/list")
    assert [(address, a) for _, address, a in wire.take()] == [
        ("/mcm/scene", (1, "dub")),
        ("/mcm/scene", (7, "jazz")),
        ("/mcm/scene/list.reply", (2,)),
    ]


def test_ping_renews_a_lease_and_is_answered(wire: Wire) -> None:
    """/mcm/ping n is answered by /mcm/pong n and keeps a subscription alive."""
    wire.say("/mcm/subscribe")
    for n in range(3):
        wire.clock.advance(LEASE_SECONDS - 1)
        wire.take()
        wire.say("/mcm/ping", n)
        assert wire.take() == [(MAX, "/mcm/pong", (n,))]
    wire.router.publish_status()
    assert len(wire.take()) == 1


def test_the_midi_rows_are_listed(wire: Wire) -> None:
    """Each row of the maps is told to who asks."""
    wire.say("/mcm/midi/list", sender=PD)
    assert wire.take() == [
        (PD, "/mcm/midi/row", ("Knobs", "cc 1 21", "density", "absolute")),
        (PD, "/mcm/midi/list.reply", (1,)),
    ]


def test_wildcards_write_many(wire: Wire) -> None:
    """One message with a pattern mutes all stems."""
    wire.say("/mcm/stem/*/mute", True)
    values = wire.stage.state.snapshot().values
    assert [v for name, v in values.items() if name.endswith("/mute")] == [True] * 4


def test_errors_go_to_their_sender(wire: Wire) -> None:
    """An unknown address and a wrong type are answered with /mcm/error address text."""
    wire.say("/mcm/tempi", 3, sender=PD)
    wire.say("/mcm/tempo", "fast", sender=MAX)
    sent = wire.take()
    assert [(to, address, a[0]) for to, address, a in sent] == [
        (PD, "/mcm/error", "/mcm/tempi"),
        (MAX, "/mcm/error", "/mcm/tempo"),
    ]


def test_out_of_range_is_reported_once(wire: Wire) -> None:
    """A fader that stays out of range is reported once, and again after it was in range."""
    for value in (999, 998, 997):
        wire.say("/mcm/tempo", value)
    assert len(wire.take()) == 1
    assert wire.stage.state.snapshot().tempo == 220.0
    wire.say("/mcm/tempo", 100)
    wire.say("/mcm/tempo", 999)
    assert len(wire.take()) == 1


def test_what_the_checkpoint_does_not_hear_is_reported_once(wire: Wire) -> None:
    """Each client is told once of each such parameter; its value is kept all the same."""
    wire.stage.absent = {"key"}
    for key in ("Am", "C", "C"):
        wire.say("/mcm/key", key)
    assert [(address, a[0]) for _, address, a in wire.take()] == [("/mcm/error", "/mcm/key")]
    assert wire.stage.state.snapshot()["key"] == "C"
    wire.say("/mcm/tempo", 100)
    assert not wire.take()
    wire.say("/mcm/key", "Am", sender=PD)
    assert len(wire.take()) == 1


def test_errors_are_rate_limited(wire: Wire) -> None:
    """A thousand bad messages get a burst of errors; after a second there are some more."""
    for _ in range(1000):
        wire.say("/nothing")
    assert len(wire.take()) == ERROR_BURST
    wire.clock.advance(0.5)
    for _ in range(100):
        wire.say("/nothing")
    assert len(wire.take()) == 5


def test_reply_port_redirects_answers(wire: Wire) -> None:
    """After /mcm/reply_port n, replies, errors and subscriptions go to port n of that client."""
    wire.say("/mcm/reply_port", 9001.0)
    wire.say("/mcm/sync", 1)
    wire.say("/nothing")
    wire.say("/mcm/subscribe")
    wire.say("/mcm/sync", 2, sender=PD)
    ports = [to[1] for to, _, _ in wire.take()]
    assert ports == [9001, 9001, 9001, PD[1]]
    wire.say("/mcm/reply_port", 0)
    [(_, address, _)] = wire.take()
    assert address == "/mcm/error"


def test_a_subscription_lives_as_long_as_its_lease(wire: Wire) -> None:
    """Any datagram renews a lease; a client that falls silent is told nothing more."""
    wire.say("/mcm/subscribe")
    wire.take()
    wire.clock.advance(LEASE_SECONDS - 1)
    wire.say("/mcm/sync", 1)
    wire.take()
    wire.clock.advance(LEASE_SECONDS - 1)
    wire.router.publish_status()
    assert len(wire.take()) == 1
    wire.clock.advance(2)
    wire.router.publish_status()
    assert wire.take() == []


def test_subscribers_hear_of_changes_until_they_leave(wire: Wire) -> None:
    """A changed value is told to all subscribers, and to nobody after /mcm/unsubscribe."""
    wire.say("/mcm/subscribe", 10)
    wire.take()
    parameter = next(p for p in map(_parameter, ["tempo"]))
    wire.router.publish_value(parameter)
    assert wire.take() == [(MAX, "/mcm/tempo", (120.0,))]
    wire.say("/mcm/unsubscribe")
    wire.router.publish_value(parameter)
    assert wire.take() == []


def _parameter(name: str) -> Parameter:
    from bridge.protocol.parameters import BY_NAME

    return BY_NAME[name]


def test_bundles_for_now_are_done_in_order(wire: Wire) -> None:
    """A bundle with the tag "now" is applied at once, its last word standing."""
    wire.say_at(None, ("/mcm/tempo", 90.0), ("/mcm/tempo", 91.0))
    assert wire.stage.state.snapshot().tempo == 91.0


def test_a_future_bundle_waits_on_the_timeline(wire: Wire) -> None:
    """A tag half a second ahead is applied then, not before, and nobody sleeps."""
    wire.say_at(0.5, ("/mcm/tempo", 90.0))
    wire.clock.advance(0.49)
    wire.router.tick()
    assert wire.stage.state.snapshot().tempo == 120.0
    wire.clock.advance(0.02)
    wire.router.tick()
    assert wire.stage.state.snapshot().tempo == 90.0
    assert wire.take() == []


def test_a_late_bundle_plays_at_once_and_is_reported(wire: Wire) -> None:
    """A tag in the past is applied now, and the sender is told how late it was."""
    wire.clock.advance(2.0)
    wire.say_at(1.0, ("/mcm/tempo", 90.0))
    assert wire.stage.state.snapshot().tempo == 90.0
    [(to, address, arguments)] = wire.take()
    assert (to, address) == (MAX, "/mcm/error")
    assert arguments == ("/mcm/tempo", "late by 1000 ms")


@pytest.mark.parametrize("seed", range(20))
def test_no_datagram_raises(wire: Wire, seed: int) -> None:
    """Random bytes, broken copies of true messages and deep bundles never raise."""
    rng = np.random.default_rng(seed)
    good = [
        build("/mcm/prompt/1/text", ["words"]),
        build("/mcm/tempo", [120.0]),
        build("/mcm/sync", [2**40]),
    ]
    for _ in range(100):
        data = bytearray(good[rng.integers(len(good))])
        for at in rng.integers(0, len(data), rng.integers(0, 6)):
            data[at] = rng.integers(256)
        wire.router.receive(bytes(data[: rng.integers(0, len(data) + 1)]), MAX)
        wire.router.receive(bytes(rng.integers(0, 256, rng.integers(0, 80), np.uint8)), MAX)
    deep = build("/mcm/tempo", [120.0])
    for _ in range(2000):
        deep = b"#bundle\0" + struct.pack(">qi", 1, len(deep)) + deep
    wire.router.receive(deep, MAX)
    assert wire.router.malformed > 0


def test_the_list_of_clients_is_bounded() -> None:
    """Many senders push out the one heard longest ago, not the memory."""
    clients = Clients()
    for port in range(MAX_CLIENTS + 50):
        clients.heard(("127.0.0.1", port), now=0.0).subscribed = True
    assert len(clients.subscribers(0.0)) == MAX_CLIENTS
    assert clients.subscribers(0.0)[0].address[1] == 50


def test_it_says_when_something_is_due(wire: Wire) -> None:
    """The owner may sleep until the next time tag, and until the next features of anyone."""
    rung: list[float] = []
    wire.router.wake = lambda: rung.append(wire.clock.now())
    assert wire.router.next_due() == wire.router.features_due() == math.inf
    wire.say_at(5.0, ("/mcm/density", 0.5))
    wire.say_at(3.0, ("/mcm/density", 0.4))
    assert wire.router.next_due() == pytest.approx(3.0)
    wire.clock.advance(4.0)
    wire.router.tick()
    assert wire.router.next_due() == pytest.approx(5.0)
    wire.say("/mcm/subscribe", 60.0, "features", 20.0)
    assert wire.router.features_due() <= wire.clock.now()
    wire.router.publish_features()
    assert wire.router.features_due() == pytest.approx(4.05)
    assert rung == [0.0, 0.0, 4.0]


def test_a_defect_in_one_gesture_ends_nothing(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody has foreseen is logged, counted and told, at once or on its time."""

    def fail(write: Write) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(wire.stage, "write", fail)
    wire.say("/mcm/tempo", 100.0)
    wire.say_at(1.0, ("/mcm/tempo", 101.0))
    wire.clock.advance(2.0)
    wire.router.tick()
    assert wire.router.unforeseen == 2
    assert [m.arguments for _, m in wire.sent] == [("/mcm/tempo", "failed; the log says why")] * 2
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    wire.say("/mcm/ping", 3)
    assert wire.sent[-1][1].address == "/mcm/pong"
