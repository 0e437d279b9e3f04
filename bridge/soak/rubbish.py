"""The parts of the page of soaks that tell of a fuzz and of a flood."""

from typing import Any


def _table(rows: list[tuple[str, object]]) -> str:
    lines = "\n".join(f"| {name} | {figure} |" for name, figure in rows)
    return f"| | |\n| --- | --- |\n{lines}\n"


def _host(m: dict[str, Any]) -> str:
    shared = (m["load_before"] or 0.0) >= 0.3 * (m["cores"] or 1)
    others = ": other programs wanted the cores as well" if shared else ""
    return (
        f"{m['date']}, {m['cores']} cores ({m['processor']}), {m['system']}, Python {m['python']}, "
        f"load average {m['load_before']} before it began{others}.\n"
    )


def fuzz_part(f: dict[str, Any]) -> str:
    """Return what a fuzz has found, from its JSON."""
    rate = (f["datagrams"] + f["midi"]) / max(f["seconds"], 1e-9)
    parts = f.get("parts", [])
    rows = [
        ("of OSC", _counts(f["kinds"])),
        ("of MIDI", _counts(f["midi_kinds"])),
        ("messages a second", f"{rate:.0f}"),
        ("minutes", f"{f['seconds'] / 60:.1f}"),
        *([("minutes of one core", f"{cpu / 60:.1f}")] if (cpu := f.get("cpu_seconds")) else []),
        ("lives of a daemon", len(parts) or 1),
        ("seconds of music meanwhile, drafts asked", f"{f['music_seconds']}, {f['drafts']}"),
        ("answers", sum(f["replies"].values())),
        ("growth of memory in one life, MB (worst)", f["grown_mb"]),
        ("growth in blocks of the interpreter (worst)", f["grown_blocks"]),
        ("slowest, ms of processor time", _slowest(f["slowest_ms"])),
        ("files made by it, but for the scenes", len(f["files"])),
        ("raised, died, silent, out of range, wrong states", _wrong(f)),
    ]
    title = f"## A fuzz of {f['datagrams']:,} datagrams and {f['midi']:,} MIDI messages"
    if f["datagrams"] < f["asked"][0]:
        title += f" (of {f['asked'][0]:,} that were asked)"
    return "\n".join((f"{title}, seed {f['seed']}\n", _host(f["machine"]), _table(rows)))


def _counts(kinds: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in kinds.items())


def _slowest(times: dict[str, float], most: int = 5) -> str:
    worst = sorted(times.items(), key=lambda pair: -pair[1])[:most]
    return ", ".join(f"{kind} {ms:g}" for kind, ms in worst)


def _wrong(f: dict[str, Any]) -> str:
    found = ", ".join(f"{kind} {count}" for kind, count in f["wrong"].items())
    return f"**{found}**" if found else "0"


def flood_part(f: dict[str, Any]) -> str:
    """Return what became of a flood, from its JSON."""
    heard = "never" if f["last_heard_ms"] is None else f"{f['last_heard_ms']} ms"
    rows = [
        ("changes sent, a second", f"{f['sent']:,}, {f['sent_per_second']}"),
        ("drawn by the engine a second", f["drawn_per_second"]),
        ("median of its answers, ms", f["engine_p50_ms"]),
        ("drawn after the last message (1 or 2: nothing queued)", f["drawn_after_the_last"]),
        ("from the last message until it is heard", heard),
        ("the last value is what holds", "yes" if f["newest_wins"] else "**no**"),
        ("frames without music", f["zero_filled"]),
    ]
    title = f"## A flood of {f['rate']:,} changes a second for {f['seconds']:g} s"
    return "\n".join((f"{title}, engine {f['engine']}\n", _host(f["machine"]), _table(rows)))
