"""MIDI out under JACK, each message in its own frame: ``python -m bridge.midi.jack_out``.

rtmidi gives what it is sent to JACK's next period, all at its first frame: with 1024 frames a clock
would shake by 21 ms. Here a message waits for the frame in which it is due. It is a process of its
own, since JACK's call must find nobody holding the interpreter. Lines of JSON come in:
``["open", device, port]`` (no port: one of ours that others connect with), ``["send", device, hex,
time]`` with the host's monotonic time or null for at once. One line goes out, READY or what is
wrong; it ends with its standard input.
"""

import heapq
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from typing import Any

from bridge.audio.jack_latency import playback_latency
from bridge.audio.jack_worker import import_jack
from bridge.child import end, environment
from bridge.errors import StartupError

CLIENT = "MusicCM clock"
CLOSE_ENOUGH = 2e-5  # seconds between two readings of the host's clock around one of JACK's
TRIES = 4  # to read both clocks at one moment
END_SECONDS = 2.0
READY = "ready"
_FRAMES = 1 << 32


class Out:
    """The client, with a port for each device. ``post`` is for one thread, the rest is JACK's."""

    def __init__(self, jack: Any) -> None:
        self._client = jack.Client(CLIENT, no_start_server=True)
        self._came: deque[tuple[float | None, str, bytes]] = deque()
        self._due: list[tuple[float, int, str, bytes]] = []
        self._numbers = itertools.count()
        self._ports: dict[str, Any] = {}
        self._latency: dict[str, int] = {}
        self._client.set_process_callback(self._process)
        self._client.set_graph_order_callback(self._measure)
        self._client.set_shutdown_callback(lambda status, reason: os._exit(1))
        self._client.activate()

    def open(self, device: str, port: str) -> None:
        """Make a port for a device, and connect it where ``port`` names the device's own."""
        ours = self._client.midi_outports.register(device.replace(":", " ")[:60] if port else "out")
        if port:
            self._client.connect(ours, port)
        self._latency[device] = playback_latency(ours) or 0
        self._ports = {**self._ports, device: ours}  # JACK's thread sees the old or the new ones

    def post(self, device: str, data: bytes, at: float | None) -> None:
        """Let a message leave at a time of the host's monotonic clock, or at once."""
        self._came.append((at, device, data))

    @property
    def idle(self) -> bool:
        """Whether nothing waits."""
        return not self._came and not self._due

    def _measure(self) -> None:
        """Connections have changed: a client behind a port may need its time."""
        self._latency = {name: playback_latency(port) or 0 for name, port in self._ports.items()}

    def _process(self, frames: int) -> None:
        for port in self._ports.values():
            port.clear_buffer()
        begin, rate = self._client.last_frame_time, self._client.samplerate
        now = self._now(begin)
        while self._came:
            at, device, data = self._came.popleft()
            due = now if at is None else at - self._latency.get(device, 0) / rate
            heapq.heappush(self._due, (due, next(self._numbers), device, data))
        while self._due and (place := round((self._due[0][0] - now) * rate)) < frames:
            _, _, device, data = heapq.heappop(self._due)
            if device in self._ports:
                self._ports[device].write_midi_event(max(0, place), data)

    def _now(self, begin: int) -> float:
        """Return the host's time of the period's first frame."""
        for _ in range(TRIES):
            before, frame, after = time.monotonic(), self._client.frame_time, time.monotonic()
            if after - before < CLOSE_ENOUGH:
                break
        behind = (frame - begin + _FRAMES // 2) % _FRAMES - _FRAMES // 2
        return (before + after) / 2 - behind / self._client.samplerate

    def close(self) -> None:
        """Leave JACK."""
        self._client.close(ignore_errors=True)


class JackOut:
    """That process, from outside."""

    def __init__(self) -> None:
        """Start it, and wait until it is a client: ticks that were late would come all at once.

        Raises
        ------
        StartupError
            With what it says where it cannot be one.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bridge.midi.jack_out"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert self._process.stdout is not None
        told = self._process.stdout.readline().strip()
        if told != READY:
            self.close()
            raise StartupError(told or "the JACK MIDI client does not start")

    def _say(self, *values: str | float | None) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(values) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):  # it ended with the server
            return

    def open(self, device: str, port: str) -> None:
        """See Out.open."""
        self._say("open", device, port)

    def send(self, device: str, data: bytes, at: float | None) -> None:
        """See Out.post."""
        self._say("send", device, data.hex(), at)

    def close(self) -> None:
        """End it, when what waits has left."""
        end(self._process)


def main() -> None:
    """Send what comes in, until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which then ends us
    jack = import_jack()
    jack.set_error_function(lambda message: None)  # the exception says it too
    try:
        out = Out(jack)
    except jack.JackError as error:
        print(error, flush=True)
        return
    print(READY, flush=True)
    for line in sys.stdin:
        kind, device, *rest = json.loads(line)
        if kind == "open":
            out.open(device, rest[0])
        else:
            out.post(device, bytes.fromhex(rest[0]), rest[1])
    _drain(out)
    out.close()


def _drain(out: Out) -> None:
    """Let JACK's thread take what waits, a Stop above all."""
    ended, deadline = threading.Event(), time.monotonic() + END_SECONDS
    while not out.idle and time.monotonic() < deadline:
        ended.wait(0.01)


if __name__ == "__main__":
    main()
