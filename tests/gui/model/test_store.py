"""The store: the daemon's replies in, what hands do out; no Qt."""

import subprocess
import sys

import pytest

from bridge.protocol.parameters import PARAMETERS, STATUS
from gui.model.presence import Link
from gui.model.store import Argument, Store


class Bench:
    """A store whose messages are kept and whose time is set by hand."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, tuple[Argument, ...]]] = []
        self.now = 0.0
        self.store = Store(self._send, lambda: self.now, lambda: 1000.0 + self.now)

    def _send(self, address: str, *arguments: Argument) -> None:
        self.sent.append((address, arguments))

    def status(self, **values: float | int | str) -> None:
        """Let the daemon tell its status."""
        blank: dict[str, float | int | str] = {f.name: "" if f.tag == "s" else 0 for f in STATUS}
        told = {**blank, "state": "playing", "engine": "ready", **values}
        self.store.apply("/mcm/status.reply", list(told.values()))

    @property
    def lines(self) -> list[str]:
        """The log's texts."""
        return [entry.text for entry in self.store.log]


@pytest.fixture
def bench() -> Bench:
    """Return a fresh one."""
    return Bench()


def test_it_begins_with_the_table_s_defaults(bench: Bench) -> None:
    """Before a daemon speaks every parameter has its default."""
    assert all(bench.store[p.name] == p.default for p in PARAMETERS)


def test_a_write_is_shown_and_sent(bench: Bench) -> None:
    """A hand's value is there at once and leaves in the daemon's types."""
    bench.store.write("stem/bass/gain", 0.5)
    bench.store.write("density", None)
    bench.store.write("quantize", "bar")
    assert bench.store["stem/bass/gain"] == 0.5
    assert bench.sent == [
        ("/mcm/stem/bass/gain", (0.5,)),
        ("/mcm/density", ("auto",)),
        ("/mcm/quantize", ("bar",)),
    ]


def test_two_stores_agree_because_the_daemon_is_the_truth(bench: Bench) -> None:
    """What the daemon tells both panels is what both show, whoever wrote last."""
    other = Bench()
    bench.store.write("tempo", 100.0)
    other.store.write("tempo", 140.0)
    for value in (100.0, 140.0):
        bench.store.apply("/mcm/tempo", [value])
        other.store.apply("/mcm/tempo", [value])
    assert bench.store["tempo"] == other.store["tempo"] == 140.0


def test_auto_is_none(bench: Bench) -> None:
    """The planner's choice of an optional parameter is told as auto and kept as None."""
    bench.store.apply("/mcm/key", ["Am"])
    assert bench.store["key"] == "Am"
    bench.store.apply("/mcm/key", ["auto"])
    assert bench.store["key"] is None


def test_a_write_that_nobody_answers_is_asked_for(bench: Bench) -> None:
    """Half a second later the store asks what became of it."""
    bench.store.write("steps", 8)
    bench.sent.clear()
    bench.store.chase()
    assert bench.sent == []
    bench.now = 0.6
    bench.store.chase()
    assert bench.sent == [("/mcm/steps/get", ())]


def test_a_found_daemon_is_asked_for_everything(bench: Bench) -> None:
    """Every parameter and the scenes are read."""
    bench.store.ask_all()
    asked = {address for address, _ in bench.sent}
    assert {f"{p.address}/get" for p in PARAMETERS} | {"/mcm/scene/list"} == asked


def test_a_daemon_in_the_place_of_a_dead_one_is_put_right(bench: Bench) -> None:
    """What was set is set again, and nothing else."""
    bench.store.apply("/mcm/tempo", [99.0])
    bench.store.apply("/mcm/prompt/2/text", ["dub"])
    bench.store.restore()
    assert bench.sent == [("/mcm/prompt/2/text", ("dub",)), ("/mcm/tempo", (99.0,))]


def test_watchers_are_told_once_a_frame(bench: Bench) -> None:
    """However often a value changes between two frames, its watcher is called once."""
    told = []
    bench.store.watch("tempo", lambda: told.append(bench.store["tempo"]))
    for tempo in (100.0, 110.0, 120.5):
        bench.store.apply("/mcm/tempo", [tempo])
    bench.store.notify()
    bench.store.notify()
    assert told == [120.5]


