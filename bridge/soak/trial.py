"""One way to lose the engine: what the daemon's statuses say of it."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.soak.cable import CUTS
from bridge.soak.client import Client, Heard

UNPLUG, SLOW = "unplug", "slow"
LINK = (*CUTS, UNPLUG)
DEATHS = ("kill", "hang")
ENGINE = (*DEATHS, "exit", "memory", "nan", "shape", "short", SLOW)
LASTING = (*LINK, SLOW)  # what has to be mended
CALM_SECONDS = 8.0  # of planned music before anything is done
LEASE = 3600.0  # seconds
_LOOK = 0.05

Status = dict[str, Any]
Seen = Sequence[tuple[float, Status]]


@dataclass(frozen=True)
class Trial:
    """What was done, and after how many seconds what happened; None: it did not.

    ``away`` is the time until the music was no longer kept going as asked, ``loop`` that until the
    last bars went round, both from the blow. ``back`` is the time until the music was the engine's
    again, as asked: from the mending where something is mended, else from the blow.
    """

    kind: str
    away: float | None
    loop: float | None
    back: float | None
    zero_filled: int
    restarts: int
    fewest_steps: int
    trouble: str
    met: bool


def judged(kind: str, seen: Seen, begun: float, mended: float, whole: bool) -> Trial:
    """Return what the (time, status) of a trial say, of which the first was before it.

    ``whole`` tells whether the last one is that of music as it was asked. It is met when it is, no
    frame was filled with zeros, and the engine was started anew if, and only if, it was at fault.
    """
    before, after = seen[0][1], [(t, s) for t, s in seen if t >= begun]

    def first(wanted: Callable[[Status], bool]) -> float | None:
        return next((round(t - begun, 2) for t, s in after if wanted(s)), None)

    zeros, restarts = (int(seen[-1][1][n] - before[n]) for n in ("zero_filled", "restarts"))
    return Trial(
        kind=kind,
        away=first(lambda s: s["fallback"] != "none"),
        loop=first(lambda s: s["state"] == "looping"),
        back=round(seen[-1][0] - mended, 2) if whole else None,
        zero_filled=zeros,
        restarts=restarts,
        fewest_steps=min(int(s["steps"]) for _, s in seen),
        trouble=next((str(s["trouble"]) for _, s in after if s["trouble"]), ""),
        met=whole and zeros == 0 and (restarts > 0) == (kind not in LASTING),
    )


def is_whole(status: Status) -> bool:
    """Return whether the music is the engine's, as it was asked."""
    at_work = status["engine"] == "ready" and status["state"] == "playing"
    return bool(at_work and status["fallback"] == "none")


def is_calm(status: Status) -> bool:
    """Return the same, where enough is planned to begin."""
    return is_whole(status) and bool(status["ahead"] >= CALM_SECONDS)


class Watch:
    """Every status of a daemon since the last :meth:`begin`, ten a second."""

    def __init__(self, port: int) -> None:
        self._lock = threading.Lock()
        self._seen: list[tuple[float, Status]] = []
        self._client = Client(port, self._note)
        self._client.ask("subscribe", LEASE, answer="status.reply")

    def _note(self, heard: Heard) -> None:
        if heard.address == "status.reply":
            with self._lock:
                self._seen.append((heard.time, dict(heard.status())))

    def begin(self) -> Status:
        """Forget all but the newest, and return it."""
        with self._lock:
            del self._seen[:-1]
            return self._seen[-1][1]

    def seen(self) -> Seen:
        """Return (time, status) since then, in order, and the one before."""
        with self._lock:
            return list(self._seen)

    def until(self, wanted: Callable[[Status], bool], seconds: float) -> bool:
        """Wait until the newest status is as wanted; return whether it became so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self._lock:
                newest = self._seen[-1:]
            if newest and wanted(newest[0][1]):
                return True
            time.sleep(_LOOK)
        return False

    def close(self) -> None:
        """Listen no more."""
        self._client.close()
