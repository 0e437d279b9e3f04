"""How the machine fares, one fact a line, in plain words."""

from collections.abc import Iterator
from datetime import datetime

from gui.model.health import Status, bars_ahead, judge, lasting, number, steps_words

_RUNGS = {
    "none": "nothing is needed",
    "fewer steps": "fewer steps are drawn, since the engine is slow",
    "planned": "what was drawn before the engine went plays on",
    "looping": "the last bars loop on the grid until the engine is back",
    "fading": "the loop fades: there has been no engine for ten minutes",
}
_ENGINES = {
    "starting": "it starts",
    "ready": "it is there",
    "down": "it is gone, and started again by itself",
    "away": "the link to its machine is gone, and tried again by itself",
    "stopped": "it has stopped",
}


def facts(status: Status, asked: float, since: float, now: float) -> Iterator[tuple[str, str]]:
    """Yield a heading and its words for each fact.

    ``asked`` are the steps that are wanted; ``since`` is when the rung of the ladder was stepped
    on, and ``now`` the present, in Unix time.
    """
    health = judge(status, asked, now - since)
    yield "Will it hold here?", f"{health.verdict.value} {health.words}. {_answers(status)}".strip()
    yield "Engine", f"{_engine(status)}, on {_where(status)}"
    yield "Keeps going by", _rung(status, since, now)
    yield "Steps", f"{steps_words(status, asked)} are drawn"
    yield "Planned ahead", f"{bars_ahead(status):.1f} bars, {number(status, 'ahead'):.1f} s"
    yield "Sound", f"{status.get('output', '')}; {_missed(status)}"
    yield "Has looped", _times(number(status, "fallbacks"))
    yield "Kept on disk", f"the last minutes, {number(status, 'kept'):.0f} MB"
    yield "Model", str(status.get("model", ""))


def _answers(status: Status) -> str:
    ms, budget = number(status, "engine_p95"), number(status, "budget")
    if not ms or not budget:
        return ""
    busy = number(status, "load")
    return (
        f"An answer takes {ms / 1000:.2f} s, its music plays for {budget / 1000:.1f} s; "
        f"drawing takes {busy:.0f} % of the time."
    )


def _engine(status: Status) -> str:
    engine = str(status.get("engine", ""))
    restarts = number(status, "restarts")
    again = f" (restarted {_times(restarts)})" if restarts else ""
    return _ENGINES.get(engine, engine) + again


def _where(status: Status) -> str:
    device = str(status.get("compute", ""))
    if device.startswith("cuda"):
        return f"the GPU ({device})"
    return "the CPU" if device == "cpu" else device or "a device that it does not tell"


def _rung(status: Status, since: float, now: float) -> str:
    rung = str(status.get("fallback", ""))
    words = _RUNGS.get(rung, rung)
    if rung not in ("", "none"):
        words += f", since {datetime.fromtimestamp(since):%H:%M:%S}{lasting(now - since)}"
    trouble = str(status.get("trouble", ""))
    return f"{words}: {trouble}" if trouble else words


def _missed(status: Status) -> str:
    missed = number(status, "underruns")
    return "no block was missed" if not missed else f"{missed:.0f} blocks were missed"


def _times(n: float) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(round(n), f"{n:.0f} times")