def test_what_stays_the_same_is_not_drawn(bench: Bench) -> None:
    """A value that is told again wakes no watcher."""
    told = []
    bench.store.watch("tempo", lambda: told.append(1))
    bench.store.apply("/mcm/tempo", [120.0])
    bench.store.notify()
    assert told == []


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("/mcm/tempo", []),
        ("/mcm/tempo", [b"x"]),
        ("/mcm/nothing", [1]),
        ("/mcm/error", ["alone"]),
        ("/mcm/scene", ["one", 2]),
        ("/mcm/status.reply", []),
        ("", []),
    ],
)
def test_nonsense_changes_nothing(bench: Bench, address: str, arguments: list[object]) -> None:
    """Messages that mean nothing are passed over."""
    before = {p.name: bench.store[p.name] for p in PARAMETERS}
    bench.store.apply(address, arguments)
    assert {p.name: bench.store[p.name] for p in PARAMETERS} == before
    assert bench.store.scenes == {}


def test_scenes_come_as_whole_lists(bench: Bench) -> None:
    """A list that lost a datagram is not shown; the next whole one is."""
    bench.store.apply("/mcm/scene", [1, "intro"])
    bench.store.apply("/mcm/scene/list.reply", [2])
    assert bench.store.scenes == {}
    bench.store.apply("/mcm/scene", [1, "intro"])
    bench.store.apply("/mcm/scene", [5, "drop"])
    bench.store.apply("/mcm/scene/list.reply", [2])
    assert bench.store.scenes == {1: "intro", 5: "drop"}
    bench.store.apply("/mcm/scene/list.reply", [0])
    assert bench.store.scenes == {}


def test_a_status_of_another_version_is_read_as_far_as_it_goes(bench: Bench) -> None:
    """Fewer fields, or more, are no error."""
    bench.store.apply("/mcm/status.reply", ["playing", "ready", 1.5])
    assert bench.store.status == {"state": "playing", "engine": "ready", "seconds": 1.5}
    bench.status(tempo=99.0)
    bench.store.apply("/mcm/status.reply", [*bench.store.status.values(), "new", 7])
    assert bench.store.status["tempo"] == 99.0


def test_the_log_tells_turns_of_events_in_plain_words(bench: Bench) -> None:
    """Errors, done commands, a dead engine and missed blocks are lines; a steady state is none."""
    bench.status()
    bench.status()
    assert bench.lines == []
    bench.store.apply("/mcm/error", ["/mcm/stem/drums/gain", "out of range 0 … 2; set 2.0"])
    bench.store.apply("/mcm/done", ["/mcm/capture", "out/loops/1"])
    bench.status(engine="down", state="looping")
    bench.status(underruns=2)
    assert bench.lines == [
        "Drums gain: only 0 … 2 is possible; it is 2.0 now",
        "Capture: out/loops/1",
        "The engine is gone: the last bars loop on the grid until it is back.",
        "The engine is late: the last bars loop on the grid.",
        "The engine is back.",
        "Playing.",
        "The sound device missed 2 blocks.",
    ]
    assert [entry.bad for entry in bench.store.log] == [True, False, True, True, False, False, True]


def test_a_lost_daemon_leaves_no_status(bench: Bench) -> None:
    """What is gone is not shown as if it went on; parameters stay as they were set."""
    bench.store.set_link(Link.CONNECTED)
    bench.status()
    bench.store.apply("/mcm/tempo", [99.0])
    bench.store.set_link(Link.LOST)
    assert bench.store.status == {}
    assert bench.store["tempo"] == 99.0
    assert bench.lines == ["Connected.", "The daemon is silent."]


def test_the_model_needs_no_qt() -> None:
    """Store, health, words and surface import neither Qt nor torch."""
    code = (
        "import sys, gui.model.store, gui.model.surface, gui.model.beatclock, gui.wire, gui.daemon;"
        "assert not {'PyQt6', 'torch', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_store_knows_since_when_the_music_is_kept_going() -> None:
    """A rung counts from the first status that tells it, not from the newest one."""
    now = [100.0]
    store = Store(lambda *_: None, unix=lambda: now[0])
    for at, rung in ((101.0, "none"), (105.0, "looping"), (109.0, "looping")):
        now[0] = at
        blank = {f.name: "" if f.tag == "s" else 0 for f in STATUS}
        store.apply("/mcm/status.reply", list({**blank, "fallback": rung}.values()))
    assert store.since == 105.0
