"""JACK's dummy driver, and a plain C client: compiled where there is a compiler."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bridge.audio.base import Audio
from bridge.errors import StartupError

RATE, PERIOD = 48_000, 256
SOURCE = Path(__file__).with_name("plain.c")
_BLOCK = 8 * 4096  # bytes of stereo float32


def there() -> bool:
    """Return whether this machine has a JACK server to start."""
    return bool(shutil.which("jackd") and shutil.which("jack_wait"))


@contextmanager
def server(name: str) -> Iterator[None]:
    """Run a server on the dummy driver. Raises StartupError."""
    command = ["jackd", "-n", name, "-d", "dummy", "-r", str(RATE), "-p", str(PERIOD)]
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(
            command, stdout=told, stderr=subprocess.STDOUT, start_new_session=True
        ) as jack,
    ):
        try:
            waited = subprocess.run(
                ["jack_wait", "-s", name, "-w", "-t", "30"], capture_output=True, check=False
            )
            if waited.returncode:
                told.seek(0)
                lines = told.read().decode(errors="replace").split("\n")
                raise StartupError(f"jackd does not start: {' / '.join(lines[-4:])}")
            yield
        finally:
            jack.terminate()


@contextmanager
def chosen(name: str) -> Iterator[None]:
    """Let who is started meanwhile be a client of that server, and start no other."""
    wanted = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1"}
    before = {variable: os.environ.get(variable) for variable in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for variable, value in before.items():
            os.environ.pop(variable) if value is None else os.environ.update({variable: value})


def compiled(folder: Path) -> Path | None:
    """Return the plain client, or None where there is no compiler or are no headers."""
    compiler = shutil.which("cc")
    if not compiler:
        return None
    program = folder / "plain"
    command = [compiler, "-O2", "-o", str(program), str(SOURCE), "-ljack", "-lm", "-lpthread"]
    done = subprocess.run(command, capture_output=True, check=False)
    return program if done.returncode == 0 else None


class Plain:
    """A running plain client; ``hear`` is given what it records, (2, n), on a thread of its own."""

    def __init__(
        self, program: Path, name: str, *words: str, hear: Callable[[Audio], None] | None = None
    ) -> None:
        self._told = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(program), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._told,
            env={**os.environ, "JACK_DEFAULT_SERVER": name},
            start_new_session=True,
        )
        self._hear = hear
        self._thread = threading.Thread(target=self._read, name="soak microphone", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(_BLOCK):
            if self._hear:
                self._hear(np.frombuffer(block, np.float32).reshape(-1, 2).T)

    def stop(self) -> dict[str, Any]:
        """End it and return what it has counted; empty when it had failed."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        self._process.stdout.close()
        self._told.seek(0)
        lines = self._told.read().decode(errors="replace").splitlines()
        self._told.close()
        return json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
