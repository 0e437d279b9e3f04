"""Rubbish at small size: nothing is raised, nothing stays, what was valid holds."""

import json
import struct
from itertools import islice

import pytest
from click.testing import CliRunner

from bridge.commands.fuzz import command
from bridge.control.state import ControlState
from bridge.osc.packets import parse
from bridge.protocol.codec import decode
from bridge.soak import fuzz as fuzz_module
from bridge.soak.corpus import datagrams, midi
from bridge.soak.fuzz import fuzz, means_something


def test_a_small_fuzz_finds_nothing() -> None:
    """Datagrams and MIDI do no harm, leave scenes and no other file; rubbish changes nothing."""
    figures = fuzz(1500, 1500, seed=1)
    assert figures["troubles"] == []
    assert (figures["datagrams"], figures["midi"]) == (1500, 1500)
    assert figures["files"] == ["scenes.json"]
    assert figures["replies"]["/mcm/error"] > 0 and figures["replies"]["/mcm/synced"] >= 1


def test_a_fuzz_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that forgets values is found, and the exit code tells."""
    monkeypatch.setattr(ControlState, "apply", lambda self, write: False)
    result = CliRunner().invoke(command, ["--datagrams", "500", "--midi", "10"])
    assert result.exit_code == 1
    assert json.loads(result.stdout.splitlines()[-1])["n_troubles"] > 0
    assert "left" in result.stderr


def test_the_corpus_has_all_kinds() -> None:
    """Valid writes, broken ones, bundles and noise come; the same seed sends the same again."""
    some = list(islice(datagrams(3), 2000))
    assert some == list(islice(datagrams(3), 2000))
    for sent in (s for s in some if s.sure):
        [message] = parse(sent.data)
        assert decode(message.address, message.arguments)
    assert sum(s.data.startswith(b"#bundle") for s in some) > 100
    assert 300 < sum(not means_something(s.data) for s in some) < 1500
    assert any(len(m) == 0 for m in islice(midi(3), 2000))


def test_memory_that_grows_is_a_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for ever is found."""
    monkeypatch.setattr(fuzz_module, "MOST_GROWTH", -1e9)
    assert "memory grew" in fuzz(200, 0, seed=0)["troubles"][-1]


def test_a_type_that_is_none_is_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """python-osc would log each unknown type tag of each datagram."""
    from bridge.osc.packets import hush

    hush()
    parse(b"/mcm/tempo\0\0" + b",pqf\0\0\0\0" + struct.pack(">f", 100.0))
    assert caplog.records == []
