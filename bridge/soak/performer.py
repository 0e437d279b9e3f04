"""The performer: gestures that are timed, and an engine that is killed and hung meanwhile."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import numpy as np

from bridge.soak.client import Client, Heard

PROBE = "prompt/1/text"
PROBE_EVERY = 2.5  # seconds between two timed gestures, about
PROBE_PATIENCE = 8.0
RECOVERY_PATIENCE = 120.0
KILLS, HANGS, PER_MINUTES = 10, 3, 30.0
_LOOK = 0.05  # seconds
_WORDS = ("warm", "dark", "bright", "slow", "broken", "deep", "soft", "wide", "dry", "late")
_STYLES = ("rhodes", "techno", "bossa nova", "dub", "jazz trio", "drum and bass", "house", "funk")


@dataclass(frozen=True)
class Fault:
    """What was done to the engine, when (seconds of the soak), and how long it was away."""

    kind: str
    at: float
    recovered: float | None


@dataclass(frozen=True)
class Gesture:
    """A change of words for now: when it was sent, and after how many ms it was heard."""

    at: float
    ms: float | None  # None: never
    during: str  # "idle", "load", "fault"


def faults_for(minutes: float) -> list[str]:
    """Return what is done to the engine in so many minutes, mixed; nothing in none."""
    if not minutes:
        return []
    kills = max(1, round(KILLS * minutes / PER_MINUTES))
    hangs = max(1, round(HANGS * minutes / PER_MINUTES))
    every = max(1, round(kills / hangs))
    kinds = ["kill"] * kills
    for n in range(hangs):
        kinds.insert(min(len(kinds), (n + 1) * every + n), "hang")
    return kinds


def percentiles(gestures: list[Gesture], during: str) -> dict[str, float | int | None]:
    """Return P50, P95, P99 and the longest of the gestures that fell in a part, in ms.

    One that was never heard counts as the longest of all.
    """
    ms = [PROBE_PATIENCE * 1000 if g.ms is None else g.ms for g in gestures if g.during == during]
    never = sum(g.ms is None for g in gestures if g.during == during)
    if not ms:
        return {"n": 0, "never": 0, "p50": None, "p95": None, "p99": None, "longest": None}
    p50, p95, p99 = (round(float(v), 1) for v in np.percentile(ms, (50, 95, 99)))
    return {"n": len(ms), "never": never, "p50": p50, "p95": p95, "p99": p99,
            "longest": round(max(ms), 1)}  # fmt: skip


class Performer:
    """Plays through one client until told to stop. ``look`` is called all the time."""

    def __init__(self, client: Client, seed: int, look: Callable[[], None]) -> None:
        self._client, self._look = client, look
        self._rng = random.Random(seed)
        self._begun = time.monotonic()
        self._words = self._new_words()
        self.faults: list[Fault] = []
        self.gestures: list[Gesture] = []
        self.part = "idle"

    def _new_words(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"{self._rng.choice(_WORDS)} {self._rng.choice(_STYLES)} number {number}"

    @property
    def _now(self) -> float:
        return time.monotonic() - self._begun

    def _wait(self, done: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if done():
                return True
            self._look()
            time.sleep(_LOOK)
        return done()

    def _status(self) -> dict[str, object]:
        newest = self._client.newest
        return newest.status() if newest else {}

    def play(self, seconds: float, faults: list[str]) -> None:
        """Make gestures for so long, and the faults evenly among them."""
        begun, waiting = time.monotonic(), list(faults)
        due = [seconds * (n + 0.6) / (len(faults) + 0.6) for n in range(len(faults))]
        while (done := time.monotonic() - begun) < seconds or waiting:
            if waiting and done >= due[len(faults) - len(waiting)]:
                self._break(waiting.pop(0))
                continue
            self.gesture()
            self._wait(lambda: False, PROBE_EVERY * self._rng.uniform(0.6, 1.4))

    def gesture(self) -> None:
        """Ask for other words now, and note when they are heard."""
        at = self._now
        sent = self._client.say(PROBE, next(self._words), "now")

        def names_it(heard: Heard) -> bool:
            tells = heard.address == "plan/heard" and PROBE in heard.arguments
            return tells and heard.time >= sent

        answer = self._client.await_answer(names_it, PROBE_PATIENCE)
        ms = None
        if answer:
            ms = round(1000 * (answer.time + float(str(answer.arguments[0])) - sent), 1)
        self.gestures.append(Gesture(round(at, 2), ms, self.part))
        self._look()

    def _break(self, kind: str) -> None:
        """Kill or stop the engine, make a gesture in the dark, and wait until another is there."""
        if not self._wait(self._is_playing, RECOVERY_PATIENCE):
            self.faults.append(Fault(kind, round(self._now, 1), None))
            return
        pid = int(str(self._status()["engine_pid"]))
        at, begun, before = self._now, time.monotonic(), self.part
        os.kill(pid, signal.SIGKILL if kind == "kill" else signal.SIGSTOP)
        self.part = "fault"
        self._client.say(PROBE, next(self._words), "now")
        back = self._wait(lambda: self._is_playing(pid), RECOVERY_PATIENCE)
        self.part = before
        recovered = round(time.monotonic() - begun, 2) if back else None
        self.faults.append(Fault(kind, round(at, 1), recovered))

    def _is_playing(self, gone: int = 0) -> bool:
        """Whether an engine is there, another than ``gone``, and the music is its."""
        status = self._status()
        return (
            status.get("engine") == "ready"
            and status.get("engine_pid") not in (gone, 0)
            and status.get("state") == "playing"
        )

    @staticmethod
    def nothing() -> dict[str, object]:
        """Return the figures of a performer who never played."""
        none = percentiles([], "")
        return {"faults": [], "gestures_idle": none, "gestures_load": none}

    def figures(self) -> dict[str, object]:
        """Return plain figures."""
        return {
            "faults": [asdict(fault) for fault in self.faults],
            "gestures_idle": percentiles(self.gestures, "idle"),
            "gestures_load": percentiles(self.gestures, "load"),
        }
