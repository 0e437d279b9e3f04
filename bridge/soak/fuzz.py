"""The daemon whole under the offline clock, while datagrams and MIDI bytes are thrown at it."""

import gc
import json
import logging
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bridge.app import App, run_until_signal
from bridge.audio.base import Audio
from bridge.audio.listening import Heard
from bridge.audio.outputs import OfflineOutput
from bridge.clock import OfflineClock
from bridge.config import BLOCK, HOP_LENGTH, SAMPLE_RATE, RunConfig
from bridge.engine.base import EngineState
from bridge.engine.tone import N_MELS, ToneEngine
from bridge.errors import RecordError
from bridge.midi.maps import write_map
from bridge.midi.ports import FakePorts
from bridge.osc.clients import Address
from bridge.osc.packets import PacketError, TimedMessage, build, parse
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import ProtocolError, Write
from bridge.protocol.parameters import BY_NAME, PARAMETERS, ROOT, STEMS
from bridge.session import Session
from bridge.shelf import NAME
from bridge.soak.corpus import Sent, datagrams
from bridge.soak.daemon import Usage
from bridge.soak.machine import machine
from bridge.soak.midi_corpus import Played, device_map, midi, place
from bridge.soak.tally import Mark, Tally, merged
from musiccm.request import LAG_FRAMES, PlanChunk, PlanRequest

LOADS = (1, 10, 100, 1000, 5000)  # datagrams before one block of sound
MOST_QUIET = 8  # blocks without any after that
MARKS = 50  # looks at the memory in a part
PART = 125_000  # datagrams in the life of one daemon
NEAR = 1e-6  # of a parameter's range
_FUZZER: Address = ("127.0.0.1", 9)
_JUDGE: Address = ("127.0.0.1", 10)
_DEVICE = "Knobs"
_SCENES = f"session/{NAME}"  # the one file that is written unasked

Progress = Callable[[int, int], object]


class Silent(ToneEngine):
    """Draws silence, for what is sent is what matters and not what is heard."""

    drafts = 0

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """Return as much as the fake engine would, and be busy until the next block then."""
        self.drafts += 1
        self.state = EngineState.AWAY
        frames = len(request.beats)
        lag = LAG_FRAMES if request.context is not None and len(request.context) else 0
        first = (request.start - lag) * HOP_LENGTH
        audio = np.zeros((len(STEMS), (frames + lag - LAG_FRAMES) * HOP_LENGTH), np.float32)
        mel = np.zeros((frames, len(STEMS), N_MELS), np.float16)
        return PlanChunk(request.start, mel, first, audio, {"draw": 0.0})


class _Deaf:
    """A sound input that hears nothing."""

    def record(self, seconds: float) -> Heard:
        raise RecordError("nothing is plugged in")


