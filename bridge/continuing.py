"""Going on from a sound: a file of the session folder, or what the sound input hears."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bridge.audio.sound import Sound, read_sound
from bridge.config import RunConfig
from bridge.control.state import ControlState
from bridge.engine.base import Engine
from bridge.errors import EngineError, RecordError, StartupError
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import BY_NAME, N_PROMPTS, Value
from bridge.scheduler.gestures import Gestures, when_of
from bridge.scheduler.programme import Wish
from bridge.sounds import MARK, Sounds, seconds_of
from bridge.sync.leaders import INTERNAL, Leaders
from musiccm.past import SHORTEST_SECONDS, Past

FILE, INPUT = "continue", "continue/input"
COMMANDS = (FILE, INPUT)
_TEMPO = BY_NAME["tempo"]


class Parts(Protocol):
    """What is needed of a session's parts."""

    engine: Engine
    sounds: Sounds


async def remember(engine: Engine, sound: Sound, beats_per_bar: int, bpm: float | None) -> Past:
    """Return the past that a sound is; a given ``bpm`` wins. Raises EngineError."""
    return await engine.recall(sound.audio, beats_per_bar, bpm or sound.bpm, sound.whole)


def described(past: Past) -> str:
    """Return what was heard, for people."""
    return f"{past.bpm:.4g} bpm, {past.key}, {past.bars} bars"


def read_start(config: RunConfig) -> Sound | None:
    """Return the sound that a run goes on from, None where it begins. Raises StartupError."""
    if config.continue_from is None:
        return None
    try:
        return read_sound(config.continue_from)
    except RecordError as error:
        raise StartupError(f"--continue-from {config.continue_from}: {error}") from error


async def begin_from(
    engine: Engine, sound: Sound, config: RunConfig, state: ControlState, wish: Wish
) -> tuple[Past, Wish]:
    """Return the past that a run goes on from, and the wish that goes on: its key and tempo.

    Options win. Raises StartupError.
    """
    try:
        past = await remember(engine, sound, wish.beats_per_bar, config.bpm)
    except EngineError as error:
        raise StartupError(f"--continue-from {config.continue_from}: {error}") from error
    state.apply(Write(_TEMPO, playable(past.bpm)))
    state.apply(Write(BY_NAME["key"], config.key or past.key))
    asked = state.snapshot()
    score = asked.score()
    assert score is not None
    return past, replace(wish, score=score, bpm=float(asked["tempo"] or past.bpm))


def playable(bpm: float) -> float:
    """Return a tempo in the range of its parameter."""
    return min(max(bpm, _TEMPO.low or 0.0), _TEMPO.high or bpm)


class Continuing:
    """Does COMMANDS. On the loop thread."""

    def __init__(self, parts: Parts, gestures: Gestures, leaders: Leaders) -> None:
        self._engine, self._sounds = parts.engine, parts.sounds
        self._gestures, self._leaders = gestures, leaders
        self._jobs: set[asyncio.Task[str]] = set()

    def call(self, call: Call) -> "asyncio.Task[str]":
        """Do one of COMMANDS; the task's result is for /mcm/done, its error for /mcm/fail.

        Raises
        ------
        ProtocolError, NameRefused
            For a sound that is not there, and for arguments that mean nothing.
        """
        if call.name == FILE:
            name, when = str(call.rest[0]), when_of(call.rest[1:])
            work = self._from_file(self._sounds.find(name), f"{MARK}{name}", when)
        else:
            seconds = seconds_of(call.number, SHORTEST_SECONDS)
            work = self._from_input(seconds, when_of(call.rest))
        job = asyncio.create_task(work)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    async def _from_file(self, path: Path, prompt: str, when: str | None) -> str:
        return await self._go_on(prompt, await asyncio.to_thread(read_sound, path), when)

    async def _from_input(self, seconds: float, when: str | None) -> str:
        prompt = await self._sounds.listen(seconds)
        path = self._sounds.find(prompt.removeprefix(MARK))
        sound = await asyncio.to_thread(read_sound, path)
        return await self._go_on(prompt, Sound(sound.audio, whole=False), when)

    async def _go_on(self, prompt: str, sound: Sound, when: str | None) -> str:
        """Let the music go on from a sound on the next line: its style, key and tempo as well."""
        past = await remember(self._engine, sound, self._gestures.beats_per_bar, None)
        values = self._values(prompt, past)
        self._gestures.ask(values)
        self._gestures.add(values, when, past=past)
        return f"{prompt.removeprefix(MARK)}: {described(past)}"

    def _values(self, prompt: str, past: Past) -> dict[str, Value]:
        """Return what is asked of the music; a leader keeps its tempo, the past is fitted to it."""
        slots = range(1, N_PROMPTS + 1)
        values: dict[str, Value] = {f"prompt/{n}/weight": float(n == 1) for n in slots}
        values |= {"prompt/1/text": prompt, "key": past.key, "scale": None, "chord": None}
        if self._leaders.name == INTERNAL:
            values["tempo"] = playable(past.bpm)
        return values

    async def close(self) -> None:
        """Give up what is being listened to."""
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
