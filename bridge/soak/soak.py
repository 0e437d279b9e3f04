"""One soak from its options to its figures."""

import importlib.util
import os
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.config import HOST
from bridge.errors import StartupError
from bridge.midi.controls import Control
from bridge.midi.maps import Map, Row, write_map
from bridge.soak import jackd, load
from bridge.soak.client import Client
from bridge.soak.daemon import Daemon, Usage
from bridge.soak.gaps import GapEar, hear_file
from bridge.soak.goals import Verdict, judge
from bridge.soak.machine import load_average, machine
from bridge.soak.performer import Performer, faults_for

JACK, NULL = "jack", "null"
SETTLE, IDLE = 5.0, 10.0  # seconds before and while nobody plays
WARM = 180.0  # seconds until all that is kept of the past is filled: 60 s of sound, 160 s of mel
CALM = 20.0  # seconds at both ends whose median is compared
SAMPLE_EVERY = 1.0
_PORTS = ("musiccm:left", "musiccm:right")
_PLAIN_PORTS = ("plain:left", "plain:right")
_KNOBS = {
    20: "density",
    21: "brightness",
    22: "intensity",
    23: "stem/lead/pan",
    24: "stem/drums/gain",
}


@dataclass(frozen=True)
class Options:
    """What ``musiccm soak`` was asked."""

    minutes: float = 30.0
    engine: str = "tone"
    output: str = JACK
    prompt: str = "warm rhodes and brushed drums"
    seed: int = 0
    checkpoint: Path | None = None

    @property
    def seconds(self) -> float:
        """How long is played under load."""
        return 60.0 * self.minutes

    @property
    def quiet(self) -> float:
        """How long is played before that without load: a fifth, a minute at most, and alone."""
        return min(60.0, 12.0 * self.minutes) or 60.0


