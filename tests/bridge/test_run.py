"""`musiccm run` and `musiccm devices` as programs: ends, errors, and a killed engine."""

import os
import signal
import socket
from pathlib import Path

import psutil
import pytest
import soundfile
from click.testing import CliRunner

from bridge import app
from bridge.commands import devices, run
from bridge.errors import StartupError
from tests.bridge.daemon import Daemon, running, start


def _missing() -> None:
    raise StartupError("PortAudio is missing: install it or use --device null")


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM: exit code 0, the file closed and whole, no process left."""
    take = tmp_path / "take.wav"
    with running("--device", "null", "--record", str(take)) as daemon:
        daemon.await_music()
        children = psutil.Process(daemon.process.pid).children(recursive=True)
        assert children
        daemon.process.send_signal(number)
        assert daemon.end() == 0, daemon.lines
        assert not psutil.wait_procs(children, timeout=30)[1]
    assert soundfile.info(take).frames > 0


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_signal_while_it_starts_ends_it_too() -> None:
    """Ctrl-C while the engine loads ends the program at once, without a trace on the screen."""
    process = start("--device", "null")
    daemon = Daemon(process)
    try:
        parent = psutil.Process(process.pid)
        while not parent.children():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert daemon.end() == 0
        assert "Traceback" not in "".join(daemon.lines)
    finally:
        daemon.close()


def test_a_killed_engine_leaves_the_music_playing() -> None:
    """In real time, after SIGKILL of the engine, the daemon plays on and the engine comes back."""
    with running("--device", "null") as daemon:
        before = daemon.await_status(state="playing", engine="ready")
        [worker] = psutil.Process(daemon.process.pid).children()
        worker.kill()
        after = daemon.await_status(engine="ready", restarts=1)
        assert float(str(after["seconds"])) > float(str(before["seconds"]))
        assert after["state"] == "playing"
        assert daemon.ask("/mcm/sync", 5).arguments == (5,)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--record", "nowhere/at/all.wav"], "choose a folder"),
        (["--engine", "model", "--checkpoint", "nowhere"], "nowhere"),
        (["--device", "no such card"], "musiccm devices"),
    ],
)
def test_start_up_errors_are_one_line_and_exit_code_2(options: list[str], words: str) -> None:
    """What is missing is said in one line that says what to do; no traceback, nothing left."""
    base = [] if "--device" in options else ["--device", "null"]
    daemon = Daemon(start(*options, *base))
    try:
        assert daemon.end() == 2, daemon.lines
        last = daemon.lines[-1]
        assert last.startswith("musiccm run: ")
        assert words in last or "PortAudio is missing" in last
        assert "Traceback" not in "".join(daemon.lines)
    finally:
        daemon.close()


def test_a_port_in_use_is_exit_code_2() -> None:
    """A second daemon on the same port says so."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        daemon = Daemon(start("--device", "null", "--osc-port", str(taken.getsockname()[1])))
        try:
            assert daemon.end() == 2
            assert "--osc-port" in daemon.lines[-1]
        finally:
            daemon.close()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x", "--bpm", "5"],
        ["x", "--key", "H"],
        ["x", "--offline"],
        list("abcdefghi"),
        ["x", "--for", "0"],
    ],
)
def test_wrong_options_are_exit_code_2(arguments: list[str]) -> None:
    """What the options cannot mean is refused before anything starts."""
    result = CliRunner().invoke(run.run, arguments)
    assert result.exit_code == 2
    assert "Usage" in result.output


def test_help_teaches() -> None:
    """--help shows an example, the port and where the addresses are listed."""
    text = CliRunner().invoke(run.run, ["--help"]).output
    assert "oscsend" in text and "7000" in text and "docs/osc_reference.md" in text


def test_without_portaudio_it_plays_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no device was asked for and none is there, the null device is taken, with a line."""
    monkeypatch.setattr("bridge.audio.portaudio.import_sounddevice", _missing)
    options = ["x", "--engine", "tone", "--for", "0.2", "--osc-port", "0"]
    result = CliRunner().invoke(run.run, options)
    assert result.exit_code == 0, result.output
    assert "null device" in result.output


def test_devices_without_portaudio_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """`musiccm devices` says what to install, exit code 2."""
    monkeypatch.setattr(devices, "import_sounddevice", _missing)
    result = CliRunner().invoke(devices.devices, [])
    assert result.exit_code == 2
    assert "PortAudio is missing" in result.output


def test_the_interpreter_is_quietened() -> None:
    """In a run, thread switches are short, so that the audio callback need not wait."""
    assert app.SWITCH_INTERVAL <= 0.001
