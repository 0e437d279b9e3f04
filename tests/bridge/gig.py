"""A gig: the daemon whole, under the offline clock, played by a script of gestures."""

from collections.abc import Callable
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bridge.app import App
from bridge.audio.outputs import OfflineOutput
from bridge.clock import OfflineClock
from bridge.config import BLOCK, SAMPLE_RATE, RunConfig
from bridge.engine.tone import ToneEngine
from bridge.midi.ports import FakePorts
from bridge.osc.packets import build, parse
from bridge.protocol.parameters import STATUS
from bridge.scheduler.scheduler import Scheduler
from tests.bridge.helpers import run_loop

CLIENT = ("127.0.0.1", 9)
Script = dict[float, Callable[["Gig"], None]]


class Gig(OfflineOutput):
    """The fake device that does what its script says when the music gets there."""

    def __init__(self, seconds: float, script: Script | None = None, **options: object) -> None:
        self.clock = OfflineClock()
        super().__init__(self.clock, SAMPLE_RATE, BLOCK, keep=True)
        self.engine = ToneEngine()
        self.script = sorted((script or {}).items())
        self.said: list[str] = []
        self.sent: list[tuple[str, tuple[object, ...]]] = []
        self.midi = FakePorts("Knobs")
        config = RunConfig(("anything",), seconds=seconds, osc_port=0, offline=True, **options)  # type: ignore[arg-type]
        self.app = App(config, self.said.append, self.engine, self, self.clock, self.midi)

    def write(self, block: NDArray[np.float32]) -> None:
        super().write(block)
        while self.script and self.clock.now() >= self.script[0][0]:
            self.script.pop(0)[1](self)

    def say(self, address: str, *arguments: float | str | bool) -> None:
        """Send one OSC message to the daemon and keep its answers."""
        assert self.app.session is not None and self.app.session.router is not None
        router = self.app.session.router
        router._send_to = lambda datagram, to: self.sent.extend(
            (m.address, m.arguments) for m in parse(datagram)
        )
        router.receive(build(address, arguments), CLIENT)

    def status(self) -> dict[str, object]:
        """Return what /mcm/status.reply says."""
        self.say("/mcm/status")
        address, arguments = self.sent[-1]
        assert address == "/mcm/status.reply"
        return dict(zip((f.name for f in STATUS), arguments, strict=True))

    def play(self) -> NDArray[np.float32]:
        """Run to the end and return the master (2, n)."""
        run_loop(self.app.run())
        return np.concatenate(self.blocks, axis=1)

    def play_stems(self) -> NDArray[np.float32]:
        """Run to the end and return the stems (stems, n) as they go into the mixer."""
        stems: list[NDArray[np.float32]] = []
        read = Scheduler.read

        def listen(scheduler: Scheduler, n: int) -> NDArray[np.float32] | None:
            block = read(scheduler, n)
            stems.extend([] if block is None else [block])
            return block

        with patch.object(Scheduler, "read", listen):
            run_loop(self.app.run())
        return np.concatenate(stems, axis=1)
