"""A soak, short: a real daemon under load, its engine killed, and the command that judges it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bridge.commands.soak import command
from bridge.errors import StartupError
from bridge.midi.maps import read_map
from bridge.soak import jackd, load, performer, soak
from bridge.soak.load import midi_messages, osc_messages
from bridge.soak.soak import choose_output


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less of everything that takes time, and no hang, which takes the most."""
    monkeypatch.setattr(soak, "SETTLE", 0.5)
    monkeypatch.setattr(soak, "IDLE", 0.5)
    monkeypatch.setattr(performer, "PROBE_EVERY", 0.5)
    monkeypatch.setattr(soak, "faults_for", lambda minutes: ["kill"])


def test_a_short_soak_ends_with_its_figures(hurried: None, tmp_path: Path) -> None:
    """The table and the JSON tell of the kill and of gestures; the code is that of the verdicts."""
    out = tmp_path / "soak.json"
    asked = ["--minutes", "0.2", "--output", "null", "--out", str(out)]
    result = CliRunner().invoke(command, asked)
    figures = json.loads(result.stdout.splitlines()[-1])
    assert json.loads(out.read_text()) == figures
    assert result.exit_code == bool(figures["missed"])
    assert [fault["kind"] for fault in figures["faults"]] == ["kill"]
    assert figures["faults"][0]["recovered"] is not None and figures["restarts"] == 1
    assert figures["gestures_load"]["n"] > 0
    assert figures["malformed"] > 0  # the flood came
    assert figures["gaps"]["seconds"] > 12
    assert 0 < figures["rss_mb"] < 1000
    assert "fake port" in figures["midi"] and "engine killed" in result.stdout


def test_ctrl_c_gives_what_there_is(hurried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted soak ends the daemon and judges what it has seen."""

    def interrupt(self: performer.Performer, seconds: float, faults: list[str]) -> None:
        self.gesture()
        raise KeyboardInterrupt

    monkeypatch.setattr(performer.Performer, "play", interrupt)
    figures = soak.Soak(soak.Options(0.2, output="null"), lambda line: None).run()
    assert figures["interrupted"] and figures["zero_filled"] is not None
    assert figures["gestures_idle"]["n"] == 1


def test_without_jackd_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unasked, null takes JACK's place with a line; asked for, the line is an error."""
    monkeypatch.setattr(jackd.shutil, "which", lambda name: None)
    said: list[str] = []
    assert choose_output(None, said.append) == "null"
    assert "jackd is not there" in said[0]
    with pytest.raises(StartupError, match="install"):
        choose_output("jack", said.append)


def test_the_floods_are_what_they_say() -> None:
    """OSC has values and rubbish, MIDI whole messages; the same seed sends the same."""
    osc, midi = osc_messages(1), midi_messages(1)
    some = [next(osc) for _ in range(500)]
    again = osc_messages(1)
    assert some == [next(again) for _ in range(500)]
    assert any(d.startswith(b"/mcm/stem/*/pan") for d in some)
    assert any(not d.startswith(b"/mcm/") for d in some)
    assert all(m[0] >= 0x80 and max(m[1:]) < 0x80 for m in (next(midi) for _ in range(500)))


def test_the_flooding_controller_has_a_map(tmp_path: Path) -> None:
    """Its knobs reach parameters, so that the flood does something."""
    soak._write_map(tmp_path, f"{load.PORT_NAME}:out")
    table = read_map((tmp_path / "midi" / "soak_out.yaml").read_text())
    assert {"density", "stem/drums/gain", "chord"} <= {row.target for row in table.rows}


@pytest.mark.real_client
def test_the_plain_client_counts_its_periods(tmp_path: Path) -> None:
    """The C client plays a second of periods; as a microphone it hears another client's sine."""
    if not jackd.there() or not (program := jackd.compiled(tmp_path)):
        pytest.skip("no jackd, compiler or JACK headers")
    heard: list[float] = []
    with jackd.server("musiccm-plain"):
        plain = jackd.Plain(program, "musiccm-plain", "sine")
        wait = jackd.Plain(program, "musiccm-plain", "record", "plain:left", "plain:right",
                           hear=lambda block: heard.append(float(abs(block).max())))  # fmt: skip
        while sum(level > 0.09 for level in heard) < 60 and wait._thread.is_alive():
            wait._thread.join(0.05)
        counted, recorded = plain.stop(), wait.stop()
    assert counted["periods"] > 20 and recorded["periods"] > 20
    assert max(heard) == pytest.approx(0.1, abs=0.01)
