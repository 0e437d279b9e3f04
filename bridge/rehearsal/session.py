"""One rehearsal from its options to its figures."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.config import RunConfig
from bridge.engine.base import Engine
from bridge.engine.tone import ToneEngine
from bridge.rehearsal import leaders, link, on_jack, taped
from bridge.rehearsal.course import Course, Truth
from bridge.rehearsal.drums import DrumEar, bias_of
from bridge.rehearsal.ears import ClickEar, Ear
from bridge.rehearsal.judge import judge
from bridge.rehearsal.offline import Device, Rehearsal, splices
from bridge.scheduler.director import BEATS_PER_BAR
from bridge.sync.motion import quarters_per_beat

LEADERS = ("osc", "midi", "link", "internal")
OUTPUTS = ("fake", "jack")
ENGINES = ("tone", "model")
SETTLE_BARS = 2
ALL = "all"
DEVICE_LATENCY = 0.02  # seconds
Array = NDArray[np.float64]


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
    taped: bool = False
    metre: str = "4/4"
    output: str = "fake"
    offset: float = 0.0  # milliseconds by which the music is to be late

    @property
    def seconds(self) -> float:
        """How long is played."""
        return 60.0 * self.minutes

    @property
    def beats_per_bar(self) -> int:
        """Felt beats of a bar."""
        return BEATS_PER_BAR[self.metre]

    def course(self) -> Course:
        """Return what the leader does, in felt beats."""
        beats = float(self.beats_per_bar * self.bars)
        return Course(self.bpm, 0.3, self.ramp, self.seconds / 4, beats)

    def config(self) -> RunConfig:
        """Return how the daemon is started."""
        return RunConfig(
            (self.prompt,),
            seed=self.seed,
            metre=self.metre,
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
    spans = _parts(options, course)
    parts = {
        name: judge(onsets, _beats(truth, begin, end), bias).figures()
        for name, (begin, end) in spans.items()
    }
    asked = {k: str(v) if isinstance(v, Path) else v for k, v in asdict(options).items()}
    told = {"bias_ms": round(1000 * bias, 2), "longest_gap_beats": _gap(onsets, truth, *spans[ALL])}
    return {**asked, **told, **spliced, "parts": parts}


def _gap(onsets: Array, truth: Truth, begin: float, end: float) -> float:
    """Return the longest stretch without an onset, in the leader's beats: 1 for clicks."""
    inside = onsets[(onsets >= begin) & (onsets <= end)]
    steps = np.diff(truth.beat(np.array([begin, *inside, end])))
    return round(float(steps.max()), 3)


def _play(
    options: Options, course: Course, ear: Ear, engine: Engine | None
) -> tuple[Array, Truth, dict[str, Any]]:
    """Return when onsets were heard, the leader's beats, and what else there is to tell."""
    if options.output == "jack":
        return on_jack.play(options, course)
    device = Device(options.ppm, DEVICE_LATENCY)
    if options.leader == "link":
        return _play_link(options, course, ear, device, engine)
    if options.leader == "osc":
        sent = leaders.osc(course, options.seconds, options.seed)
    else:
        quarters = quarters_per_beat(options.beats_per_bar)
        sent = leaders.midi(course, options.seconds, options.seed, quarters_per_beat=quarters)
    rehearsal = Rehearsal(sent, options.leader, ear, device, options.config())
    rehearsal.offset = options.offset
    rehearsal.play(engine)
    return device.seconds(ear.onsets()), course, splices(rehearsal.app)


def _play_link(
    options: Options, course: Course, ear: Ear, device: Device, engine: Engine | None
) -> tuple[Array, Truth, dict[str, Any]]:
    if not options.taped:
        return link.play(options.config(), course, ear, options.beats_per_bar)
    states, truth = taped.record(course, options.seconds, options.beats_per_bar)
    rehearsal = taped.TapedRehearsal(states, ear, device, options.config())
    rehearsal.play(engine)
    return device.seconds(ear.onsets()), truth, splices(rehearsal.app)


def _parts(options: Options, course: Course) -> dict[str, tuple[float, float]]:
    """Return the stretches that are judged by themselves, (begin, end) in seconds."""
    two_bars = SETTLE_BARS * options.beats_per_bar
    first = two_bars * 60.0 / options.bpm + 1.0
    end = options.seconds - 0.5
    parts = {ALL: (first, end)}
    if options.ramp is not None:
        after = course.end + two_bars * 60.0 / options.ramp
        third = course.begin + two_bars * 60.0 / options.bpm  # a little late where it speeds up
        parts |= {"before": (first, course.begin), "ramp": (course.begin, course.end)}
        parts |= {"from its third bar": (third, course.end)}
        parts |= {"two bars on": (course.end, after), "after": (after, end)}
    return parts


def _beats(truth: Truth, begin: float, end: float) -> Array:
    first, last = np.ceil(float(truth.beat(begin))), np.floor(float(truth.beat(end)))
    return truth.times(np.arange(first, last + 1, dtype=np.float64), end + 5.0)
