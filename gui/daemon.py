"""A daemon that the panel starts when none runs.

It is a process group of its own: Ctrl-C in the panel's terminal and a crash of the panel leave the
music playing. A panel that is closed ends the daemon that it started, unless it is told to leave
it. What the daemon says goes to a file, whose last line tells why it did not start.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LOG_NAME = "daemon.log"
ENDING = 5.0  # seconds that it may take to end by itself
MOST_STARTS = 3  # in a row without having been heard


class OwnDaemon:
    """At most one child at a time; ``options`` are those of ``musiccm run``."""

    def __init__(self, port: int, folder: Path, options: Sequence[str]) -> None:
        self._command = [sys.executable, "-m", "bridge.cli", "run", *options]
        self._command += ["--osc-port", str(port), "--folder", str(folder)]
        self.log = folder / LOG_NAME
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The child's process id, while it lives."""
        return self._process.pid if self._process and self.running else None

    def start(self) -> bool:
        """Start it, unless it lives or has failed too often. Raises OSError."""
        if self.running or self._starts >= MOST_STARTS:
            return False
        self._starts += 1
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return True

    def drop(self, option: str, value: str) -> bool:
        """Start without an option from now on; return whether it was one."""
        pairs = zip(self._command, self._command[1:], strict=False)
        at = next((n for n, pair in enumerate(pairs) if pair == (option, value)), None)
        if at is not None:
            del self._command[at : at + 2]
        return at is not None

    def heard(self) -> None:
        """Note that it plays: from now on it may be started again."""
        self._starts = 0

    def ended(self) -> str | None:
        """Return once why the child has ended, None while it lives or was never started.

        One that was told to quit has no reason and is not to be started again.
        """
        if self._process is None or self._process.poll() is None:
            return None
        code, self._process = self._process.returncode, None
        return f"The daemon ended (code {code}): {self._last_line()}" if code else None

    def _last_line(self) -> str:
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return "it left no word"
        return next((line.strip() for line in reversed(lines) if line.strip()), "it left no word")

    def stop(self, told: bool = True) -> None:
        """End it. One that was ``told`` to quit gets time; then it is terminated, then killed."""
        process, self._process = self._process, None
        if process is None:
            return
        for last_word in (process.poll, process.terminate, process.kill)[not told :]:
            last_word()
            try:
                process.wait(ENDING)
                return
            except subprocess.TimeoutExpired:
                continue

    def leave(self) -> None:
        """Let it play on without the panel."""
        if self._process:
            self._process.returncode = 0  # nobody waits for it any more, and that is meant
            self._process = None
