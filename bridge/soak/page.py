"""The page of soaks: ``python -m bridge.soak.page FILE.json ...`` writes docs/soak.md."""

import json
import sys
from pathlib import Path
from typing import Any

from bridge.soak.goals import Verdict
from bridge.soak.rubbish import flood_part, fuzz_part

PAGE = Path(__file__).parents[2] / "docs" / "soak.md"
_MARKS = {True: "met", False: "**missed**", None: "not judged"}

_HEAD = """# Soak

Made from the figures of `musiccm soak` by `python -m bridge.soak.page FILE.json ...`; do not edit.

`musiccm soak --minutes 30` plays the daemon from outside, as a performer would, and tries to
silence it. It starts `jackd -d dummy -r 48000 -p 256`, the daemon as a process of its own, and:

* kills its engine (SIGKILL) ten times and hangs it (SIGSTOP) three times in 30 minutes;
* sends bursts of 1,000 OSC messages a second, rubbish among them, and 500 MIDI messages a second,
  while a process burns a core;
* records what leaves with a C client, and looks for gaps (the tone engine holds tones that never
  pause); another C client plays a sine to such a microphone on a server of its own at the same
  time: the periods that it misses are the machine's.

Frames without music are those that had to be filled with zeros. Gesture to sound is the time from
the moment at which the performer sends other words for "now" to the moment at which the changed
samples leave the device; a minute without load comes before. Memory is that of the daemon's
process, without the engine's and without the shared memory of the JACK server; its growth is
counted from after a warm-up of three minutes.

`musiccm fuzz` throws a million datagrams and a million MIDI messages at it: values whose effect is
known without asking its decoder, extremes of every type, mutated and lying and deeply nested
packets, patterns, path tricks, noise; moves of every kind of control, cut and running and exclusive
messages. After each one what is known to hold is compared, and what means nothing must have changed
nothing. `musiccm bench flood` turns one slow parameter a thousand times a second.
"""


def _asked(f: dict[str, Any]) -> str:
    minutes = f"{f['minutes']:g} minutes"
    return f"## {minutes}, engine {f['engine']}, output {f['output']}\n"


def _machine(f: dict[str, Any]) -> str:
    m = f["machine"]
    return (
        f"{m['date']}, {m['cores']} cores ({m['processor']}), {m['system']}, Python {m['python']}. "
        f"Load average {m['load_before']} before it began and {m['load_under']} at its end: "
        f"{_crowd(m)}{_rested(m)} MIDI: {f['midi']}. {f.get('note', '')}".rstrip()
        + "\n"
    )


def _crowd(m: dict[str, Any]) -> str:
    before, cores = m["load_before"] or 0.0, m["cores"] or 1
    if before < 0.3 * cores:
        return "the machine was otherwise idle."
    return (
        f"other programs wanted the {cores} cores as well, before the soak's own load came; "
        "latencies and underruns are theirs as much as the daemon's."
    )


def _rested(m: dict[str, Any]) -> str:
    if "memory" not in m:
        return ""
    at_once, rested = m["memory"]["at_once_ms"], m["memory"]["rested_ms"]
    return f" To read 16 MB took {at_once:g} ms, and {rested:g} ms after a second of rest."


def _goals(f: dict[str, Any]) -> str:
    rows = [Verdict(**row) for row in f["goals"]]
    lines = (
        f"| {v.name} | {'' if v.figure is None else v.figure} | {v.goal} | {_MARKS[v.met]} |"
        for v in rows
    )
    return "| | figure | goal | |\n| --- | --- | --- | --- |\n" + "\n".join(lines) + "\n"


def _more(f: dict[str, Any]) -> str:
    rows = [
        f"| gesture to sound, {part} | {_gestures(f['gestures_' + part])} |"
        for part in ("idle", "load")
    ]
    rows += [f"| engine away, seconds, {kind} | {_away(f, kind)} |" for kind in ("kill", "hang")]
    if f["gaps"]:
        rows.append(f"| sound heard, seconds | {f['gaps']['seconds']} |")
        rows.append(f"| that the microphone itself missed, ms | {f['gaps']['unheard_ms']} |")
    rows.append(f"| times the music looped | {f['loops']} |")
    rows.append(f"| datagrams that were not OSC | {f['malformed']} |")
    return "| | |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def _gestures(g: dict[str, Any]) -> str:
    if not g["n"]:
        return "none"
    never = f", {g['never']} never" if g["never"] else ""
    return f"{g['n']} gestures, ms: P50 {g['p50']}, P95 {g['p95']}, P99 {g['p99']}{never}"


def _away(f: dict[str, Any], kind: str) -> str:
    times = [fault["recovered"] for fault in f["faults"] if fault["kind"] == kind]
    return ", ".join("never back" if t is None else f"{t:g}" for t in times) or "none"


def _part(f: dict[str, Any]) -> str:
    if "kinds" in f:
        return fuzz_part(f)
    if "drawn" in f:
        return flood_part(f)
    return "\n".join((_asked(f), _machine(f), _goals(f), _more(f)))


def page(runs: list[dict[str, Any]]) -> str:
    """Return the page as Markdown: what each is, then a part for each soak, fuzz and flood."""
    return "\n".join((_HEAD, *map(_part, runs)))


if __name__ == "__main__":
    figures = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]
    PAGE.write_text(page(figures), encoding="utf-8")
