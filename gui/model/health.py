"""Will it hold here? From status to a verdict in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

Status = Mapping[str, float | int | str]

ROOM = 0.6  # of its time that an answer may take and leave room for another program
TIGHT = 0.9


class Verdict(Enum):
    """The value is a sign that needs no colour to be told apart."""

    UNKNOWN = "…"
    GOOD = "✓"
    TIGHT = "!"
    BAD = "✕"


_RUNGS = {  # of the fallback ladder
    "fewer steps": (Verdict.TIGHT, "kept up with {steps}"),
    "planned": (Verdict.BAD, "engine {engine}: plan plays on{since}"),
    "looping": (Verdict.BAD, "engine {engine}: loops{since}"),
    "fading": (Verdict.BAD, "engine {engine}: fades out"),
}
_ENGINES = {"starting": "restarts", "ready": "late", "down": "gone", "away": "away"}


@dataclass(frozen=True)
class Health:
    """How safe the music is. ``ahead`` in bars; ``ms`` and ``budget`` in milliseconds.

    ``share`` is the part of its time that the engine takes for an answer (95th percentile).
    """

    verdict: Verdict
    words: str
    ahead: float = 0.0
    ms: float = 0.0
    budget: float = 0.0
    share: float = 0.0


def number(status: Status, name: str) -> float:
    """Return a number of the status, 0 where the daemon does not tell it."""
    value = status.get(name, 0.0)
    return 0.0 if isinstance(value, str) else float(value)


def bars_ahead(status: Status) -> float:
    """Return how many bars are planned after the playhead."""
    beats = number(status, "ahead") * number(status, "tempo") / 60
    return beats / (number(status, "beats_per_bar") or 4.0)


def steps_words(status: Status, asked: float) -> str:
    """Return how many steps are drawn, and of how many where that are fewer."""
    drawn = number(status, "steps")
    return f"{drawn:.0f} of {asked:.0f} steps" if drawn < asked else f"{drawn:.0f} steps"


def lasting(seconds: float) -> str:
    """Return for how long something has been so; "" for what has just begun."""
    if seconds < 1:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f" for {minutes}:{rest:02d} min" if minutes else f" for {rest} s"


def judge(status: Status, asked: float = 0.0, spell: float = 0.0) -> Health:
    """Return the verdict on a status; an empty one is unknown.

    ``asked`` are the steps that are wanted, ``spell`` the seconds since the rung was stepped on.
    """
    if not status:
        return Health(Verdict.UNKNOWN, "no daemon")
    ms, budget = number(status, "engine_p95"), number(status, "budget")
    share = ms / budget if budget else 0.0
    verdict, words = _verdict(status, share)
    words = words.format(
        steps=steps_words(status, asked),
        engine=_ENGINES.get(str(status.get("engine")), "gone"),
        since=lasting(spell),
    )
    return Health(verdict, words, bars_ahead(status), ms, budget, share)


def _verdict(status: Status, share: float) -> tuple[Verdict, str]:
    if (rung := _RUNGS.get(str(status.get("fallback")))) is not None:
        return rung
    if status.get("state") == "looping":
        return _RUNGS["looping"]
    if status.get("engine") in ("down", "stopped", "away"):
        return Verdict.BAD, "engine {engine}: it comes back"
    if not share:
        return Verdict.UNKNOWN, "measuring"
    if share >= 1.0:
        return Verdict.BAD, "too slow here: fewer steps"
    if share >= TIGHT:
        return Verdict.TIGHT, "only just: fewer steps help"
    return Verdict.GOOD, "it holds, with room" if share < ROOM else "it holds"
