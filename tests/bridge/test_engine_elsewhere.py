"""`musiccm engine` and `musiccm run --engine tcp://…` as programs on two sides of a link."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from bridge.cli import cli
from tests.bridge.daemon import PATIENCE, ROOT, Daemon, running, start


@contextmanager
def _engine(keys: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Give a tone engine that listens, as a program of its own, and its port."""
    listen = ("--listen", "tcp://127.0.0.1:*", "--keys", str(keys), "--engine", "tone")
    process = subprocess.Popen(
        [sys.executable, "-m", "bridge.cli", "engine", *listen],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"port (\d+)", line)
        assert found, line
        yield process, int(found[1])
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "keys"
    result = CliRunner().invoke(cli, ["engine", "keys", str(folder)])
    assert result.exit_code == 0 and "daemon" in result.output
    return folder


@pytest.mark.skipif(os.name == "nt", reason="stopping a process is POSIX")
def test_a_link_without_life_does_not_stop_the_music(keys: Path) -> None:
    """While the far side is silent status says away and the music goes on; then it is ready again.

    What was played meanwhile had no frame that nothing was ready for.
    """
    with _engine(keys / "engine") as (process, port):
        address = f"tcp://127.0.0.1:{port}"
        options = ("--device", "null", "--engine", address, "--keys", str(keys / "daemon"))
        with running(*options) as daemon:
            daemon.await_music()
            process.send_signal(signal.SIGSTOP)
            away = daemon.await_status(engine="away")
            assert away["fallback"] in ("planned", "looping")
            assert address in str(away["trouble"])
            process.send_signal(signal.SIGCONT)
            back = daemon.await_status(engine="ready", state="playing", fallback="none")
            while not float(str(back["seconds"])) > float(str(away["seconds"])):
                back = daemon.status()
            assert (back["zero_filled"], back["restarts"], back["engine_pid"]) == (0, 0, 0)
            daemon.process.terminate()
            assert daemon.end() == 0, daemon.lines


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--engine", "tcp://127.0.0.1:9"], "musiccm engine keys"),
        (["--engine", "tcp://127.0.0.1:9", "--checkpoint", "x"], "engine's machine"),
    ],
)
def test_a_link_needs_keys_and_its_own_checkpoint(options: list[str], words: str) -> None:
    """Without keys, or with weights of this machine, one line says what to do; exit code 2."""
    daemon = Daemon(start("--device", "null", *options))
    try:
        assert daemon.end() == 2
        assert words in daemon.lines[-1]
    finally:
        daemon.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--listen", "tcp://127.0.0.1:*"], "musiccm engine keys"),
        (["--listen", "tcp://127.0.0.1:*", "--keys", "nowhere"], "no key in nowhere"),
        ([], "--listen"),
    ],
)
def test_an_engine_that_cannot_listen_says_so(options: list[str], words: str) -> None:
    """Without keys or an address, one line says what to do; exit code 2."""
    result = CliRunner().invoke(cli, ["engine", *options])
    assert result.exit_code == 2
    assert words in result.output


def test_keys_are_made_once(keys: Path) -> None:
    """A second call does not overwrite what other machines rely on."""
    result = CliRunner().invoke(cli, ["engine", "keys", str(keys)])
    assert result.exit_code == 2 and "already" in result.output


def test_an_engine_is_one_of_three_kinds() -> None:
    """Other words than model, tone or tcp://… are refused before anything starts."""
    result = CliRunner().invoke(cli, ["run", "x", "--engine", "udp://here"])
    assert result.exit_code == 2 and "Usage" in result.output
