"""The daemon as a process of its own, and what it takes of the machine."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType

from bridge.child import environment
from bridge.errors import StartupError

START_SECONDS = 180.0
STOP_SECONDS = 30.0
_PORT = re.compile(r"OSC: 127\.0\.0\.1:(\d+)")


class Daemon:
    """A running ``musiccm run``; ``lines`` is the end of what it has said.

    ``launcher`` is the module that is run; the usual one unless MIDI comes from a fake port.
    """

    def __init__(self, options: list[str], launcher: tuple[str, ...] = ("bridge.commands.run",)):
        command = [sys.executable, "-m", *launcher, *options]
        self.lines: deque[str] = deque(maxlen=50)
        self._started = threading.Event()
        self.port = 0
        self._process = subprocess.Popen(
            command,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**environment(), "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl-C is for the soak, which then ends the daemon
        )
        self._thread = threading.Thread(target=self._read, name="soak daemon", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            if match := _PORT.search(line):
                self.port = int(match[1])
                self._started.set()
        self._started.set()

    def __enter__(self) -> "Daemon":
        """Wait until it plays. Raises StartupError."""
        self._started.wait(START_SECONDS)
        if not self.port:
            self.stop()
            raise StartupError("the daemon did not start: " + " / ".join(self.lines))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.stop()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._process.poll()

    def stop(self) -> int:
        """End it as Ctrl-C does, by force when it does not listen; return its exit code."""
        if self.alive:
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        if self._process.stdout:
            self._process.stdout.close()
        return self._process.returncode


class Usage:
    """Memory and processor time of one process. Needs psutil (extra ``soak``).

    A JACK client maps all of the server's shared memory, which is not the process's own.
    """

    def __init__(self, pid: int) -> None:
        import psutil

        self._process = psutil.Process(pid)
        self._begun = (time.monotonic(), self._spent())

    def _spent(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def wakings(self) -> int:
        """Return how often its main thread has gone to sleep so far."""
        return int(self._process.num_ctx_switches().voluntary)

    def megabytes(self) -> float:
        """Return what it has resident, without its children and without shared memory."""
        return (float(self._process.memory_info().rss) - self._shared()) / 1e6

    def _shared(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return 0.0
        match = re.search(r"^RssShmem:\s+(\d+) kB", status.read_text(encoding="utf-8"), re.M)
        return 1024.0 * int(match[1]) if match else 0.0

    def percent(self) -> float:
        """Return the share of a core that it took since this was made or asked last."""
        before, self._begun = self._begun, (time.monotonic(), self._spent())
        return 100.0 * (self._begun[1] - before[1]) / max(self._begun[0] - before[0], 1e-9)
