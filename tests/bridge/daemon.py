"""The daemon as a program: started, spoken to over UDP, ended."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bridge.osc.packets import TimedMessage, build, parse
from bridge.protocol.parameters import STATUS

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds for anything to happen on a machine that is busy with other things


def free_port() -> int:
    """Return a UDP port that nobody listens to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Daemon:
    """A running `musiccm run`; ``lines`` is what it has said so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process, self.lines, self.port = process, [""], 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(1.0)

    def await_line(self, pattern: str) -> "re.Match[str]":
        """Read its output until a line matches."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if match := re.search(pattern, line):
                return match
        raise AssertionError("the daemon ended: " + "".join(self.lines))

    def tell(self, address: str, *arguments: float | str | bool) -> None:
        """Send one message."""
        self._socket.sendto(build(address, arguments), ("127.0.0.1", self.port))

    def receive(self) -> bytes:
        """Return the next datagram."""
        return self._socket.recv(2048)

    def ask(self, address: str, *arguments: float | str | bool) -> TimedMessage:
        """Send one message and return the first answer; lost datagrams are sent again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.tell(address, *arguments)
            try:
                return parse(self._socket.recv(2048))[0]
            except TimeoutError:
                continue
        raise AssertionError(f"no answer to {address}")

    def call(self, address: str, *arguments: float | str | bool) -> TimedMessage:
        """Send one message once and return the first answer: for what must not be done twice."""
        self._socket.sendto(build(address, arguments), ("127.0.0.1", self.port))
        self._socket.settimeout(PATIENCE)
        try:
            return parse(self._socket.recv(2048))[0]
        finally:
            self._socket.settimeout(1.0)

    def status(self) -> dict[str, object]:
        """Return what /mcm/status.reply says."""
        arguments = self.ask("/mcm/status").arguments
        return dict(zip((field.name for field in STATUS), arguments, strict=True))

    def await_status(self, **wanted: object) -> dict[str, object]:
        """Ask until the status has these values."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status = self.status()
            if wanted.items() <= status.items():
                return status
        raise AssertionError(f"never {wanted}, but {status}")

    def await_music(self) -> None:
        """Ask until some of the music has gone to the device."""
        while not float(str(self.await_status(state="playing")["seconds"])) > 0:
            pass

    def end(self) -> int:
        """Wait for its end and return the exit code."""
        assert self.process.stdout is not None
        self.lines += self.process.stdout.readlines()
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Kill what is left."""
        self._socket.close()
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def start(*options: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start the command with the fake engine and a free port."""
    command = [sys.executable, "-m", "bridge.commands.run", "anything", *options]
    if "--osc-port" not in options:
        command += ["--osc-port", "0"]
    if "--log" not in options:
        command += ["--log", "none"]
    if "--keep" not in options:
        command += ["--keep", "0"]
    if not any("oscquery" in option for option in options):
        command += ["--no-oscquery"]
    if "--engine" not in options:
        command += ["--engine", "tone"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def running(*options: str, env: dict[str, str] | None = None) -> Iterator[Daemon]:
    """Give a daemon that plays; whatever happens, it is gone afterwards."""
    daemon = Daemon(start(*options, env=env))
    try:
        daemon.port = int(daemon.await_line(r"OSC: 127\.0\.0\.1:(\d+)")[1])
        yield daemon
    finally:
        daemon.close()
