"""JACK and PipeWire, with a named port for each lane."""

from typing import Any

import numpy as np

from bridge.audio.device import DeviceError, Feed
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


class JackDevice:
    """A JACK client with one port per lane; see bridge.audio.device.Device.

    The master's two ports are connected to the machine's outputs; the stems are left to the
    performer, or to what remembers connections by name.
    """

    def __init__(self, jack: Any, names: tuple[str, ...]) -> None:
        self._jack = jack
        try:
            self._client = jack.Client(CLIENT, no_start_server=True)
        except jack.JackError as error:
            raise DeviceError(str(error)) from error
        self.name = f"JACK, ports {self._client.name}:{{{','.join(names)}}}"
        self.sample_rate = int(self._client.samplerate)
        self.feed = Feed(len(names))
        self._ports = [self._client.outports.register(name) for name in names]
        self._scratch = np.zeros((_MOST_FRAMES, len(names)), np.float32)
        self._alive = True
        self._expected: int | None = None  # frame time of the next period
        self._client.set_process_callback(self._process)
        self._client.set_shutdown_callback(self._shut_down)
        # Frames between a port and the ear: a period; the binding does not tell what comes after.
        self._latency = int(self._client.blocksize)
        self._client.activate()
        self._connect()

    def _process(self, frames: int) -> None:
        """JACK's thread: copies, and nothing else."""
        block = self._scratch[:frames]
        now = self._client.last_frame_time
        self._count_skipped(now, frames)
        begin = now + self._latency
        self.feed.pull(block, (begin + frames) / self.sample_rate)
        for port, samples in zip(self._ports, block.T, strict=True):
            port.get_array()[:] = samples

    def _count_skipped(self, now: int, frames: int) -> None:
        """Notice periods that JACK went through without us."""
        if self._expected is not None and now != self._expected:
            self.feed.skipped((now - self._expected) % _FRAME_TIMES // frames)
        self._expected = (now + frames) % _FRAME_TIMES

    def time(self) -> float:
        """Return the server's time."""
        return float(self._client.frame_time / self.sample_rate)

    def _shut_down(self, status: Any, reason: str) -> None:
        """JACK's thread: the server is gone."""
        self._alive = False

    def _connect(self) -> None:
        mine = [p for lane in MASTER for p in self._ports if p.shortname == lane]
        theirs = self._client.get_ports(is_physical=True, is_input=True, is_audio=True)
        for port, target in zip(mine, theirs, strict=False):
            self._client.connect(port, target)

    @property
    def active(self) -> bool:
        """Whether the server is there."""
        return self._alive

    def close(self) -> None:
        """Leave JACK."""
        self._client.close(ignore_errors=True)


class JackOpener:
    """Opens the JACK client, each time it is called."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Load the library. Raises StartupError when it is missing."""
        self._jack, self._names = import_jack(), names
        quiet = getattr(self._jack, "set_error_function", None)
        if quiet:  # a server that is away would be told of on stderr at every try
            quiet(_ignore)

    def __call__(self) -> JackDevice:
        """Return the client, active. Raises DeviceError."""
        return JackDevice(self._jack, self._names)


def _ignore(message: str) -> None:
    """JACK's messages repeat what the exception says."""
