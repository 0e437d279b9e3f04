"""The JACK client, in a process of its own: ``python -m bridge.audio.jack_worker FILE PORT ...``.

JACK calls it every few milliseconds. In the daemon's process that call would wait for whoever holds
the interpreter, and JACK would lock all of the daemon's memory. Here the only other thread sleeps.
FILE is the memory of the feed, shared with the daemon. One line of JSON on the standard output says
how it went; it ends with its standard input, or with the server.
"""

import gc
import json
import mmap
import os
import signal
import sys
import time
from typing import Any

import numpy as np

from bridge.audio.device import DeviceError, Feed
from bridge.audio.jack_latency import playback_latency
from bridge.audio.layout import MASTER
from bridge.errors import StartupError

CLIENT = "musiccm"
_MOST_FRAMES = 8192  # of a JACK period
_FRAME_TIMES = 1 << 32  # JACK's count of frames begins anew


def import_jack() -> Any:
    """Return the jack module.

    Raises
    ------
    StartupError
        When it or the JACK library is missing.
    """
    try:
        import jack
    except (ImportError, OSError) as error:
        raise StartupError(
            "named JACK ports need JACK's library and pip install 'musiccm-bridge[jack]'; "
            "without them --device takes a JACK device by its name"
        ) from error
    return jack


class JackClient:
    """A client with one port per lane that plays a feed.

    The master's two ports are connected to the machine's outputs; the stems are left to the
    performer, or to what remembers connections by name.
    """

    def __init__(self, jack: Any, names: tuple[str, ...], feed: Feed) -> None:
        """Open it. Raises DeviceError."""
        try:
            self._client = jack.Client(CLIENT, no_start_server=True)
        except jack.JackError as error:
            raise DeviceError(str(error)) from error
        self.name = f"JACK, ports {self._client.name}:{{{','.join(names)}}}"
        self.sample_rate = int(self._client.samplerate)
        self.feed = feed
        self._ports = [self._client.outports.register(name) for name in names]
        self._scratch = np.zeros((_MOST_FRAMES, len(names)), np.float32)
        self._expected: int | None = None  # frame time of the next period
        self._client.set_process_callback(self._process)
        self._client.set_shutdown_callback(_end)
        self._client.set_graph_order_callback(self._measure)
        self._latency = int(self._client.blocksize)
        self._client.activate()
        self._connect()
        self._measure()

    def _measure(self) -> None:
        """Ask how long it takes from a port to the ear, as connections are now.

        At least a period; a server that does not wait for its clients takes one more.
        """
        known = [playback_latency(port) or 0 for port in (*self._ports, *self._physical())]
        self._latency = next(filter(None, known), int(self._client.blocksize))

    def _physical(self) -> list[Any]:
        return list(self._client.get_ports(is_physical=True, is_input=True, is_audio=True))

    def _process(self, frames: int) -> None:
        """JACK's thread: copies, and nothing else."""
        block = self._scratch[:frames]
        begin = self._client.last_frame_time
        self._count_skipped(begin, frames)
        ahead = _signed(begin + frames + self._latency - self._client.frame_time)
        self.feed.pull(block, time.monotonic() + ahead / self.sample_rate)
        for port, samples in zip(self._ports, block.T, strict=True):
            port.get_array()[:] = samples

    def _count_skipped(self, now: int, frames: int) -> None:
        """Notice periods that JACK went through without us; at least one where time turns back."""
        if self._expected is not None and now != self._expected:
            gone = _signed(now - self._expected)
            self.feed.skipped(gone // frames if gone > 0 else 1)
        self._expected = (now + frames) % _FRAME_TIMES

    def _connect(self) -> None:
        mine = [p for lane in MASTER for p in self._ports if p.shortname == lane]
        for port, target in zip(mine, self._physical(), strict=False):
            self._client.connect(port, target)

    def close(self) -> None:
        """Leave JACK."""
        self._client.close(ignore_errors=True)


def _signed(frames: int) -> int:
    """Return a difference of two of JACK's frame times, whose count begins anew now and then."""
    return (frames + _FRAME_TIMES // 2) % _FRAME_TIMES - _FRAME_TIMES // 2


def _end(status: Any, reason: str) -> None:
    """JACK's thread: the server is gone, and so are we."""
    os._exit(1)


def _ignore(message: str) -> None:
    """JACK's messages repeat what the exception says."""


def main() -> None:
    """Open the client, say so, play until the standard input ends."""
    path, *names = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which then ends us
    with open(path, "r+b") as file:
        memory = mmap.mmap(file.fileno(), Feed.size(len(names)))
    jack = import_jack()
    jack.set_error_function(_ignore)  # a server that is away would be told of at every try
    try:
        client = JackClient(jack, tuple(names), Feed(len(names), memoryview(memory)))
    except DeviceError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return
    gc.collect()
    gc.disable()
    print(json.dumps({"name": client.name, "rate": client.sample_rate}), flush=True)
    sys.stdin.buffer.read()
    client.close()


if __name__ == "__main__":
    main()
