"""JACK's dummy driver: played to by name, named ports, another rate, a lost server."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE
from bridge.protocol.parameters import STEMS
from tests.bridge.daemon import running

pytestmark = pytest.mark.real_client

PORTS = ("left", "right", *STEMS)


@pytest.fixture
def server_name(monkeypatch: pytest.MonkeyPatch) -> str:
    """A server of our own; clients that this test starts find no other."""
    for program in ("jackd", "jack_wait", "jack_lsp"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    name = f"musiccm{os.getpid()}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    return name


@contextmanager
def jack_server(name: str, rate: int = SAMPLE_RATE) -> Iterator[None]:
    """Run a server on the dummy driver."""
    command = ["jackd", "-r", "-n", name, "-d", "dummy", "-r", str(rate), "-p", "256"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as jack:
        try:
            subprocess.run(["jack_wait", "-s", name, "-w", "-t", "60"], check=True, timeout=90)
            yield
        finally:
            jack.terminate()
            jack.communicate(timeout=30)


def _ports() -> list[str]:
    listing = subprocess.run(["jack_lsp"], capture_output=True, text=True, timeout=60)
    return [line.strip() for line in listing.stdout.splitlines()]


def _mine() -> list[str]:
    return [port for port in _ports() if port.startswith("musiccm:")]


def test_a_jack_server_is_played_to(server_name: str, tmp_path: Path) -> None:
    """As PortAudio's device, a run of three seconds ends by itself with its file whole."""
    take = tmp_path / "take.wav"
    options = ("--device", "system", "--record", str(take), "--for", "3")
    with jack_server(server_name), running(*options) as daemon:
        assert "output: system" in daemon.lines[-1]
        assert daemon.end() == 0, daemon.lines
    audio, rate = soundfile.read(take)
    assert (len(audio), rate) == (3 * SAMPLE_RATE, SAMPLE_RATE)
    assert np.abs(audio).max() > 0.1


def test_another_rate_is_played_at(server_name: str) -> None:
    """A server at 44.1 kHz, which takes no other rate, is played to at that rate."""
    options = ("--device", "system", "--for", "2")
    with jack_server(server_name, 44_100), running(*options) as daemon:
        assert "system at 44100 Hz" in daemon.lines[-1]
        assert daemon.end() == 0, daemon.lines


def _listen(seconds: float) -> NDArray[np.float32]:
    """Record the daemon's ports as another JACK client, (ports, n)."""
    import jack

    client = jack.Client("listener", no_start_server=True)
    ports = [client.inports.register(name) for name in PORTS]
    blocks: list[NDArray[np.float32]] = []
    done = threading.Event()

    @client.set_process_callback
    def process(frames: int) -> None:
        blocks.append(np.stack([port.get_array().copy() for port in ports]))
        if len(blocks) * frames >= seconds * client.samplerate:
            done.set()

    with client:
        for port in ports:
            client.connect(f"musiccm:{port.shortname}", port)
        assert done.wait(60)
    return np.concatenate(blocks, axis=1)


def _place(needle: NDArray[np.float32], hay: NDArray[np.float64]) -> int:
    """Return where ``needle`` lies in ``hay`` by their correlation."""
    n = len(hay) + len(needle)
    product = np.fft.irfft(np.fft.rfft(hay, n) * np.conj(np.fft.rfft(needle, n)), n)
    return int(np.argmax(product[: len(hay)]))


def _is_in(heard: NDArray[np.float32], written: NDArray[np.float64]) -> bool:
    """Return whether all lanes were written like that, at one and the same place."""
    at = _place(heard[0], written[0])
    there = written[:, at : at + heard.shape[1]]
    return there.shape == heard.shape and bool(np.abs(heard - there).max() < 2**-22)


def test_each_stem_has_a_port_of_its_name(server_name: str, tmp_path: Path) -> None:
    """What another client hears on the ports is what was recorded, sample for sample, in step.

    On a busy machine clients miss blocks: a stretch without one is enough.
    """
    pytest.importorskip("jack")
    options = ("--device", "jack", "--outputs", "stereo+stems")
    files = ("--record", str(tmp_path / "master.wav"), "--stems", str(tmp_path))
    with jack_server(server_name), running(*options, *files) as daemon:
        daemon.await_music()
        assert _mine() == [f"musiccm:{name}" for name in PORTS]
        connected = subprocess.run(["jack_lsp", "-c"], capture_output=True, text=True, timeout=60)
        assert "system:playback_1\n   musiccm:left" in connected.stdout
        heard = _listen(1.5)
        daemon.process.terminate()
        assert daemon.end() == 0, daemon.lines
    master, _ = soundfile.read(tmp_path / "master.wav")
    stems = [soundfile.read(tmp_path / f"{stem}.wav")[0] for stem in STEMS]
    written = np.stack([*master.T, *stems])
    assert any(_is_in(heard[:, at : at + 4096], written) for at in range(0, heard.shape[1], 4096))


def test_a_server_that_ends_is_found_again(server_name: str) -> None:
    """The daemon plays on while the server is away, and is back on its ports without a restart."""
    pytest.importorskip("jack")
    with ExitStack() as stack:
        with jack_server(server_name):
            daemon = stack.enter_context(running("--device", "jack"))
            daemon.await_music()
        daemon.await_line("the sound device is lost")
        before = daemon.await_status(state="playing")
        with jack_server(server_name):
            daemon.await_line("the sound device is back")
            assert "musiccm:left" in _mine()
            after = daemon.await_status(state="playing")
            assert float(str(after["seconds"])) > float(str(before["seconds"]))
            assert (after["fallbacks"], after["restarts"]) == (0, 0)
            daemon.process.terminate()
            assert daemon.end() == 0, daemon.lines


def test_the_output_is_changed_while_it_plays(server_name: str) -> None:
    """From nobody to JACK and back over OSC; a name that is not there is refused."""
    with jack_server(server_name), running("--device", "null") as daemon:
        daemon.await_status(state="playing", output="null")
        assert daemon.call("/mcm/output/device", "no such card").address == "/mcm/fail"
        assert daemon.call("/mcm/output/device", "jack").address == "/mcm/done"
        assert "musiccm:left" in _mine()
        assert "JACK" in str(daemon.await_status(state="playing")["output"])
        assert daemon.call("/mcm/output/device", "null").arguments[1] == "null"
        assert not _mine()
        assert daemon.status()["state"] == "playing"
