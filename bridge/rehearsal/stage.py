"""The daemon on JACK's dummy driver, as on a stage: real processes, sockets and ports.

A leader speaks to it over OSC or Link, a JACK client records what leaves its ports and the MIDI
clock that it sends, and a hand moves a mute now and then.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bridge.child import environment
from bridge.errors import StartupError
from bridge.priority import raise_thread
from bridge.rehearsal.performance import Notes, Performance
from bridge.rehearsal.take import Take
from bridge.soak import jackd
from bridge.soak.client import Client
from bridge.soak.daemon import Daemon

PORTS = ("musiccm:drums", "musiccm:harmony")
MIDI_OUT = "^MusicCM clock:out"
SPARE = 20.0  # seconds of the recording beyond the performance
END_SECONDS = 30.0


@contextmanager
def _server() -> Iterator[None]:
    """Run a JACK server of our own, and let what is started here find no other."""
    if not jackd.there():
        raise StartupError("this needs JACK: apt install jackd2")
    name, before = f"musiccm{os.getpid()}", dict(os.environ)
    with jackd.server(name):
        os.environ.update(JACK_DEFAULT_SERVER=name, JACK_NO_START_SERVER="1")
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _microphone(path: Path, seconds: float, midi: str) -> Iterator[None]:
    """Record to a file while inside. Raises StartupError."""
    module = [sys.executable, "-m", "bridge.rehearsal.microphone"]
    with subprocess.Popen(
        [*module, str(path), str(seconds), midi, *PORTS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            if not process.stdout.readline():
                raise StartupError("the microphone does not start")
            yield
        finally:
            process.stdin.close()
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def play(
    options: list[str], seconds: float, perform: Callable[[Performance], None]
) -> tuple[Take, Notes]:
    """Start all of it, let ``perform`` lead for ``seconds``, and return what was recorded.

    ``options`` are for ``musiccm run``. Raises StartupError where JACK is missing.
    """
    with tempfile.TemporaryDirectory(prefix="musiccm-stage-") as folder, ExitStack() as stack:
        path = Path(folder) / "take.npz"
        stack.enter_context(_server())
        all_options = ["--device", "jack", "--outputs", "stereo+stems", "--osc-port", "0"]
        all_options += ["--keep", "0", "--log", "none", "--no-oscquery", "--folder", folder]
        all_options += ["--midi-clock", "all"]
        daemon = stack.enter_context(Daemon([*options, *all_options]))
        with ExitStack() as playing:
            client = playing.enter_context(_client(daemon.port))
            playing.enter_context(_microphone(path, seconds + SPARE, MIDI_OUT))
            performance = Performance(client, seconds)
            _in_time(lambda: perform(performance))
        return Take.read(path), performance.notes


def _in_time(perform: Callable[[], None]) -> None:
    """Perform on a thread that a busy machine does not keep waiting: as a host's own would be."""
    with ThreadPoolExecutor(1, "performer", initializer=raise_thread) as worker:
        worker.submit(perform).result()


@contextmanager
def _client(port: int) -> Iterator[Client]:
    client = Client(port)
    try:
        yield client
    finally:
        client.close()
