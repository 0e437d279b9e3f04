"""`musiccm engine` and `musiccm run --engine tcp://…` as programs on two sides of a link."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import zmq
from click.testing import CliRunner
from numpy.typing import NDArray

from bridge.cli import cli
from bridge.config import SAMPLE_RATE
from bridge.engine import remote
from bridge.engine.base import EngineState
from bridge.engine.keys import EngineKeys
from bridge.engine.remote import RemoteEngine
from bridge.engine.server import EngineServer
from bridge.engine.tone import ToneEngine
from bridge.soak.cable import CUTS, Cable
from tests.bridge.daemon import PATIENCE, ROOT, Daemon, running, start
from tests.bridge.gig import Gig
from tests.bridge.helpers import clicks, run_loop, until


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

    That is no silence of seconds; `bench rescue` counts the frames that a busy machine misses.
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
            assert (back["restarts"], back["engine_pid"]) == (0, 0)
            assert int(str(back["zero_filled"])) < SAMPLE_RATE
            daemon.process.terminate()
            assert daemon.end() == 0, daemon.lines


@pytest.mark.parametrize("how", CUTS)
def test_thirty_seconds_without_a_link_are_bridged(
    keys: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that is cut for 30 s of music costs no beat; it and the engine return by themselves.

    The link is real and encrypted, the music goes by as fast as the machine can.
    """
    for name, value in (("PULSE_EVERY", 0.05), ("LINK_PATIENCE", 1.0), ("STALL_SECONDS", 0.3)):
        monkeypatch.setattr(remote, name, value)
    for option, least in ((zmq.RECONNECT_IVL_MAX, 200), (zmq.HANDSHAKE_IVL, 500)):
        monkeypatch.setitem(remote._OPTIONS, option, least)
    seen: list[dict[str, object]] = []

    async def scenario() -> NDArray[np.float32]:
        server = EngineServer(ToneEngine(), "tcp://127.0.0.1:*", EngineKeys.load(keys / "engine"))
        server.open()
        serving = asyncio.create_task(server.serve())
        with Cable(server.port) as cable:
            link = RemoteEngine(f"tcp://127.0.0.1:{cable.port}", keys / "daemon")

            def mend(gig: Gig) -> None:
                seen.append(gig.status())
                cable.mend()

            gig = Gig(3000, {10.0: lambda gig: cable.cut(how), 40.0: mend})
            gig.app._engine = link
            playing = asyncio.create_task(gig.app.run())
            await until(lambda: bool(seen) and link.state is EngineState.READY)
            until_now = gig.clock.now()
            await until(lambda: gig.clock.now() > until_now + 20.0)
            seen.append(gig.status())
            gig.app.stop()
            await playing
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await server.close()
        return np.concatenate(gig.blocks, axis=1)

    master = run_loop(scenario()).sum(axis=0)
    assert (seen[0]["state"], seen[0]["engine"]) == ("looping", "away")
    assert (seen[1]["state"], seen[1]["engine"], seen[1]["fallback"]) == (
        "playing",
        "ready",
        "none",
    )
    assert (seen[1]["zero_filled"], seen[1]["restarts"]) == (0, 0)
    beats = np.diff(clicks(master * (np.abs(master) > 0.45)))
    assert len(beats) > 100 and np.abs(beats - SAMPLE_RATE / 2).max() < 40


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
