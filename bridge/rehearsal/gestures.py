"""Gestures against the same gig without them: where the music changes, and whether that clicks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE, RunConfig
from bridge.engine.base import Engine
from bridge.engine.choice import choose_engine
from bridge.engine.tone import ToneEngine
from bridge.protocol.parameters import STEMS
from bridge.rehearsal.clicks import prominence, share_over, slices
from bridge.rehearsal.takes import LANES, Gesture, Memory, Take, take

BPM, BEATS_PER_BAR = 120.0, 4
BEAT = round(60 / BPM * SAMPLE_RATE)  # samples; gigs keep their tempo
GRIDS = {"beat": BEAT, "bar": BEATS_PER_BAR * BEAT}
FIRST, LAST = 4.0, 8.0  # seconds: between them gestures come
SECONDS = 14.0  # of a gig
FADE = 240  # samples after a line until only the new music is heard
SETTLED = 0.01  # of a stem's level: nearer to the asked gain than that, it is there
WORDS = (
    "dark techno", "bossa nova", "drum and bass", "warm jazz piano", "rock", "house",
    "lofi hip hop", "waltz", "reggae", "trap", "disco", "ambient pads",
)  # fmt: skip
FAST = (("mute", True), ("gain", 0.25), ("gain", 2.0), ("mute", True))
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Options:
    """What ``musiccm bench gestures`` was asked."""

    changes: int = 40
    engine: str = "model"
    checkpoint: Path | None = None
    seed: int = 0

    def config(self, n: int) -> RunConfig:
        """Return the gig of the n-th change: the words go round, the seed counts the rounds."""
        return RunConfig(
            (WORDS[n % len(WORDS)],),
            bpm=BPM,
            metre="4/4",
            seed=self.seed + n // len(WORDS),
            outputs="stereo+stems",
            seconds=SECONDS,
            osc_port=0,
            oscquery=False,
            keep=0.0,
            engine=self.engine,
            checkpoint=self.checkpoint,
            offline=True,
        )


@dataclass
class Found:
    """Figures of gestures one by one; prominences are in dB, as bridge.rehearsal.clicks has them.

    ``away`` is how far from its line the music changes first, in ms. ``hard`` is what a cut without
    a fade would be at the same places, ``controls`` are places of the same kind without a cut.
    """

    away: list[float] = field(default_factory=list)
    wait: list[float] = field(default_factory=list)
    spliced: list[float] = field(default_factory=list)
    hard: list[float] = field(default_factory=list)
    controls: list[float] = field(default_factory=list)
    unheard: int = 0

    def figures(self) -> dict[str, Any]:
        """Return plain figures."""
        size = np.abs(self.away) if self.away else np.full(1, np.nan)
        return {
            "gestures": len(self.away) + self.unheard,
            "unheard": self.unheard,
            "median_abs_ms": round(float(np.median(size)), 2),
            "p95_abs_ms": round(float(np.quantile(size, 0.95)), 2),
            "worst_ms": round(float(size.max()), 2),
            "wait_p95_ms": round(float(np.quantile(self.wait or [np.nan], 0.95)), 1),
            "clicks": round(share_over(self.spliced, self.controls), 3),
            "clicks_if_cut": round(share_over(self.hard, self.controls), 3),
            "controls": len(self.controls),
        }


def first_difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> int | None:
    """Return the first sample at which two takes (lanes, n) differ, None if they are alike."""
    n = min(a.shape[1], b.shape[1])
    there = np.flatnonzero((a[:, :n] != b[:, :n]).any(axis=0))
    return int(there[0]) if len(there) else None


def cut(before: Samples, after: Samples, place: int) -> Samples:
    """Return two takes (n,) put together without a fade."""
    return np.concatenate([before[:place], after[place:]])


def judge_slow(found: Found, plain: Take, changed: Take, grid: int) -> None:
    """Note a change of the plan: its line is the one of ``grid`` nearest to where it is heard."""
    stems = slice(len(LANES) - len(STEMS), None)
    first = first_difference(plain.lanes[stems], changed.lanes[stems])
    if first is None:
        found.unheard += 1
        return
    line = round(first / grid) * grid
    found.away.append(1000 * (first - line) / SAMPLE_RATE)
    found.wait.append(1000 * (line - changed.came) / SAMPLE_RATE)
    old, new = plain.lanes[0], changed.lanes[0]
    _note(found, line, old, new, line + FADE)
    for uncut, begin in ((old, 2 * grid), (new, line + 2 * grid)):
        energy = slices(uncut)
        lines = range(begin, len(uncut) - SAMPLE_RATE, grid)
        found.controls += [prominence(energy, at) for at in lines]


def judge_fast(found: Found, plain: Take, changed: Take, gain: float, lane: int) -> None:
    """Note a fader: it should move from the sample on at which the gesture came."""
    first = first_difference(plain.lanes[lane][None], changed.lanes[lane][None])
    if first is None:
        found.unheard += 1
        return
    old, new = plain.lanes[lane], changed.lanes[lane]
    found.away.append(1000 * (first - changed.came) / SAMPLE_RATE)
    wrong = np.abs(new - gain * old) > SETTLED * np.abs(old).max()
    found.wait.append(1000 * (int(np.flatnonzero(wrong).max(initial=first)) - first) / SAMPLE_RATE)
    _note(found, first + FADE, old, new, first + FADE)
    energy = slices(old)
    found.controls += [prominence(energy, at) for at in range(BEAT, len(old) - BEAT, BEAT // 4)]


def _note(found: Found, place: int, old: Samples, new: Samples, whole: int) -> None:
    """Note how far the splice stands out, and how far a cut where the new is ``whole`` would."""
    found.spliced.append(prominence(slices(new), place))
    found.hard.append(prominence(slices(cut(old, new, whole)), whole))


def slow_gesture(n: int, when: str) -> Gesture:
    """Return the n-th change: other words than those that the gig began with."""
    words = WORDS[(n + 1 + n // len(WORDS)) % len(WORDS)]
    at = FIRST + (n * 0.731) % (LAST - FIRST)
    return Gesture(at, "prompt/1/text", words, when)


def fast_gesture(n: int, plain: Take) -> tuple[Gesture, float, int]:
    """Return the n-th fader that moves, the gain that it leads to, and its lane: the loudest."""
    at = FIRST + (n * 0.731) % (LAST - FIRST)
    begin = round(at * SAMPLE_RATE)
    level = np.abs(plain.lanes[2:, begin : begin + SAMPLE_RATE // 10]).mean(axis=1)
    stem, (what, value) = int(np.argmax(level)), FAST[n % len(FAST)]
    gain = 0.0 if what == "mute" else float(value)
    return Gesture(at, f"stem/{STEMS[stem]}/{what}", value), gain, stem + 2


async def _compare(options: Options, engine: Engine) -> dict[str, Found]:
    found = {"beat": Found(), "bar": Found(), "faders": Found()}
    for n in range(options.changes):
        memory, config = Memory(engine), options.config(n)
        plain = await take(config, memory)
        for when, grid in GRIDS.items():
            changed = await take(config, memory, [slow_gesture(n, when)])
            judge_slow(found[when], plain, changed, grid)
        gesture, gain, lane = fast_gesture(n, plain)
        judge_fast(found["faders"], plain, await take(config, memory, [gesture]), gain, lane)
    return found


async def _with_engine(options: Options) -> dict[str, Found]:
    engine: Engine = ToneEngine() if options.engine == "tone" else choose_engine(options.config(0))
    try:
        await engine.start()
        return await _compare(options, engine)
    finally:
        await engine.stop()


def measure(options: Options) -> dict[str, Any]:
    """Play, and return plain figures for changes on beats and bars and for faders."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        found = runner.run(_with_engine(options))
    asked = {"changes": options.changes, "engine": options.engine, "seed": options.seed}
    return {**asked, "parts": {name: part.figures() for name, part in found.items()}}


def rows(figures: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """Return a table of the parts."""
    head = f"{'':<8}" + "".join(f"{name:>15}" for name in columns)
    parts = figures["parts"].items()
    return [
        head,
        *(f"{name:<8}" + "".join(f"{part[c]:>15}" for c in columns) for name, part in parts),
    ]
