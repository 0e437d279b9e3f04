"""The journal: a line of JSON for each thing that decides what is heard.

Events of the *player* (faders, transport, block lengths) carry ``block``: how many blocks were
finished before. Events of the *plan* (requests, splices, loops) carry ``read``: how many times the
plan had been read. With both, the log can be played back without a clock, a network or luck.
"""

import base64
import json
import queue
import zlib
from collections.abc import Sequence
from dataclasses import asdict, astuple
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from bridge.audio.scribe import Scribe
from bridge.config import BLOCK, SAMPLE_RATE, RunConfig
from bridge.errors import RecordError
from bridge.scheduler.tempo import Segment, TempoMap

FORMAT = 1
Event = dict[str, Any]


class Journal:
    """Writes events to a file in a thread of its own. Loop thread. A full disk ends it alone."""

    def __init__(self, path: Path, wait: bool = False) -> None:
        """Open the file. Raises RecordError."""
        self.path = path
        self.error: str | None = None
        self.blocks = 0
        self.reads = 0
        self._file = _open(path)
        self._scribe = Scribe("gig log", wait)

    def begin(self, config: RunConfig, about: dict[str, Any]) -> None:
        """Write the head: what was asked at the start, and what the samples depend on beside it."""
        run = {k: str(v) if isinstance(v, Path) else v for k, v in asdict(config).items()}
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        head = {"format": FORMAT, "rate": SAMPLE_RATE, "samples": BLOCK, "time": time}
        self._post({"event": "gig", **head, "about": about, "run": run})

    def message(self, address: str, arguments: Sequence[object]) -> None:
        """Write what a client said."""
        self.tell("message", address=address, arguments=list(arguments))

    def player(self, event: str, **values: Any) -> None:
        """Write what holds from the next block on."""
        self._post({"event": event, "block": self.blocks, **values})

    def plan(self, event: str, **values: Any) -> None:
        """Write what holds from the next read of the plan on."""
        self._post({"event": event, "read": self.reads, **values})

    def tell(self, event: str, **values: Any) -> None:
        """Write what only explains."""
        self._post({"event": event, "told": self.blocks, **values})

    def _post(self, event: Event) -> None:
        if self.error:
            return
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":"), default=str)
        try:
            self._scribe.post(partial(self._write, line))
        except queue.Full:
            self.error = f"the gig log {self.path} ends here: the disk is too slow"

    def _write(self, line: str) -> None:
        try:
            if not self.error:
                self._file.write(line + "\n")
                self._file.flush()
        except OSError as error:
            self.error = f"the gig log {self.path} ends here: {error}"

    def close(self) -> None:
        """Write how far the gig went, what is left, and close the file."""
        self.player("end")
        self._scribe.close()
        try:
            self._file.close()
        except OSError as error:
            self.error = self.error or f"the gig log {self.path} may be cut: {error}"


def _open(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise RecordError(f"cannot write the gig log {path}: {error.strerror}") from error


def pack_array(array: NDArray[Any]) -> Event:
    """Return an array as JSON, bit for bit."""
    data = zlib.compress(np.ascontiguousarray(array).tobytes())
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "data": base64.b64encode(data).decode(),
    }


def unpack_array(packed: Event) -> NDArray[Any]:
    """Return the array of :func:`pack_array`."""
    data = zlib.decompress(base64.b64decode(packed["data"]))
    return np.frombuffer(data, packed["dtype"]).reshape(packed["shape"])


def checksum(array: NDArray[Any]) -> int:
    """Return a number that differs where two arrays do, but for one case in 2³²."""
    return zlib.crc32(np.ascontiguousarray(array).data)


def pack_tempo(tempo: TempoMap, since: int) -> list[list[Any]]:
    """Return the segments of a map that hold from sample ``since`` on."""
    return [list(astuple(segment)) for segment in tempo.since(since)]


def unpack_tempo(packed: list[list[Any]]) -> TempoMap:
    """Return the map of :func:`pack_tempo`."""
    return TempoMap(tuple(Segment(*row) for row in packed))
