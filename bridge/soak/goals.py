"""What a soak has to hold, and whether it did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
_BACK = "engine killed and hung, and back"


@dataclass(frozen=True)
class Verdict:
    """A goal with its figure; ``met`` is None where it could not be judged, ``note`` says why."""

    name: str
    figure: Any
    goal: str
    met: bool | None
    note: str = ""


def _at_most(name: str, figure: Any, most: float, unit: str, why_not: str) -> Verdict:
    met = None if figure is None else figure <= most
    return Verdict(name, figure, f"≤ {most:g} {unit}".strip(), met, why_not if met is None else "")


def _gaps(f: Figures) -> Verdict:
    ear, name = f["gaps"], "longest gap in the recorded sound, ms"
    if f["engine"] != "tone" or ear is None:
        return Verdict(name, None, "≤ 10", None, "only the tone engine never pauses by itself")
    return Verdict(name, ear["longest_ms"] if ear["gaps"] else 0.0, "≤ 10", not ear["gaps"])


def _underruns(f: Figures) -> Verdict:
    plain, name = f["plain_missed"], "underruns (those of a plain C client beside)"
    if plain is None:
        return Verdict(name, f["underruns"], "≤ plain", None, "no jackd, compiler or JACK headers")
    shown = f"{f['underruns']} ({plain})"
    return Verdict(name, shown, "≤ plain", f["underruns"] <= plain)


def _faults(f: Figures) -> Verdict:
    if not f["faults_planned"]:
        return Verdict(_BACK, None, "all back", None, "without load")
    back = sum(fault["recovered"] is not None for fault in f["faults"])
    kinds = [fault["kind"] for fault in f["faults"]]
    shown = f"{kinds.count('kill')} killed, {kinds.count('hang')} hung, {back} back"
    whole = back == len(f["faults"]) and (f["interrupted"] or len(kinds) == f["faults_planned"])
    return Verdict(_BACK, shown, "all back", whole and f["alive"])


def _idle_cpu(f: Figures) -> Verdict:
    return _at_most("processor time, nobody plays it, % of a core", f["idle_cpu"], 3, "", "ended")


def judge(f: Figures) -> list[Verdict]:
    """Return the verdict on each goal."""
    rows: list[Callable[[Figures], Verdict]] = [
        lambda f: _at_most("frames without music", f["zero_filled"], 0, "", "no status came"),
        _gaps,
        _underruns,
        _faults,
        lambda f: _at_most("growth of memory, MB", f["growth_mb"], 5, "", "too short"),
        lambda f: _at_most("memory without the engine, MB", f["rss_mb"], 200, "", "ended"),
        _idle_cpu,
        lambda f: _gesture(f, "idle", 200),
        lambda f: _gesture(f, "load", 500),
    ]
    return [row(f) for row in rows]


def _gesture(f: Figures, part: str, most: float) -> Verdict:
    name = f"gesture to sound, {part}, P95 ms"
    return _at_most(name, f[f"gestures_{part}"]["p95"], most, "", "no gesture was made")


def table(verdicts: list[Verdict]) -> str:
    """Return the verdicts as lines for a terminal."""
    marks = {True: "met", False: "MISSED", None: "-"}
    width = max(len(v.name) for v in verdicts)
    lines = (
        f"{marks[v.met]:<7}{v.name:<{width}}  {'-' if v.figure is None else v.figure}"
        f"  ({v.goal}){'  ' + v.note if v.note else ''}"
        for v in verdicts
    )
    return "\n".join(lines)
