"""One rehearsal from its options to its figures."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bridge.config import RunConfig
from bridge.engine.base import Engine
from bridge.engine.tone import ToneEngine
from bridge.rehearsal import leaders, link
from bridge.rehearsal.course import Course
from bridge.rehearsal.drums import DrumEar, bias_of
from bridge.rehearsal.ears import ClickEar, Ear
from bridge.rehearsal.judge import judge
from bridge.rehearsal.offline import Device, Rehearsal, splices

LEADERS = ("osc", "midi", "link")
ENGINES = ("tone", "model")
SETTLE_BEATS = 8  # two bars
DEVICE_LATENCY = 0.02  # seconds
Array = NDArray[np.float64]


class Truth(Protocol):
    """A leader's true beats, in seconds of the rehearsal."""

    def beat(self, time: float) -> Array:
        """Return the beat position at a time."""

    def times(self, beats: Array, until: float) -> Array:
        """Return when beats (n,) are passed."""


@dataclass(frozen=True)
class Options:
    """What ``musiccm bench sync`` was asked."""

    leader: str = "osc"
    engine: str = "tone"
    minutes: float = 10.0
    bpm: float = 120.0
    ramp: float | None = None
    bars: int = 16
    ppm: float = 0.0
    prompt: str = "anything"
    seed: int = 0
    checkpoint: Path | None = None

    @property
    def seconds(self) -> float:
        """How long is played."""
        return 60.0 * self.minutes

    def course(self) -> Course:
        """Return what the leader does."""
        return Course(self.bpm, 0.3, self.ramp, self.seconds / 4, 4.0 * self.bars)

    def config(self) -> RunConfig:
        """Return how the daemon is started."""
        return RunConfig(
            (self.prompt,),
            seed=self.seed,
            metre="4/4",
            seconds=self.seconds,
            osc_port=0,
            engine=self.engine,
            checkpoint=self.checkpoint,
        )


def rehearse(options: Options) -> dict[str, Any]:
    """Play, and return plain figures: the options, the bias taken off, a row for each part."""
    tone = options.engine == "tone"
    ear: Ear = ClickEar() if tone else DrumEar()
    bias = 0.0 if tone else bias_of()
    course, engine = options.course(), ToneEngine() if tone else None
    onsets, truth, spliced = _play(options, course, ear, engine)
    parts = {
        name: judge(onsets, _beats(truth, begin, end), bias).figures()
        for name, (begin, end) in _parts(options, course).items()
    }
    asked = {k: str(v) if isinstance(v, Path) else v for k, v in asdict(options).items()}
    return {**asked, "bias_ms": round(1000 * bias, 2), **spliced, "parts": parts}


def _play(
    options: Options, course: Course, ear: Ear, engine: Engine | None
) -> tuple[Array, Truth, dict[str, int]]:
    """Return when onsets were heard, the leader's beats, and how often the music was spliced."""
    if options.leader == "link":
        return link.play(options.config(), course, ear)
    make = {"osc": leaders.osc, "midi": leaders.midi}[options.leader]
    sent = make(course, options.seconds, options.seed)
    device = Device(options.ppm, DEVICE_LATENCY)
    rehearsal = Rehearsal(sent, options.leader, ear, device, options.config())
    rehearsal.play(engine)
    return device.seconds(ear.onsets()), course, splices(rehearsal.app)


def _parts(options: Options, course: Course) -> dict[str, tuple[float, float]]:
    """Return the stretches that are judged by themselves, (begin, end) in seconds."""
    first = SETTLE_BEATS * 60.0 / options.bpm + 1.0
    end = options.seconds - 0.5
    parts = {"all": (first, end)}
    if options.ramp is not None:
        after = course.end + SETTLE_BEATS * 60.0 / options.ramp
        parts |= {"before": (first, course.begin), "ramp": (course.begin, course.end)}
        parts |= {"two bars on": (course.end, after), "after": (after, end)}
    return parts


def _beats(truth: Truth, begin: float, end: float) -> Array:
    first, last = np.ceil(float(truth.beat(begin))), np.floor(float(truth.beat(end)))
    return truth.times(np.arange(first, last + 1, dtype=np.float64), end + 5.0)
