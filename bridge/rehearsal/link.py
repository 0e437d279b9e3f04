"""A rehearsal with Ableton Link: the daemon in real time, and a real peer in another process."""

import asyncio
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bridge.app import App
from bridge.audio.base import Audio
from bridge.audio.outputs import NullOutput
from bridge.clock import Clock, WallClock
from bridge.config import MOST_OUTPUT_SECONDS, SAMPLE_RATE, RunConfig
from bridge.rehearsal.course import Course
from bridge.rehearsal.ears import Ear
from bridge.rehearsal.offline import mute_all_but_drums, splices
from bridge.sync.link import LinkPeer

Array = NDArray[np.float64]
EVERY = 0.05  # seconds between two looks at the peer
PATIENCE = 20.0  # seconds for the peer to speak


class Recorded:
    """What a peer said of its beats over time; like a Course, but seen."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, float]] = []

    def add(self, time: float, beat: float) -> None:
        """Take in a beat at a time; the same moment counts once."""
        if not self._marks or time > self._marks[-1][0]:
            self._marks.append((time, beat))

    def since(self, begin: float) -> "Recorded":
        """Return the same with times counted from ``begin``."""
        counted = Recorded()
        counted._marks = [(time - begin, beat) for time, beat in self._marks]
        return counted

    def beat(self, time: float) -> Array:
        """Return the beat position at a time."""
        times, beats = np.array(self._marks).T
        return np.interp(time, times, beats)

    def times(self, beats: Array, until: float) -> Array:
        """Return when beats (n,) were passed."""
        marks = np.array(self._marks)
        return np.interp(beats, np.maximum.accumulate(marks[:, 1]), marks[:, 0])


class Listening(NullOutput):
    """A null device with an ear; what came too late is heard as silence.

    It takes as much ahead as the daemon may commit: a busy machine is not what is rehearsed.
    """

    def __init__(self, clock: Clock, ear: Ear) -> None:
        super().__init__(clock, SAMPLE_RATE, round(MOST_OUTPUT_SECONDS * SAMPLE_RATE))
        self.clock, self._ear, self._heard = clock, ear, 0

    @property
    def begun(self) -> float:
        """When sample 0 was heard."""
        return self._begun

    def write(self, block: Audio) -> None:
        """Take a block (channels, n)."""
        if self._written > self._heard:
            self._ear.hear(np.zeros((len(block), self._written - self._heard), np.float32))
        super().write(block)
        self._ear.hear(block)
        self._heard = self._written


async def _play(
    config: RunConfig, course: Course, ear: Ear
) -> tuple[Array, Recorded, dict[str, int]]:
    clock, truth = WallClock(), Recorded()
    output = Listening(clock, ear)
    peer = LinkPeer(course.bpm)
    try:
        await _until_it_speaks(peer)
        app = App(replace(config, leader="link"), lambda line: None, None, output, clock)
        leading = asyncio.create_task(_lead(peer, app, output, course, truth))
        try:
            await app.run()
        finally:
            leading.cancel()
            await asyncio.gather(leading, return_exceptions=True)
    finally:
        peer.close()
    spliced = splices(app)
    return ear.onsets() / SAMPLE_RATE, truth.since(output.begun), spliced


async def _until_it_speaks(peer: LinkPeer) -> None:
    async with asyncio.timeout(PATIENCE):
        while peer.state is None:
            await asyncio.sleep(EVERY)


async def _lead(
    peer: LinkPeer, app: App, output: Listening, course: Course, truth: Recorded
) -> None:
    """Write down the peer's beats, and let it go through its course."""
    said, muted, clock = course.bpm, False, output.clock
    while True:
        await asyncio.sleep(EVERY)
        if peer.state:
            truth.add(clock.from_monotonic(peer.state.time), peer.state.beat)
        if app.session and not muted:
            muted = True
            mute_all_but_drums(app)
        bpm = float(course.bpm_at(clock.now() - output.begun))
        if app.session and bpm != said:
            said = bpm
            peer.say("tempo", bpm)


def play(config: RunConfig, course: Course, ear: Ear) -> tuple[Array, Recorded, dict[str, int]]:
    """Return when onsets were heard, the peer's beats, and how often the music was spliced.

    The engine runs in a process of its own, as on stage.
    """
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(_play(config, course, ear))
