"""A rehearsal under the offline clock: the daemon, a leader, a fake device with its faults."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bridge.app import App
from bridge.audio.base import Audio
from bridge.audio.outputs import OfflineOutput
from bridge.clock import OfflineClock
from bridge.config import BLOCK, SAMPLE_RATE, RunConfig
from bridge.engine.base import Engine
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME, STATUS, STEMS
from bridge.rehearsal.ears import Ear
from bridge.rehearsal.leaders import Sent

NAMES = tuple(field.name for field in STATUS)
LEADER = ("127.0.0.1", 9)  # where its datagrams come from


@dataclass(frozen=True)
class Device:
    """The fake device: its clock's error in millionths, and its latency in seconds."""

    ppm: float = 0.0
    latency: float = 0.0

    def seconds(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return when samples are heard, by the daemon's clock."""
        return samples / (SAMPLE_RATE * (1 + 1e-6 * self.ppm)) + self.latency


class Rehearsal(OfflineOutput):
    """The fake device, to which a leader speaks while it plays: the daemon's whole outside.

    Only the drums are heard, so that an onset is a drum's or a click's. ``on_tick`` is called after
    each block with the app.
    """

    def __init__(
        self, sent: Sequence[Sent], leader: str, ear: Ear, device: Device, config: RunConfig
    ) -> None:
        self._sent, self._next = sent, 0
        self._time, self._ear = OfflineClock(), ear
        super().__init__(self._time, SAMPLE_RATE, BLOCK, ppm=device.ppm, latency=device.latency)
        self._config = replace(config, leader=leader, offline=True, osc_port=0)
        self.app: App | None = None
        self.offset = 0.0  # milliseconds
        self.on_tick: Callable[[App], None] = lambda app: None

    def play(self, engine: Engine | None = None) -> None:
        """Play as long as the config says."""
        self.app = App(self._config, lambda line: None, engine, self, self._time)
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self.app.run())

    def begin(self) -> None:
        """Do what comes before the first sample."""
        assert self.app is not None and self.app.session is not None
        mute_all_but_drums(self.app)
        self.app.session.write(Write(BY_NAME["transport/offset"], self.offset))

    def write(self, block: Audio) -> None:
        """Take a block, let its time pass, and deliver what the leader has sent meanwhile."""
        self._ear.hear(block)
        if self._time.now() == 0.0:
            self.begin()
        super().write(block)
        end = self._time.now()
        while self._next < len(self._sent) and self._sent[self._next].time <= end:
            self._deliver(self._sent[self._next], end)
            self._next += 1
        assert self.app is not None
        self.on_tick(self.app)

    def _deliver(self, sent: Sent, end: float) -> None:
        """Hand a message over at its own moment, between two blocks of the device."""
        assert self.app is not None and self.app.session is not None
        session = self.app.session
        if not sent.osc:
            session.leaders.midi(sent.data, sent.time)
        elif session.router:
            self._time.advance(sent.time - end)
            session.router.receive(sent.data, LEADER)
            self._time.advance(end - sent.time)


def mute_all_but_drums(app: App) -> None:
    """Let an onset be a drum's or a click's; drums are asked to play where a form has none too."""
    assert app.session is not None
    app.session.write(Write(BY_NAME["stem/drums/play"], True))
    for stem in STEMS[1:]:
        app.session.write(Write(BY_NAME[f"stem/{stem}/mute"], True))


def splices(app: App | None) -> dict[str, int]:
    """Return how often the music had to loop, and how often it was drawn anew for the leader."""
    assert app is not None and app.session is not None
    looped = dict(zip(NAMES, app.session.status(), strict=True))["fallbacks"]
    return {"fallbacks": int(looped), "redrawn": app.session.redrawn}
