"""All that a run leaves on disk: takes, the last minutes, captured loops, scenes, the gig log.

Nothing in here may stop the music: what fails is told once and left out from then on.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from bridge.audio.keeper import Keeper
from bridge.audio.takes import Take, Takes
from bridge.capture import Capture
from bridge.config import SAMPLE_RATE, RunConfig
from bridge.engine.base import Engine
from bridge.errors import RecordError, StartupError
from bridge.folder import SessionFolder
from bridge.gig.journal import Journal
from bridge.protocol.messages import Call
from bridge.scheduler.tempo import TempoMap
from bridge.shelf import Shelf
from musiccm.mixer import Mixed
from musiccm.request import Score

COMMANDS = ("capture", "record/start", "record/stop")
CAPTURED_BARS = 4
MOST_BARS = 64
_TAPE = "last"
_STALE_SECONDS = 60.0  # a tape that runs is written more often


class Archive:
    """Belongs to the loop thread. ``say`` gets lines for people."""

    def __init__(self, config: RunConfig, engine: Engine, say: Callable[[str], None]) -> None:
        self._config, self._engine, self._say = config, engine, say
        self.folder = SessionFolder(config.folder)
        self._takes = Takes(SAMPLE_RATE, wait=config.offline)
        self.shelf = Shelf(config.folder, wait=config.offline)
        self._keeper: Keeper | None = None
        self.journal: Journal | None = None
        self._take: Take | None = None
        self._told: set[str] = set()
        self._jobs: set[asyncio.Task[str]] = set()

    def open(self) -> None:
        """Open what the options ask for. Raises StartupError."""
        try:
            self._takes.start(self._config.record, self._config.stems)
        except RecordError as error:
            raise StartupError(str(error)) from error
        if self._config.log:
            self._log(self._config.log)
        if self._config.kept_seconds:
            self._keep(self._config.kept_seconds)

    def _log(self, path: Path) -> None:
        try:
            self.journal = Journal(path, wait=self._config.offline)
        except RecordError as error:
            self._say(f"{error}; the music goes on")

    def _keep(self, seconds: float) -> None:
        for stale in _left_behind(self.folder.root):
            self._say(f"{stale} was left by a run that did not end well; it may be removed")
        tape = self.folder.root / f"{_TAPE}-{os.getpid()}"
        try:
            self._keeper = Keeper(tape, seconds, SAMPLE_RATE, wait=self._config.offline)
        except RecordError as error:
            self._say(f"{error}; the music goes on")
        else:
            self._say(f"keeping the last {seconds / 60:g} minutes in {tape} until the end")

    @property
    def recording(self) -> bool:
        """Whether a take that was asked for over OSC is being written."""
        return self._take is not None

    @property
    def kept_megabytes(self) -> float:
        """What the last minutes take on disk."""
        return self._keeper.bytes / 1e6 if self._keeper else 0.0

    def write(self, block: Mixed, place: float) -> None:
        """Take a block whose first sample is the music's sample ``place``."""
        self._takes.write(block)
        if self._keeper:
            self._keeper.write(block, place)

    def call(
        self, call: Call, place: float, tempo: TempoMap, score: Score | None
    ) -> "asyncio.Task[str]":
        """Do one of COMMANDS; the task's result says where, or its RecordError what is wrong.

        Raises
        ------
        NameRefused
            For a name that may not become a file.
        """
        job = asyncio.create_task(self._job(call, place, tempo, score))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    def _job(
        self, call: Call, place: float, tempo: TempoMap, score: Score | None
    ) -> Coroutine[Any, Any, str]:
        if call.name == "record/start":
            name = str(call.rest[0]) if call.rest else datetime.now().strftime("%Y-%m-%d %H.%M.%S")
            return self._start_take(self.folder.fresh("takes", name))
        if call.name == "record/stop":
            return self._stop_take()
        bars = min(max(round(call.number or CAPTURED_BARS), 1), MOST_BARS)
        return self._capture(bars, place, tempo, score)

    async def _capture(self, bars: int, place: float, tempo: TempoMap, score: Score | None) -> str:
        if self._keeper is None:
            raise RecordError("nothing is kept to capture from (--keep)")
        capture = Capture(self._keeper, self.folder, self._engine)
        return await capture.capture(bars, place, tempo, score)

    async def _start_take(self, folder: Path) -> str:
        if self._take:
            raise RecordError("it is recording already")
        self._take = self._takes.start(folder / "master.wav", folder)
        return str(folder)

    async def _stop_take(self) -> str:
        take, self._take = self._take, None
        if take is None:
            raise RecordError("it is not recording")
        await asyncio.to_thread(self._takes.stop, take)
        return str(take.folder)

    def troubles(self) -> list[str]:
        """Return what has gone wrong since the last call, each trouble once."""
        parts = (self._keeper, self.journal, self.shelf)
        others = [part.error for part in parts if part and part.error]
        new = [text for text in (*self._takes.failures(), *others) if text not in self._told]
        self._told.update(new)
        return new

    async def close(self) -> None:
        """Finish what is being written, close all files, remove the last minutes."""
        with contextlib.suppress(RecordError):
            await asyncio.gather(*self._jobs)
        self._takes.close()
        for part in (self._keeper, self.journal, self.shelf):
            if part:
                part.close()


def _left_behind(root: Path) -> list[Path]:
    """Return the tapes in ``root`` that nobody writes any more."""
    found = []
    for folder in root.glob(f"{_TAPE}-*"):
        newest = max((f.stat().st_mtime for f in (folder, *folder.glob("*"))), default=0.0)
        if time.time() - newest > _STALE_SECONDS:
            found.append(folder)
    return found
