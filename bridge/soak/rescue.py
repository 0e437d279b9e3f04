"""The engine is taken away in every way there is, and the music's rescue is timed."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bridge.engine.keys import make_keys
from bridge.errors import StartupError
from bridge.soak import netns
from bridge.soak.cable import Cable
from bridge.soak.daemon import Daemon
from bridge.soak.far import Far
from bridge.soak.gaps import GapEar, hear_file
from bridge.soak.machine import machine
from bridge.soak.trial import (
    DEATHS,
    ENGINE,
    LASTING,
    LINK,
    SLOW,
    UNPLUG,
    Status,
    Trial,
    Watch,
    is_calm,
    is_whole,
    judged,
)

PATIENCE = 120.0  # seconds until the music is the engine's again: then it is given up
SLOW_SECONDS = 25.0  # at least: two slow answers in a row take half of that
SLOW_ANSWER = 5.5  # seconds for 5.5 s of music: five times what leaves room for gestures
_SIGNALS = {"kill": "SIGKILL", "hang": "SIGSTOP"}


@dataclass(frozen=True)
class Options:
    """What ``musiccm bench rescue`` was asked.

    ``here``: the engine is beside the daemon; ``spare``: with a second one that waits.
    """

    kinds: tuple[str, ...] = ()
    seconds: float = 30.0
    engine: str = "tone"
    here: bool = False
    spare: bool = False
    checkpoint: Path | None = None
    prompt: str = "warm rhodes and brushed drums"


@dataclass(frozen=True)
class Stage:
    """A daemon that plays, and what takes its engine away and gives it back.

    ``ready`` tells whether it may be taken away for the n-th time, n from 1.
    """

    daemon: Daemon
    strike: Callable[[str, Status], None]
    mend: Callable[[str], None]
    ready: Callable[[int], bool] = lambda n: True


def kinds_for(options: Options, rooms: bool) -> tuple[str, ...]:
    """Return what is done; ``rooms`` says whether there can be namespaces.

    Raises
    ------
    StartupError
        For what was chosen and cannot be done.
    """
    breakable = ENGINE if options.engine == "tone" else DEATHS
    known = DEATHS if options.here else (*LINK, *breakable)
    if options.spare and not options.here:
        raise StartupError("--spare is measured with --here")
    if UNPLUG in options.kinds and UNPLUG in known and not rooms:
        raise StartupError("unplug takes a network namespace: Linux, root, and iproute2")
    if strange := set(options.kinds) - set(known):
        names = ", ".join(sorted(strange))
        raise StartupError(f"{names}: not done to such an engine; choose of {', '.join(known)}")
    return options.kinds or tuple(kind for kind in known if kind != UNPLUG or rooms)


class Rescue:
    """Runs once. ``say`` gets lines for people."""

    def __init__(self, options: Options, say: Callable[[str], None]) -> None:
        rooms = not options.here and netns.there()
        self._options = replace(options, kinds=kinds_for(options, rooms))
        self._say, self._machine = say, machine()

    def run(self) -> dict[str, Any]:
        """Do all that was asked and return plain figures. Raises StartupError."""
        o, trials, gaps = self._options, list[Trial](), list[dict[str, Any]]()
        for unplug in (False, True):
            kinds = [kind for kind in o.kinds if (kind == UNPLUG) == unplug]
            if kinds:
                with tempfile.TemporaryDirectory(prefix="musiccm-rescue-") as folder:
                    trials += self._play(Path(folder), kinds, unplug)
                    gaps += [_heard(Path(folder))] if o.engine == "tone" else []
        missed = sum(not trial.met for trial in trials) + sum(ear["gaps"] > 0 for ear in gaps)
        asked = {"engine": o.engine, "here": o.here, "spare": o.spare, "seconds": o.seconds}
        told = {"trials": [asdict(trial) for trial in trials], "gaps": gaps, "missed": missed}
        return {**asked, "machine": self._machine, **told}

    def _play(self, folder: Path, kinds: list[str], unplug: bool) -> Iterator[Trial]:
        with ExitStack() as stack:
            if self._options.here:
                stage = self._here(folder, stack)
            else:
                make_keys(folder / "keys")
                stage = (self._in_a_room if unplug else self._behind_a_cable)(folder, stack)
            watch = Watch(stage.daemon.port)
            stack.callback(watch.close)
            for n, kind in enumerate(kinds, 1):
                watch.until(lambda s, n=n: stage.ready(n), PATIENCE)  # type: ignore[misc]
                yield self._try(kind, watch, stage)

    def _try(self, kind: str, watch: Watch, stage: Stage) -> Trial:
        if not watch.until(is_calm, PATIENCE):
            self._say(f"{kind} begins although the machine is too busy for the music of now")
        if not stage.daemon.alive:
            raise StartupError(f"the daemon has ended: {' / '.join(stage.daemon.lines)}")
        self._say(kind)
        before, begun = watch.begin(), time.monotonic()
        stage.strike(kind, before)
        if kind in LASTING:
            asked = self._options.seconds
            time.sleep(max(asked, SLOW_SECONDS) if kind == SLOW else asked)
            stage.mend(kind)
        mended = time.monotonic() if kind in LASTING else begun
        restarts = before["restarts"] + (kind not in LASTING)
        whole = watch.until(lambda s: is_whole(s) and s["restarts"] >= restarts, PATIENCE)
        return judged(kind, watch.seen(), begun, mended, whole and stage.daemon.alive)

    def _daemon(self, folder: Path, stack: ExitStack, engine: list[str]) -> Daemon:
        options = [self._options.prompt, "--engine", *engine, "--osc-port", "0", "--no-oscquery"]
        options += ["--device", "null", "--folder", str(folder), "--log", "none", "--keep", "0"]
        options += ["--record", str(folder / "take.wav")]
        return stack.enter_context(Daemon(options))

    def _here(self, folder: Path, stack: ExitStack) -> Stage:
        o = self._options
        engine = [o.engine, *(["--checkpoint", str(o.checkpoint)] if o.checkpoint else [])]
        daemon = self._daemon(folder, stack, [*engine, *(["--spare"] if o.spare else [])])

        def ready(n: int) -> bool:
            return (
                not o.spare or sum("spare engine is loaded" in line for line in daemon.lines) >= n
            )

        def strike(kind: str, status: Status) -> None:
            os.kill(int(status["engine_pid"]), getattr(signal, _SIGNALS[kind]))

        return Stage(daemon, strike, lambda kind: None, ready)

    def _behind_a_cable(self, folder: Path, stack: ExitStack) -> Stage:
        keys, o = folder / "keys", self._options
        far = stack.enter_context(Far(keys / "engine", o.engine, o.checkpoint))
        cable = stack.enter_context(Cable(far.port))
        engine = [f"tcp://127.0.0.1:{cable.port}", "--keys", str(keys / "daemon")]

        def strike(kind: str, status: Status) -> None:
            if kind in LINK:
                cable.cut(kind)
            else:
                far.order(kind, SLOW_ANSWER if kind == SLOW else 0.0)

        def mend(kind: str) -> None:
            if kind in LINK:
                cable.mend()
            else:
                far.order("none")

        return Stage(self._daemon(folder, stack, engine), strike, mend)

    def _in_a_room(self, folder: Path, stack: ExitStack) -> Stage:
        keys, o = folder / "keys", self._options
        room = stack.enter_context(netns.room())
        far = Far(keys / "engine", o.engine, o.checkpoint, room.address, room.door)
        port = stack.enter_context(far).port
        engine = [f"tcp://{room.address}:{port}", "--keys", str(keys / "daemon")]
        daemon = self._daemon(folder, stack, engine)
        return Stage(daemon, lambda kind, status: room.unplug(), lambda kind: room.plug())


def _heard(folder: Path) -> dict[str, Any]:
    """Return how the take of the fake engine's held tones sounds."""
    ear = GapEar()
    hear_file(ear, str(folder / "take.wav"))
    ear.end()
    return ear.figures()


def table(trials: list[dict[str, Any]]) -> str:
    """Return the trials as lines for a terminal."""
    names = ("away", "loop", "back", "zero_filled", "restarts", "fewest_steps")
    lines = [f"{'':<7}{'':<8}" + "".join(f"{name:>13}" for name in names) + "  why"]
    for row in trials:
        told = "".join(f"{'-' if row[name] is None else row[name]:>13}" for name in names)
        lines.append(
            f"{'met' if row['met'] else 'MISSED':<7}{row['kind']:<8}{told}  {row['trouble']}"
        )
    return "\n".join(lines)
