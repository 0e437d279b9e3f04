"""Capture: the last whole bars that were heard, as loops on disk. Belongs to the loop thread."""

import asyncio
from dataclasses import asdict
from datetime import datetime

from bridge.audio.keeper import Keeper
from bridge.audio.loops import Loop, write_loops
from bridge.config import SAMPLE_RATE
from bridge.engine.base import Engine
from bridge.errors import EngineError, RecordError
from bridge.folder import SessionFolder
from bridge.scheduler.tempo import MINUTE, TempoMap
from musiccm.request import Score

_SLACK = 0.002  # share of its length that a loop may have been played faster or slower


def last_bars(tempo: TempoMap, place: float, bars: int) -> tuple[float, float]:
    """Return start and end of the last ``bars`` whole bars before ``place``, in samples.

    Raises
    ------
    RecordError
        When there are not as many in one tempo and metre.
    """
    segment = tempo.segment(place)
    per_bar = segment.beats_per_bar
    line = tempo.beat(place) // per_bar * per_bar
    end = tempo.sample(line)
    length = bars * per_bar * MINUTE / tempo.bpm(end)
    there = (end - tempo.steady_since(place)) * bars / length
    if there < bars - 0.01:
        whole = max(0, int(there + 0.01))
        raise RecordError(f"only the last {whole} bars are whole and in one tempo")
    return end - length, end


class Capture:
    """Writes loops beside the music."""

    def __init__(self, keeper: Keeper, folder: SessionFolder, engine: Engine) -> None:
        self._keeper, self._folder, self._engine = keeper, folder, engine

    async def capture(self, bars: int, place: float, tempo: TempoMap, score: Score | None) -> str:
        """Write the last ``bars`` before ``place`` and return the folder.

        Raises
        ------
        RecordError
            When they are not there, or the disk does not take them.
        """
        if self._keeper.error:
            raise RecordError(self._keeper.error)
        start, n = self._cut(*last_bars(tempo, place, bars))
        loop = await self._loop(bars, tempo, place, score)
        stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
        folder = self._folder.fresh("captures", stamp)

        def write() -> str:
            audio = self._keeper.read(start, n)
            return str(write_loops(folder, audio, self._keeper.sample_rate, loop))

        return await asyncio.wrap_future(self._keeper.call(write))

    def _cut(self, start: float, end: float) -> tuple[int, int]:
        """Return first sample and length on the tape."""
        n = round(end - start)
        first, last = self._keeper.find(start), self._keeper.find(end)
        if first is None or last is None:
            raise RecordError("these bars are not on the tape of the last minutes")
        if abs(last - first - n) > _SLACK * n:
            raise RecordError("these bars were not played in one go")
        return first, n

    async def _loop(self, bars: int, tempo: TempoMap, place: float, score: Score | None) -> Loop:
        told = {
            **(asdict(score) if score else {}),
            "model": self._engine.about,
            "seconds": round(place / SAMPLE_RATE, 3),
            "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        key = score.key if score else None
        if score and key is None:
            key = await self._suggested_key(score)
        return Loop(bars, tempo.bpm(place), tempo.segment(place).beats_per_bar, key, told)

    async def _suggested_key(self, score: Score) -> str | None:
        """Return the key that the planner chose; None while the engine is away."""
        try:
            return (await self._engine.suggest(score)).key
        except EngineError:
            return None
