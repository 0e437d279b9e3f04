"""The daemon whole under the offline clock, while datagrams and MIDI bytes are thrown at it."""

import asyncio
import gc
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bridge.app import App
from bridge.audio.base import Audio
from bridge.audio.outputs import OfflineOutput
from bridge.clock import OfflineClock
from bridge.config import BLOCK, HOP_LENGTH, SAMPLE_RATE, RunConfig
from bridge.engine.tone import N_MELS, ToneEngine
from bridge.midi.ports import FakePorts
from bridge.osc.clients import Address
from bridge.osc.packets import PacketError, TimedMessage, build, parse
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import PARAMETERS, ROOT, STEMS, Value
from bridge.session import Session
from bridge.soak.corpus import datagrams, midi
from musiccm.request import LAG_FRAMES, PlanChunk, PlanRequest

PER_BLOCK = 1000  # datagrams for each block of sound
WARM = 0.3  # share of the run after which memory is looked at
MOST_GROWTH = 1.0  # MB between then and the end
FUZZER: Address = ("127.0.0.1", 9)
JUDGE: Address = ("127.0.0.1", 10)
_DEVICE = "Knobs"


class Silent(ToneEngine):
    """Draws silence, for what is sent is what matters and not what is heard."""

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return as much as the fake engine would."""
        frames = len(request.beats)
        lag = LAG_FRAMES if request.context is not None and len(request.context) else 0
        first = (request.start - lag) * HOP_LENGTH
        audio = np.zeros((len(STEMS), (frames + lag - LAG_FRAMES) * HOP_LENGTH), np.float32)
        mel = np.zeros((frames, len(STEMS), N_MELS), np.float16)
        return PlanChunk(request.start, mel, first, audio, {"draw": 0.0})


class Fuzz(OfflineOutput):
    """The fake device: every block brings a load of rubbish, at the end the state is looked at.

    With ``only_valid`` what means nothing is left out, all else is the same.
    """

    def __init__(
        self, count: int, midi_count: int, seed: int, folder: Path, only_valid: bool = False
    ) -> None:
        self._clock_ = OfflineClock()
        super().__init__(self._clock_, SAMPLE_RATE, BLOCK)
        self._count, self._midi_count, self._only_valid = count, midi_count, only_valid
        self.values: dict[str, Value] = {}
        self._datagrams, self._bytes = datagrams(seed), midi(seed)
        self.sent = self.sent_midi = 0
        self.replies: Counter[str] = Counter()
        self.troubles: list[str] = []
        self._judged: list[tuple[str, tuple[object, ...]]] = []
        self._marks: list[tuple[int, float]] = []
        self._midi = FakePorts(_DEVICE)
        config = RunConfig(
            ("anything",), osc_port=0, offline=True, folder=folder, keep=0.0, oscquery=False
        )
        self.app = App(config, lambda line: None, Silent(), self, self._clock_, self._midi)

    def write(self, block: Audio) -> None:
        """Take a block, and throw."""
        super().write(block)
        session = self.app.session
        if session is None or session.router is None or session.surface is None:
            return
        session.router._send_to = self._answered
        begun = self.sent
        while self.sent < min(self._count, begun + PER_BLOCK):
            self._throw(session)
        share = self._midi_count * self.sent // max(self._count, 1)
        while self.sent_midi < share:
            self._play(session)
        self._look(session)

    def _throw(self, session: Session) -> None:
        assert session.router is not None
        sent = next(self._datagrams)
        self.sent += 1
        if self._only_valid and not means_something(sent.data):
            return
        try:
            session.router.receive(sent.data, FUZZER)
        except Exception as error:  # this is what is looked for
            self.troubles.append(f"{sent.data!r}: {error!r}")
        if sent.sure:
            self._check_write(session, sent.data)

    def _check_write(self, session: Session, data: bytes) -> None:
        """A valid value is what is asked from then on."""
        [message] = parse(data)
        [write] = decode(message.address, message.arguments)
        held = session.read(write.parameter)  # type: ignore[union-attr]
        if held != write.value:  # type: ignore[union-attr]
            self.troubles.append(f"{message.address} {message.arguments} left {held!r}")

    def _play(self, session: Session) -> None:
        assert session.surface is not None
        data = next(self._bytes)
        self.sent_midi += 1
        try:
            session.surface.receive(_DEVICE, data, self._clock_.now())
        except Exception as error:
            self.troubles.append(f"MIDI {data!r}: {error!r}")

    def _answered(self, datagram: bytes, to: Address) -> None:
        for message in parse(datagram):
            self.replies[message.address] += 1
            if to == JUDGE:
                self._judged.append((message.address, message.arguments))

    def _look(self, session: Session) -> None:
        if not self._marks and self.sent >= WARM * self._count:
            self._marks.append((self.sent, _megabytes(session)))
        if self.sent >= self._count:
            self._marks.append((self.sent, _megabytes(session)))
            self.values = {p.name: session.read(p) for p in PARAMETERS}
            self.troubles += list(_out_of_range(session.read))
            self._ask(session)
            session.quit()

    def _ask(self, session: Session) -> None:
        """Whether it still answers, to who asks, and once."""
        assert session.router is not None
        session.router.receive(build(f"{ROOT}/sync", (7,)), JUDGE)
        if self._judged != [(f"{ROOT}/synced", (7,))]:
            self.troubles.append(f"/mcm/sync 7 was answered by {self._judged}")

    @property
    def grown(self) -> float:
        """By how many MB what Python holds has grown after the warm-up."""
        return self._marks[-1][1] - self._marks[0][1]


def means_something(data: bytes) -> bool:
    """Return whether any message of a datagram can be understood."""
    try:
        messages = parse(data)
    except PacketError:
        return False
    return any(map(_is_understood, messages))


def _is_understood(message: TimedMessage) -> bool:
    try:
        decode(message.address, message.arguments)
    except ProtocolError:
        return False
    return True


def _megabytes(session: Session) -> float:
    """What Python holds besides the music, whose length gestures decide."""
    gc.collect()
    return (tracemalloc.get_traced_memory()[0] - session.nbytes) / 1e6


def _out_of_range(read: Callable[..., Value]) -> Any:
    """Yield a line for each parameter whose value its own address would refuse or change."""
    for parameter in PARAMETERS:
        value = read(parameter)
        try:
            [write] = decode(parameter.address, [encode(parameter, value)])
            same = write.value == value and not write.clamped  # type: ignore[union-attr]
        except ValueError as error:
            yield f"{parameter.name} holds {value!r}: {error}"
        else:
            if not same:
                yield f"{parameter.name} holds {value!r}"


def _run(
    count: int, midi_count: int, seed: int, only_valid: bool = False
) -> tuple[Fuzz, list[str]]:
    """Return a run that has ended, and the names of the files that it made."""
    with tempfile.TemporaryDirectory(prefix="musiccm-fuzz-") as folder:
        run = Fuzz(count, midi_count, seed, Path(folder), only_valid)
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(run.app.run())
        return run, sorted(p.relative_to(folder).as_posix() for p in Path(folder).rglob("*"))


def fuzz(count: int, midi_count: int, seed: int) -> dict[str, Any]:
    """Throw so many datagrams and MIDI messages, and return plain figures."""
    begun = time.monotonic()
    tracemalloc.start()
    try:
        run, left = _run(count, midi_count, seed)
    finally:
        tracemalloc.stop()
    twin, _ = _run(count, midi_count, seed, only_valid=True)
    run.troubles += [
        f"{name} is {value!r}, with valid messages alone {twin.values[name]!r}"
        for name, value in run.values.items()
        if value != twin.values[name]
    ]
    grown = round(run.grown, 3)
    if grown > MOST_GROWTH:
        run.troubles.append(f"memory grew by {grown} MB")
    return {
        "datagrams": run.sent,
        "midi": run.sent_midi,
        "seed": seed,
        "replies": dict(run.replies.most_common()),
        "grown_mb": grown,
        "files": left,
        "seconds": round(time.monotonic() - begun, 1),
        "troubles": run.troubles[:50],
        "n_troubles": len(run.troubles),
    }
