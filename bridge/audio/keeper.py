"""The last minutes of what was played, always there to be captured: 24 bits, on disk."""

import queue
import shutil
from bisect import bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import soundfile

from bridge.audio.base import Audio
from bridge.audio.layout import MASTER
from bridge.audio.scribe import Scribe
from bridge.errors import RecordError
from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed

LANES = (*MASTER, *STEMS)
REEL = 1 << 19  # samples of one file, 11 s at 48 kHz
BATCH = 16  # blocks that go to disk together, 0.2 s: each way there costs as much as mixing
_LONGEST_QUEUE = 256  # batches, 43 s, while the disk does not answer
_FRAME_BYTES = 3 * len(LANES)

T = TypeVar("T")


@dataclass
class _Reel:
    """One file of the tape: headerless, so that it can be read while it grows."""

    path: Path
    start: int  # the tape's sample that it begins with
    frames: int = 0


class Keeper:
    """A tape of master and dry stems that forgets what is older than ``seconds``.

    Its own time is the samples that were handed out, from 0; *places* are samples of the music,
    which rests while the transport is stopped. Loop thread, but for :meth:`read`, which belongs
    into a job of :meth:`call`. A full disk ends the keeping, not the music.
    """

    def __init__(self, folder: Path, seconds: float, sample_rate: int, wait: bool = False) -> None:
        """Make the folder, which is the tape's alone. Raises RecordError."""
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise RecordError(f"cannot keep the last minutes in {folder}: {error}") from error
        self.folder, self.sample_rate = folder, sample_rate
        self.error: str | None = None
        self._length = round(seconds * sample_rate)
        self._end = 0
        self._marks: list[tuple[int, float]] = []  # tape's sample, the music's sample there
        self._reels: list[_Reel] = []
        self._file: soundfile.SoundFile | None = None
        self._batch: list[Mixed] = []
        self._scribe = Scribe("keep", wait, _LONGEST_QUEUE)

    @property
    def bytes(self) -> int:
        """Bytes on disk."""
        return sum(reel.frames for reel in list(self._reels)) * _FRAME_BYTES

    def write(self, block: Mixed, place: float) -> None:
        """Take a block whose first sample is the music's sample ``place``."""
        if self.error:
            return
        if not self._marks or abs(self.place(self._end) - place) > 1e-3:
            self._marks.append((self._end, place))
            if len(self._marks) % 1024 == 0:  # read at a changing speed, each block has a mark
                self._forget_marks()
        self._end += block.master.shape[1]
        self._batch.append(block)
        if len(self._batch) >= BATCH:
            self._post()

    def _post(self) -> None:
        """Have on disk what has come since the last time."""
        batch, self._batch = self._batch, []
        try:
            self._scribe.post(partial(self._write, batch))
        except queue.Full:
            self.error = "the last minutes are no longer kept: the disk is too slow"

    def _forget_marks(self) -> None:
        before = self._end - self._length - REEL
        kept = max(0, bisect_right(self._marks, before, key=lambda mark: mark[0]) - 1)
        self._marks = self._marks[kept:]

    def place(self, sample: int) -> float:
        """Return the music's sample at a sample of the tape."""
        index = bisect_right(self._marks, sample, key=lambda mark: mark[0]) - 1
        at, place = self._marks[max(0, index)]
        return place + sample - at

    def find(self, place: float) -> int | None:
        """Return the tape's sample, to the nearest, where the music was last at ``place``."""
        later = self._end
        for at, first in reversed(self._marks):
            if first <= place + 0.5 and round(at + place - first) <= later:
                return round(at + place - first)
            later = at
        return None

    def call(self, job: Callable[[], T]) -> "Future[T]":
        """Have ``job`` done where reading is allowed, when all that was written is on disk."""
        self._post()
        future: Future[T] = Future()
        try:
            self._scribe.post(partial(_do, job, future))
        except queue.Full:
            future.set_exception(RecordError("the disk is too slow"))
        return future

    def read(self, start: int, n: int) -> Audio:
        """Return the tape's samples ``[start, start + n)`` of LANES, (lanes, n). In a job only.

        Raises
        ------
        RecordError
            When they are not on the tape any more, or not yet.
        """
        if self._file:
            self._file.flush()
        last = self._reels[-1] if self._reels else _Reel(self.folder, 0)
        if not self._reels or start < self._reels[0].start or start + n > last.start + last.frames:
            raise RecordError("that is not on the tape of the last minutes")
        parts = [_cut(reel, start, start + n, self.sample_rate) for reel in self._reels]
        return np.concatenate(parts).T

    def _write(self, batch: Sequence[Mixed]) -> None:
        try:
            if batch and not self.error:
                blocks = [np.concatenate([block.master, block.dry]) for block in batch]
                self._append(np.concatenate(blocks, axis=1).T)
        except (OSError, soundfile.SoundFileError) as error:
            self.error = f"the last minutes are no longer kept: {error}"

    def _append(self, frames: Audio) -> None:
        """Write (n, lanes), over the ends of reels."""
        while len(frames):
            if not self._reels or self._reels[-1].frames >= REEL:
                self._change_reel()
            assert self._file is not None
            n = min(len(frames), REEL - self._reels[-1].frames)
            self._file.write(frames[:n])
            self._reels[-1].frames += n
            frames = frames[n:]

    def _change_reel(self) -> None:
        if self._file:
            self._file.close()
        start = self._reels[-1].start + self._reels[-1].frames if self._reels else 0
        path = self.folder / f"{start:012d}.raw"
        self._file = _open(path, "w", self.sample_rate)
        self._reels.append(_Reel(path, start))
        while start - self._reels[0].start - self._reels[0].frames >= self._length:
            self._reels.pop(0).path.unlink(missing_ok=True)

    def close(self) -> None:
        """End the tape and remove it."""
        self._batch = []
        self._scribe.close()
        if self._file:
            self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _open(path: Path, mode: str, sample_rate: int) -> soundfile.SoundFile:
    kind = {"subtype": "PCM_24", "format": "RAW", "endian": "LITTLE"}
    return soundfile.SoundFile(path, mode, sample_rate, len(LANES), **kind)


def _cut(reel: _Reel, start: int, stop: int, sample_rate: int) -> Audio:
    """Return what a reel holds of ``[start, stop)``, (n, lanes)."""
    first = min(max(start - reel.start, 0), reel.frames)
    last = min(max(stop - reel.start, 0), reel.frames)
    if first == last:
        return np.zeros((0, len(LANES)), np.float32)
    with _open(reel.path, "r", sample_rate) as file:
        file.seek(first)
        return file.read(last - first, dtype="float32", always_2d=True)


def _do(job: Callable[[], T], future: "Future[T]") -> None:
    try:
        future.set_result(job())
    except Exception as error:  # whoever waits for the future gets it
        future.set_exception(error)
