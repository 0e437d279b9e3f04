"""What a daemon costs that nobody plays: processor, memory, and how soon it answers."""

import importlib.util
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bridge.soak import jackd
from bridge.soak.client import Client
from bridge.soak.daemon import Daemon, Usage
from bridge.soak.machine import load_average, machine
from bridge.soak.soak import JACK, SETTLE

PINGS = 100
PAUSE = 0.0137  # seconds between two of them, so that they come at all places of a block
LEASE = 600.0
RATE = 30.0  # features a second, as a panel or a light desk wants them


@dataclass(frozen=True)
class Options:
    """What ``musiccm bench daemon`` was asked."""

    seconds: float = 20.0
    engine: str = "tone"
    output: str = JACK
    prompt: str = "warm rhodes and brushed drums"
    checkpoint: Path | None = None


def measure(options: Options, say: Callable[[str], None]) -> dict[str, Any]:
    """Play a daemon of its own and return its figures. Raises StartupError."""
    with tempfile.TemporaryDirectory(prefix="musiccm-bench-") as folder, ExitStack() as stack:
        before = load_average()
        daemon = _start(options, folder, stack)
        say(daemon.lines[-1])
        usage = Usage(daemon.pid)
        time.sleep(SETTLE)
        figures = {"idle": _rest(usage, options.seconds)}
        client = Client(daemon.port)
        stack.callback(client.close)
        figures["answer_ms"] = _answers(client)
        client.ask("subscribe", LEASE, "features", RATE, answer="status.reply")
        figures["watched"] = _rest(usage, options.seconds)
        told = client.ask("status", answer="status.reply")
        status = told.status() if told else {}
        return {
            "engine": options.engine,
            "output": options.output,
            "midi": _has_midi(options),
            "machine": {**machine(), "load_before": before, "load_after": load_average()},
            **figures,
            "zero_filled": status.get("zero_filled"),
            "underruns": status.get("underruns"),
        }


def _start(options: Options, folder: str, stack: ExitStack) -> Daemon:
    """Start a daemon with everything on that costs: MIDI, OSCQuery, the tape, the gig log."""
    if options.output == JACK:
        name = f"bench{os.getpid()}"
        stack.enter_context(jackd.server(name))
        stack.enter_context(jackd.chosen(name))
    words = [options.prompt, "--engine", options.engine, "--device", options.output]
    words += ["--osc-port", "0", "--folder", folder, *(["--midi"] if _has_midi(options) else [])]
    words += ["--checkpoint", str(options.checkpoint)] if options.checkpoint else []
    return stack.enter_context(Daemon(words))


def _has_midi(options: Options) -> bool:
    return options.output == JACK and importlib.util.find_spec("rtmidi") is not None


def _rest(usage: Usage, seconds: float) -> dict[str, float]:
    """Return what it takes in so many seconds in which nothing is said to it."""
    usage.percent()
    woken = usage.wakings()
    time.sleep(seconds)
    return {
        "cpu_percent": round(usage.percent(), 2),
        "wakings": round((usage.wakings() - woken) / seconds, 1),
        "rss_mb": round(usage.megabytes(), 1),
    }


def _answers(client: Client) -> dict[str, float]:
    """Return how long a datagram takes to its answer, in ms."""
    took = []
    for number in range(PINGS):
        time.sleep(PAUSE)
        begun = time.monotonic()
        heard = client.ask("ping", float(number), answer="pong", seconds=1.0)
        took.append(1000 * ((heard.time if heard else time.monotonic()) - begun))
    p50, p95 = np.percentile(took, (50, 95))
    return {"p50": round(p50, 2), "p95": round(p95, 2), "worst": round(max(took), 2)}


def table(figures: dict[str, Any]) -> str:
    """Return the figures in lines for people."""
    parts = {"nobody plays it": figures["idle"], "features are watched": figures["watched"]}
    head = f"{'':<22}{'% of a core':>12}{'wakings/s':>12}{'MB':>8}"
    rows = [
        f"{name:<22}{row['cpu_percent']:>12}{row['wakings']:>12}{row['rss_mb']:>8}"
        for name, row in parts.items()
    ]
    answer = ", ".join(f"{name} {ms}" for name, ms in figures["answer_ms"].items())
    return "\n".join([head, *rows, f"datagram to answer, ms: {answer}"])
