"""All figures of one instrument, their ratios, and the table of them."""

from typing import Any

from musiccm.bench import teacher
from musiccm.bench.live import PROMPTS, Set, extensions, renders, replans
from musiccm.bench.samples import Samples, machine, memory_mb
from musiccm.instrument import Instrument
from musiccm.performer import Performer
from musiccm.request import EXTEND_FRAMES, Score

RENDERS = 3
Figures = dict[str, Any]


def measure(
    performer: Instrument, seconds: float, repeats: int, exact: Instrument | None = None
) -> Figures:
    """Measure text, denoiser, vocoder, a live re-plan and a whole render.

    ``exact`` is the same instrument in fp32, measured in the same run for the ratios. Returns plain
    figures: milliseconds, and how many times faster than real time.
    """
    figures = {"machine": machine(performer), **_stages(performer, seconds, repeats)}
    ratios: Figures = {}
    if exact is not None:
        figures["fp32"] = _stages(exact, seconds, repeats)
        ratios["to_fp32"] = _ratios(figures, figures["fp32"])
    if isinstance(performer, Performer):
        figures["teacher_50"] = teacher.drawing(performer).summary()
        ratios["to_teacher_50"] = _to_teacher(figures)
    return {**figures, "ratios": ratios, "memory_mb": memory_mb(performer.compute.device)}


def _stages(performer: Instrument, seconds: float, repeats: int) -> Figures:
    live, steps = Set(performer), Score(()).steps
    chunks = list(extensions(live, repeats))
    drawn = [chunk.seconds["denoiser"] for chunk in chunks]
    stages = {
        "text": _new_words(performer, repeats),
        "denoiser": Samples(tuple(drawn)),
        "denoiser_step": Samples(tuple(spent / steps for spent in drawn)),
        "vocoder": Samples(tuple(chunk.seconds["vocoder"] for chunk in chunks)),
        "extension": Samples(tuple(sum(chunk.seconds.values()) for chunk in chunks)),
    }
    rendered = renders(performer, seconds, min(repeats, RENDERS))
    return {
        **{name: samples.summary() for name, samples in stages.items()},
        "extension_seconds": round(EXTEND_FRAMES / performer.mel_config.frame_rate, 3),
        "replan": {name: found.summary() for name, found in replans(live, repeats).items()},
        "render": {
            **rendered.summary(),
            "seconds": seconds,
            "realtime_factor": round(seconds / rendered.p50, 2),
        },
    }


def _new_words(performer: Instrument, repeats: int) -> Samples:
    encode = performer.text.encode
    return Samples.of(
        performer.clock, lambda n: encode([f"{PROMPTS[n % len(PROMPTS)]} {n}"]), repeats
    )


def _ratios(figures: Figures, other: Figures) -> dict[str, float]:
    """Return how many times ``other`` takes what ``figures`` say."""
    pairs = {name: (figures[name], other[name]) for name in ("denoiser_step", "vocoder", "render")}
    pairs["replan_first_250_ms"] = tuple(f["replan"]["first_250_ms"] for f in (figures, other))
    return {name: round(b["p50_ms"] / a["p50_ms"], 2) for name, (a, b) in pairs.items()}


def _to_teacher(figures: Figures) -> dict[str, float]:
    drawn = figures["teacher_50"]["p50_ms"]
    mine, sound = figures["denoiser"]["p50_ms"], figures["vocoder"]["p50_ms"]
    return {
        "denoiser": round(drawn / mine, 2),
        "end_to_end": round((drawn + sound) / (mine + sound), 2),
    }


def table(figures: Figures) -> list[str]:
    """Return the lines of a table for people."""
    rows = {
        "text, new words": figures["text"],
        "denoiser, one step": figures["denoiser_step"],
        f"denoiser, {figures['extension_seconds']:.1f} s": figures["denoiser"],
        f"vocoder, {figures['extension_seconds']:.1f} s": figures["vocoder"],
        "re-plan, first 250 ms": figures["replan"]["first_250_ms"],
        "re-plan, first second": figures["replan"]["first_second"],
        "re-plan, all": figures["replan"]["whole"],
        f"render, {figures['render']['seconds']:g} s": figures["render"],
    }
    lines = [_where(figures["machine"])]
    lines += [
        f"{name:<24}{row['p50_ms']:>10.1f} ms p50{row['p95_ms']:>10.1f} ms p95"
        for name, row in rows.items()
    ]
    lines.append(f"{'render, real time':<24}{figures['render']['realtime_factor']:>10.1f} ×")
    lines += [
        f"{name + ' / ' + base.removeprefix('to_'):<36}{ratio:>10.2f}"
        for base, ratios in figures["ratios"].items()
        for name, ratio in ratios.items()
    ]
    memory = ", ".join(f"{name} {held} MB" for name, held in figures["memory_mb"].items())
    return [*lines, f"memory: {memory}"]


def _where(found: Figures) -> str:
    return (
        f"{found['device']} ({found['device_name']}), {found['dtype']}, "
        f"{found['tasks']} of {found['cores']} cores, {found['threads']} thread(s) a task"
    )
