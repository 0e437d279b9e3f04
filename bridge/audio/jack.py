"""JACK and PipeWire, with a named port for each lane: the daemon's end of the client's process."""

import json
import mmap
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bridge.audio.device import DeviceError, Feed
from bridge.audio.jack_worker import import_jack
from bridge.child import end, environment

OPEN_SECONDS = 30.0
_MEMORY = Path("/dev/shm")  # a file here is memory, and no disk can keep the callback waiting


class JackDevice:
    """A JACK client in a process of its own; see bridge.audio.device.Device."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Start it and wait until it plays. Raises DeviceError."""
        where = _MEMORY if os.access(_MEMORY, os.W_OK) else None
        with tempfile.NamedTemporaryFile(prefix="musiccm-", dir=where) as file:
            file.truncate(Feed.size(len(names)))
            self._memory = mmap.mmap(file.fileno(), Feed.size(len(names)))
            self._process = _start(file.name, names)
            told = self._first_line()  # by then the process has the file open as well
        if "error" in told:
            self.close()
            raise DeviceError(told["error"])
        self.name, self.sample_rate = str(told["name"]), int(told["rate"])
        self.feed = Feed(len(names), memoryview(self._memory))

    def _first_line(self) -> dict[str, str]:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], OPEN_SECONDS)
        line = self._process.stdout.readline() if ready else b""
        return json.loads(line) if line else {"error": "the JACK client does not start"}

    def time(self) -> float:
        """Return the host's monotonic time, by which the client stamps what it plays."""
        return time.monotonic()

    @property
    def active(self) -> bool:
        """Whether the client is there; it ends with the server."""
        return self._process.poll() is None

    def close(self) -> None:
        """Leave JACK."""
        end(self._process)


def _start(path: str, names: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bridge.audio.jack_worker", path, *names]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )


class JackOpener:
    """Opens the JACK client, each time it is called."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Look for the library. Raises StartupError when it is missing."""
        import_jack()
        self._names = names

    def __call__(self) -> JackDevice:
        """Return the client, active. Raises DeviceError."""
        return JackDevice(self._names)
