"""A flood of one slow parameter: what of it is drawn, and when the last value is heard."""

import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bridge.soak.client import Client, Heard
from bridge.soak.daemon import Daemon
from bridge.soak.machine import machine

_NAME = "density"
_TICK = 0.01  # seconds between two handfuls
_SETTLE = 2.0  # seconds of music before it
_CALM = 2.0  # seconds without anything newly heard, after which nothing waits any more
_MOST_LEFT = 2  # answers after the last message: the one on its way, and the one with the last


@dataclass(frozen=True)
class Options:
    """What ``musiccm bench flood`` was asked."""

    seconds: float = 5.0
    rate: int = 1000
    engine: str = "tone"
    output: str = "null"
    prompt: str = "warm rhodes and brushed drums"
    checkpoint: Path | None = None


def flood(options: Options) -> dict[str, Any]:
    """Play a daemon from outside and return plain figures. Raises StartupError."""
    with tempfile.TemporaryDirectory(prefix="musiccm-flood-") as folder:
        asked = [options.prompt, "--engine", options.engine, "--device", options.output]
        asked += ["--osc-port", "0", "--folder", folder]
        asked += ["--checkpoint", str(options.checkpoint)] if options.checkpoint else []
        host = machine()
        with Daemon(asked) as daemon:
            figures = _drown(daemon.port, options)
    told = {**asdict(options), "checkpoint": str(options.checkpoint or "")}
    return {**told, "machine": host, **figures}


def _drown(port: int, options: Options) -> dict[str, Any]:
    heard: list[Heard] = []
    client = Client(port, lambda answer: _note(heard, answer))
    try:
        client.ask("subscribe", 600.0, answer="status.reply")
        time.sleep(_SETTLE)
        begun = time.monotonic()
        sent, value, ended = _pour(client, options)
        while time.monotonic() - (heard[-1].time if heard else ended) < _CALM:
            time.sleep(_TICK)
        return _judge(client, heard, (begun, ended), sent, value)
    finally:
        client.close()


def _note(heard: list[Heard], answer: Heard) -> None:
    """Keep what is told of a drawn change: seconds from then on, and the names."""
    if answer.address == "plan/heard" and _NAME in answer.arguments[1:]:
        heard.append(answer)


def _pour(client: Client, options: Options) -> tuple[int, float, float]:
    """Send changes for now at an even rate; return how many, the last value, and when it went."""
    begun, sent, value, last = time.monotonic(), 0, 0.0, 0.0
    while (now := time.monotonic()) < begun + options.seconds:
        while sent < (now - begun) * options.rate:
            sent += 1
            value = sent * 0.618034 % 1.0  # none like the one before
            last = client.say(_NAME, value, "now")
        time.sleep(_TICK)
    return sent, value, last


def _judge(
    client: Client, heard: list[Heard], span: tuple[float, float], sent: int, value: float
) -> dict[str, Any]:
    begun, ended = span
    held = client.ask(f"{_NAME}/get", answer=_NAME)
    status = client.ask("status", answer="status.reply")
    told = status.status() if status else {}
    left = [h for h in heard if h.time > ended]
    seconds = float(str(left[-1].arguments[0])) if left else 0.0
    newest = held is not None and abs(float(str(held.arguments[0])) - value) < 1e-6
    return {
        "sent": sent,
        "sent_per_second": round(sent / (ended - begun), 1),
        "drawn": len(heard),
        "drawn_per_second": round((len(heard) - len(left)) / (ended - begun), 2),
        "engine_p50_ms": round(float(str(told.get("engine_p50", 0.0))), 1),
        "drawn_after_the_last": len(left),
        "last_heard_ms": round(1000 * (left[-1].time + seconds - ended), 1) if left else None,
        "newest_wins": newest,
        "zero_filled": told.get("zero_filled"),
        "met": newest and 0 < len(left) <= _MOST_LEFT and told.get("zero_filled") == 0,
    }