@dataclass
class _Seen:
    """What is gathered while it plays."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    next_sample: float = 0.0
    begun_load: float | None = None
    idle_cpu: float | None = None
    status: dict[str, Any] = field(default_factory=dict)
    underruns_before: int = 0
    alive: bool = True
    last_lines: list[str] = field(default_factory=list)


class DaemonDied(Exception):
    """The daemon is gone: the soak is over."""


class Soak:
    """Runs once. ``say`` gets lines for people."""

    def __init__(self, options: Options, say: Callable[[str], None]) -> None:
        self._options, self._say = options, say
        self._ear, self._seen = GapEar(), _Seen()
        self._performer: Performer | None = None
        self._plain: dict[str, Any] = {}
        self._microphone: dict[str, Any] = {}
        self._interrupted = False
        self._midi = ""
        self._flood: list[str] = []
        self._machine = machine()
        self._load_after: float | None = None
        self._kinds = faults_for(options.minutes)

    def run(self) -> dict[str, Any]:
        """Play it and return plain figures, the verdicts among them; Ctrl-C ends it early."""
        with tempfile.TemporaryDirectory(prefix="musiccm-soak-") as folder:
            try:
                self._play(Path(folder))
            except KeyboardInterrupt:
                self._interrupted = True
            except DaemonDied:
                self._seen.alive = False
            self._listen_to_the_take(Path(folder))
        figures = self._figures()
        verdicts = judge(figures)
        return figures | {"goals": [v.__dict__ for v in verdicts], "missed": _missed(verdicts)}

    def _play(self, folder: Path) -> None:
        name = f"soak{os.getpid()}"
        with ExitStack() as stack:
            program = self._start_jack(name, folder, stack)
            daemon = self._start_daemon(name, folder, stack)
            client = Client(daemon.port)
            stack.callback(client.close)
            self._rest(daemon)
            self._listen(program, name, stack)
            self._perform(daemon, client, name)

    def _start_jack(self, name: str, folder: Path, stack: ExitStack) -> Path | None:
        """Start the servers, and return the plain client where it could be compiled."""
        if self._options.output != JACK:
            return None
        stack.enter_context(jackd.server(name))
        stack.enter_context(jackd.chosen(name))
        program = jackd.compiled(folder)
        if program:
            stack.enter_context(jackd.server(f"{name}plain"))
        else:
            self._say("no compiler or no JACK headers: no plain client to compare with")
        return program

    def _start_daemon(self, name: str, folder: Path, stack: ExitStack) -> Daemon:
        o = self._options
        options = [o.prompt, "--engine", o.engine, "--seed", str(o.seed), "--osc-port", "0"]
        options += ["--device", o.output, "--folder", str(folder), "--midi"]
        options += ["--checkpoint", str(o.checkpoint)] if o.checkpoint else []
        options += ["--record", str(_take(folder))] if o.output != JACK else []
        launcher: tuple[str, ...] = ("bridge.commands.run",)
        if o.output == JACK and importlib.util.find_spec("rtmidi"):
            self._midi = "JACK MIDI, a virtual port"
            _write_map(folder, f"{load.PORT_NAME}:out")
            self._flood = ["jack-midi"]
        else:
            port = _free_port()
            self._midi = "a fake port of the daemon"
            _write_map(folder, load.PORT_NAME)
            launcher = ("bridge.commands.fake_midi", str(port))
            self._flood = ["midi", str(port)]
        daemon = stack.enter_context(Daemon(options, launcher))
        self._say(daemon.lines[-1])
        return daemon

    def _rest(self, daemon: Daemon) -> None:
        """Let it play with nobody there."""
        time.sleep(SETTLE)
        usage = Usage(daemon.pid)
        time.sleep(IDLE)
        self._seen.idle_cpu = round(usage.percent(), 2)

    def _listen(self, program: Path | None, name: str, stack: ExitStack) -> None:
        if program is None:
            return
        microphone = jackd.Plain(program, name, "record", *_PORTS, hear=self._ear.hear)
        stack.callback(lambda: self._microphone.update(microphone.stop()))
        plain = jackd.Plain(program, f"{name}plain", "sine")
        stack.callback(lambda: self._plain.update(plain.stop()))
        stack.callback(jackd.Plain(program, f"{name}plain", "record", *_PLAIN_PORTS).stop)

    def _perform(self, daemon: Daemon, client: Client, name: str) -> None:
        usage = Usage(daemon.pid)
        client.ask("subscribe", 600.0, answer="status.reply")
        if client.newest:
            self._seen.underruns_before = int(str(client.newest.status()["underruns"]))
        self._performer = performer = Performer(
            client, self._options.seed, lambda: self._look(daemon, client, usage)
        )
        try:
            self._say(f"{self._options.quiet:.0f} s without load")
            performer.play(self._options.quiet, [])
            if not self._kinds:
                return
            with ExitStack() as stack:
                self._begin_load(daemon, stack)
                performer.part = "load"
                performer.play(self._options.seconds, self._kinds)
                self._load_after = load_average()
        finally:
            answer = client.ask("status", answer="status.reply") or client.newest
            self._seen.status = dict(answer.status()) if answer else {}
            self._seen.alive = daemon.alive
            self._seen.last_lines = [*daemon.lines][-12:] + [f"exit code {daemon.exit_code}"]

    def _begin_load(self, daemon: Daemon, stack: ExitStack) -> None:
        self._seen.begun_load = time.monotonic()
        self._say(
            f"{self._options.minutes:g} min: {load.RATE} messages a second in bursts, "
            f"{load.MIDI_RATE} of MIDI ({self._midi}), a busy process, "
            f"{self._kinds.count('kill')} kills, {self._kinds.count('hang')} hangs"
        )
        seed = self._options.seed
        stack.callback(load.Load("osc", daemon.port, seed).stop)
        stack.callback(load.Load(*self._flood, seed).stop)
        stack.callback(load.Load("burn").stop)

    def _look(self, daemon: Daemon, client: Client, usage: Usage) -> None:
        if not daemon.alive:
            raise DaemonDied
        now = time.monotonic()
        if now >= self._seen.next_sample:
            self._seen.next_sample = now + SAMPLE_EVERY
            self._seen.memory.append((now, usage.megabytes()))

    def _listen_to_the_take(self, folder: Path) -> None:
        if self._options.output != JACK and _take(folder).exists():
            hear_file(self._ear, str(_take(folder)))
        self._ear.end()

    def _figures(self) -> dict[str, Any]:
        seen, o = self._seen, self._options
        played = self._performer.figures() if self._performer else Performer.nothing()
        heard = self._ear.heard > 0
        return {
            "minutes": o.minutes,
            "engine": o.engine,
            "output": o.output,
            "midi": self._midi,
            "seed": o.seed,
            "interrupted": self._interrupted,
            "alive": seen.alive,
            "machine": {**self._machine, "load_under": self._load_after},
            "last_lines": seen.last_lines,
            "faults_planned": len(self._kinds),
            **played,
            "zero_filled": seen.status.get("zero_filled"),
            "underruns": int(seen.status.get("underruns", 0)) - seen.underruns_before,
            "plain_missed": self._plain.get("missed"),
            "plain_periods": self._plain.get("periods"),
            "microphone": self._microphone,
            "gaps": self._ear.figures() if heard else None,
            "loops": seen.status.get("fallbacks"),
            "restarts": seen.status.get("restarts"),
            "malformed": seen.status.get("malformed"),
            "idle_cpu": seen.idle_cpu,
            "rss_mb": round(max((mb for _, mb in seen.memory), default=0.0), 1) or None,
            "growth_mb": growth(seen.memory, seen.begun_load),
        }


def growth(memory: list[tuple[float, float]], begun: float | None) -> float | None:
    """Return by how many MB memory grew from after the warm-up to the end; None for too short.

    ``memory`` is (time, MB); the medians of CALM seconds at both ends are compared.
    """
    if begun is None or not memory:
        return None
    end = memory[-1][0]
    warm = begun + min(WARM, (end - begun) / 2)
    first = [mb for t, mb in memory if warm <= t <= warm + CALM]
    last = [mb for t, mb in memory if t >= end - CALM]
    if end - warm < 2 * CALM:
        return None
    return round(_median(last) - _median(first), 2)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _missed(verdicts: list[Verdict]) -> int:
    return sum(v.met is False for v in verdicts)


def _take(folder: Path) -> Path:
    return folder / "take.wav"


def _write_map(folder: Path, device: str) -> None:
    """Give some of the flooding controller's knobs something to do."""
    rows = [Row(Control("cc", 1, number), target) for number, target in _KNOBS.items()]
    rows.append(Row(Control("note", 1), "chord", when="beat"))
    path = folder / "midi" / f"{device.replace(':', '_')}.yaml"
    path.parent.mkdir()
    path.write_text(write_map(Map(device, tuple(rows))), encoding="utf-8")


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def choose_output(asked: str | None, say: Callable[[str], None]) -> str:
    """Return the asked output; unasked, JACK's dummy driver where it is, else none, and say so.

    Raises
    ------
    StartupError
        When JACK is asked for and is not there.
    """
    if asked == JACK and not jackd.there():
        raise StartupError("jackd is not there: install it (Debian: apt install jackd2)")
    if asked is None and not jackd.there():
        say("jackd is not there: playing to a null output at the true speed")
        return NULL
    return asked or JACK
