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
from bridge.rehearsal.peer import EVERY, Lead, Recorded, lone_peer
from bridge.sync.motion import quarters_per_beat

Array = NDArray[np.float64]


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


async def _play(config: RunConfig, ear: Ear, lead: Lead) -> tuple[Array, Recorded, dict[str, int]]:
    clock = WallClock()
    output = Listening(clock, ear)
    app = App(replace(config, leader="link"), lambda line: None, None, output, clock)
    leading = asyncio.create_task(_lead(lead, app, output))
    try:
        await app.run()
    finally:
        leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)
    begun = output.begun - clock.from_monotonic(0.0)
    return ear.onsets() / SAMPLE_RATE, lead.truth.since(begun), splices(app)


async def _lead(lead: Lead, app: App, output: Listening) -> None:
    """Let the peer go through its course, which begins with the music."""
    muted = False
    while True:
        await asyncio.sleep(EVERY)
        if app.session and not muted:
            muted = True
            mute_all_but_drums(app)
        lead.look(output.clock.now() - output.begun if app.session else None)


def play(
    config: RunConfig, course: Course, ear: Ear, beats_per_bar: int
) -> tuple[Array, Recorded, dict[str, int]]:
    """Return when onsets were heard, the peer's beats, and how often the music was spliced.

    The engine runs in a process of its own, as on stage. Raises SyncError.
    """
    with (
        lone_peer(course.bpm, beats_per_bar) as peer,
        asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
    ):
        lead = Lead(peer, course, quarters_per_beat(beats_per_bar))
        return runner.run(_play(config, ear, lead))