class _Ports(FakePorts):
    """Keeps no list of the lights that it was sent."""

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Forget it."""


class _Interruptible(App):
    """Knows whether it was told to stop."""

    interrupted = False

    def stop(self) -> None:
        """End the run cleanly."""
        self.interrupted = True
        super().stop()


class _Defects(logging.Handler):
    """Counts what the daemon has met and outlived: messages that failed in an unforeseen way."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """Make it a trouble."""
        told = record.exc_info[1] if record.exc_info else None
        self._tally.trouble("raised", f"{record.getMessage()[:200]}: {told!r}")


class Fuzz(OfflineOutput):
    """The fake device: every few blocks bring a load of rubbish, after which all is looked at."""

    def __init__(
        self, count: int, midi_count: int, seed: object, folder: Path, progress: Progress
    ) -> None:
        self._clock_ = OfflineClock()
        super().__init__(self._clock_, SAMPLE_RATE, BLOCK)
        self._count, self._midi_count, self._progress = count, midi_count, progress
        self._datagrams = datagrams(seed, lambda: self._clock_.to_unix(self._clock_.now()))
        self._bytes = midi(seed)
        self._rng = random.Random(f"{seed} loads")
        self._quiet = 0
        self.sent = self.sent_midi = self._told = self._told_midi = 0
        self.tally = Tally()
        self.engine = Silent()
        self._judged: list[tuple[str, tuple[object, ...]]] = []
        self._usage: Usage | None = None
        config = RunConfig(
            ("anything",), osc_port=0, offline=True, folder=folder, keep=0.0, oscquery=False
        )
        midi_ports, line = _Ports(_DEVICE), _Deaf()
        self.app = _Interruptible(
            config, lambda line: None, self.engine, self, self._clock_, midi_ports, line
        )
        self.defects = _Defects(self.tally)

    def write(self, block: Audio) -> None:
        """Take a block, and throw."""
        super().write(block)
        self.engine.state = EngineState.READY
        session = self.app.session
        if session is None or session.router is None or session.surface is None:
            return
        session.router._send_to = self._answered
        if self._quiet > 0:
            self._quiet -= 1
            return
        self._quiet = self._rng.randrange(MOST_QUIET)
        self._load(session)
        self._look(session)

    def _load(self, session: Session) -> None:
        """Throw as much as comes before one block; never most of a small run at once."""
        most = max(1, self._count // MARKS)
        until = min(self._count, self.sent + min(self._rng.choice(LOADS), most))
        while self.sent < until:
            self._throw(session, *next(self._datagrams))
            while self.sent_midi < self._midi_count * self.sent // self._count:
                self._play(session, *next(self._bytes))

    def _throw(self, session: Session, kind: str, sent: Sent) -> None:
        assert session.router is not None
        self.sent += 1
        self.tally.datagrams[kind] += 1
        before, begun = _state(session), time.thread_time()
        try:
            session.router.receive(sent.data, _FUZZER)
        except Exception as error:  # this is what is looked for
            self.tally.trouble("raised", f"{sent.data[:200]!r}: {error!r}")
        self.tally.spent(kind, time.thread_time() - begun)
        for name, value in sent.sets:
            if (held := session.read(BY_NAME[name])) != value:
                self.tally.trouble("wrong state", f"{sent.data[:200]!r} left {name} at {held!r}")
        changed = not sent.sets and _state(session) != before
        if changed and (sent.inert or not means_something(sent.data)):
            self.tally.trouble("wrong state", f"{sent.data[:200]!r} has changed something")

    def _play(self, session: Session, kind: str, played: Played) -> None:
        assert session.surface is not None
        self.sent_midi += len(played.messages)
        self.tally.midi[kind] += len(played.messages)
        before, begun = _state(session), time.thread_time()
        try:
            for message in played.messages:
                session.surface.receive(_DEVICE, message, self._clock_.now())
        except Exception as error:
            self.tally.trouble("raised", f"MIDI {played.messages!r}: {error!r}")
        self.tally.spent(f"MIDI {kind}", time.thread_time() - begun)
        if played.sets:
            name, wanted = played.sets
            held = session.read(BY_NAME[name])
            if not math.isclose(place(name, float(held or 0.0)), wanted, abs_tol=NEAR):
                self.tally.trouble("wrong state", f"MIDI {played.messages!r} left {name} at {held}")
        elif played.inert and _state(session) != before:
            self.tally.trouble("wrong state", f"MIDI {played.messages!r} has changed something")

    def _answered(self, datagram: bytes, to: Address) -> None:
        end = datagram.find(b"\0")
        self.tally.replies[datagram[:end].decode()] += 1
        if to == _JUDGE:
            self._judged += [(m.address, m.arguments) for m in parse(datagram)]

    def _look(self, session: Session) -> None:
        self._progress(self.sent - self._told, self.sent_midi - self._told_midi)
        self._told, self._told_midi = self.sent, self.sent_midi
        if len(self.tally.marks) <= MARKS * self.sent / self._count:
            self.tally.marks.append(self._mark(session))
        if self.sent >= self._count:
            self._ask(session)
            session.quit()

    def _mark(self, session: Session) -> Mark:
        """What there is besides the music, whose length gestures decide."""
        self._usage = self._usage or Usage(os.getpid())
        if not self.tally.marks:
            _touch(session)
        gc.collect()
        megabytes = self._usage.megabytes() - session.nbytes / 1e6
        return Mark(self.sent / self._count, megabytes, sys.getallocatedblocks())

    def _ask(self, session: Session) -> None:
        """Whether it still answers, to who asks, and once."""
        assert session.router is not None
        session.router.receive(build(f"{ROOT}/sync", (7,)), _JUDGE)
        if self._judged != [(f"{ROOT}/synced", (7,))]:
            self.tally.trouble("silent", f"/mcm/sync 7 was answered by {self._judged}")

    def conclude(self) -> None:
        """Judge what is left when all is over."""
        assert self.app.session is not None
        for text in out_of_range(self.app.session):
            self.tally.trouble("out of range", text)
        if self.sent < self._count and not self.app.interrupted:
            self.tally.trouble("ended", f"after {self.sent} datagrams")
        self.tally.judge_memory()


def _touch(session: Session) -> None:
    """Write to the free room for music, so that filling it is no growth of what is resident."""
    if plan := session._parts.scheduler._plan:
        for tape in (plan.audio, plan.mel, plan.marks):
            tape._rows[tape.end - tape.base :] = 0


def _state(session: Session) -> tuple[object, ...]:
    """Return what rubbish must not change."""
    parts = session._parts
    return (
        parts.state.snapshot(),
        parts.agenda.edition,
        parts.scheduler.held,
        parts.player.state,
        session.ended,
        len(session.scene.listing()),
    )


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


def out_of_range(session: Session) -> Iterator[str]:
    """Yield a line for each parameter whose value its own address would refuse or change."""
    for parameter in PARAMETERS:
        value = session.read(parameter)
        try:
            [write] = decode(parameter.address, [encode(parameter, value)])
        except ValueError as error:
            yield f"{parameter.name} holds {value!r}: {error}"
        else:
            if not isinstance(write, Write) or write.value != value or write.clamped:
                yield f"{parameter.name} holds {value!r}"


def run_watched(run: Fuzz) -> None:
    """Play to the end; every error that is logged meanwhile is a trouble, nothing is printed."""
    log = logging.getLogger()
    handlers, log.handlers = log.handlers, [run.defects]
    try:
        run_until_signal(run.app)
    except Exception as error:  # the daemon is dead
        run.tally.trouble("died", repr(error))
        log.debug("died", exc_info=True)
    finally:
        log.handlers = handlers


def play(count: int, midi_count: int, seed: object, progress: Progress) -> dict[str, Any]:
    """Live once: throw so much at one daemon, and return its figures."""
    begun, spent = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="musiccm-fuzz-") as outside:
        folder = Path(outside) / "session"
        table = folder / "midi" / f"{_DEVICE}.yaml"
        table.parent.mkdir(parents=True)
        table.write_text(write_map(device_map(_DEVICE)), encoding="utf-8")
        before = _listing(outside)
        run = Fuzz(count, midi_count, seed, folder, progress)
        run_watched(run)
        run.conclude()
        left = sorted(entry for entry in _listing(outside) ^ before if entry[0] != _SCENES)
    for name in left:
        run.tally.trouble("file", f"{name} was made, or removed, or changed")
    return {
        **run.tally.figures(),
        "files": [name for name, _ in left],
        "interrupted": run.app.interrupted,
        "drafts": run.engine.drafts,
        "music_seconds": round(run._clock_.now(), 1),
        "seconds": round(time.monotonic() - begun, 1),
        "cpu_seconds": round(time.process_time() - spent, 1),
    }


def _listing(folder: str) -> set[tuple[str, int]]:
    root = Path(folder)
    return {(p.relative_to(root).as_posix(), p.stat().st_size) for p in root.rglob("*")}


def fuzz(
    count: int,
    midi_count: int,
    seed: int,
    out: Path | None = None,
    progress: Progress = lambda datagrams, midi: None,
) -> dict[str, Any]:
    """Throw so many datagrams and MIDI messages, and return plain figures.

    In parts, each the life of one daemon, with rubbish of its own. ``out`` is written after each;
    parts that it has already, of the same run, are not played again.
    """
    asked: dict[str, Any] = {"asked": [count, midi_count], "seed": seed}
    parts = _known(out, asked)
    for part in parts:
        progress(part["datagrams"], part["midi"])
    asked["machine"], n = machine(), max(1, -(-count // PART))
    while len(parts) < n:
        shares = [_share(whole, len(parts), n) for whole in (count, midi_count)]
        part = play(shares[0], shares[1], f"{seed}.{len(parts)}", progress)
        if part["interrupted"]:
            return {**asked, "interrupted": True, **merged([*parts, part])}
        parts.append(part)
        if out:
            text = json.dumps({**asked, **merged(parts), "parts": parts}, indent=1)
            out.write_text(text + "\n", encoding="utf-8")
    return {**asked, "interrupted": False, **merged(parts)}


def _share(whole: int, part: int, n: int) -> int:
    return whole * (part + 1) // n - whole * part // n


def _known(out: Path | None, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parts of the same run that a file has."""
    try:
        before = json.loads(out.read_text(encoding="utf-8")) if out else {}
        return list(before["parts"]) if asked.items() <= before.items() else []
    except (OSError, ValueError, KeyError, AttributeError):
        return []
