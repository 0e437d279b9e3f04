"""Rubbish at small size: nothing is raised, nothing stays, what was valid holds."""

import json
import logging
import signal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bridge.commands.fuzz import command
from bridge.control.state import ControlState
from bridge.midi.mapper import Mapper
from bridge.osc.router import Router
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME
from bridge.scheduler.scheduler import Scheduler
from bridge.session import Session
from bridge.soak import fuzz as fuzz_module
from bridge.soak import tally
from bridge.soak.fuzz import fuzz


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is resident at so small a size is not the daemon's: other tests have run before."""
    monkeypatch.setattr(tally, "MOST_GROWTH", 100.0)


def test_a_small_fuzz_finds_nothing() -> None:
    """Datagrams and MIDI do no harm, leave no file, and rubbish changes nothing."""
    figures = fuzz(1000, 1000, seed=1)
    assert figures["troubles"] == [] and figures["wrong"] == {}
    assert figures["datagrams"] == 1000 and 1000 <= figures["midi"] < 1024
    assert figures["files"] == []
    assert figures["replies"]["/mcm/error"] > 0 and figures["replies"]["/mcm/synced"] >= 1
    assert sum(figures["kinds"].values()) == 1000 and figures["drafts"] > 0
    assert set(figures["slowest_ms"]) >= {"value", "noise", "MIDI NRPN"}


def test_a_fuzz_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that forgets values is found, by OSC and by MIDI, and the exit code tells."""
    monkeypatch.setattr(ControlState, "apply", lambda self, write: False)
    result = CliRunner().invoke(command, ["--datagrams", "300", "--midi", "300"])
    assert result.exit_code == 1
    figures = json.loads(result.stdout.splitlines()[-1])
    assert figures["n_troubles"] == figures["wrong"]["wrong state"] > 0
    assert "left density" in result.stderr and "MIDI" in result.stderr


def test_a_fuzz_finds_what_rubbish_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that moves a value, and one that raises, are found."""
    read, asked = Session.read, count(1)

    def moved(self: Session, parameter: Any) -> Any:
        self._parts.state.apply(Write(BY_NAME["seed"], next(asked)))
        return read(self, parameter)

    monkeypatch.setattr(Session, "read", moved)
    assert fuzz(200, 0, seed=0)["wrong"]["wrong state"] > 0
    monkeypatch.setattr(Session, "read", read)
    monkeypatch.setattr(Mapper, "receive", lambda self, data: 1 / 0)
    assert fuzz(50, 50, seed=0)["wrong"]["raised"] > 0


def test_a_daemon_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends the loop is a trouble like any other, and the figures come all the same."""
    locate = Scheduler.locate

    def die(self: Scheduler, beat: float) -> None:
        monkeypatch.setattr(Scheduler, "next_draft", lambda self: 1 / 0)
        locate(self, beat)

    monkeypatch.setattr(Scheduler, "locate", die)
    figures = fuzz(3000, 0, seed=0)
    assert figures["wrong"] == {"died": 1, "ended": 1}
    assert 0 < figures["datagrams"] < 3000


def test_what_is_kept_for_ever_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that grows by each datagram is a leak of the interpreter's blocks."""
    kept, receive = [], Router.receive

    def keep(self: Router, datagram: bytes, sender: Any) -> None:
        kept.extend([{n} for n in range(100)])
        receive(self, datagram, sender)

    monkeypatch.setattr(Router, "receive", keep)
    figures = fuzz(500, 0, seed=5)
    assert figures["wrong"] == {"memory": 1}
    assert figures["grown_blocks"] > tally.MOST_OBJECTS


def test_a_run_goes_on_where_its_file_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are done are not played again; those of another run do not count."""
    monkeypatch.setattr(fuzz_module, "PART", 20)
    out, told = tmp_path / "fuzz.json", []

    def tell(datagrams: int, midi: int) -> None:
        told.append(datagrams)
        if sum(told) >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fuzz(60, 0, 1, out, tell)
    assert len(json.loads(out.read_text())["parts"]) == 1
    whole, again = fuzz(60, 0, 1, out), fuzz(60, 0, 1, tmp_path / "other.json")
    for figures in (whole, again):
        assert figures["datagrams"] == 60 and len(figures["kinds"]) > 5
    assert whole["kinds"] == again["kinds"]
    assert fuzz(20, 0, 1, out)["datagrams"] == 20


def test_ctrl_c_ends_it_with_the_figures_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stops it early is told what was found until then, and that is no trouble."""
    session = Session.gestures

    def stop(self: Session) -> None:
        session(self)
        if self._parts.clock.now() > 0.05:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Session, "gestures", stop)
    figures = fuzz(100_000, 0, seed=0)
    assert figures["interrupted"] and figures["n_troubles"] == 0
    assert 0 < figures["datagrams"] < 100_000


def test_the_log_is_left_as_it_was() -> None:
    """The handlers that watch for defects are gone after a run."""
    before = list(logging.getLogger().handlers)
    fuzz(20, 0, seed=0)
    assert logging.getLogger().handlers == before
