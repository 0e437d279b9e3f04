"""``musiccm render``: a prompt to a WAV file."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
from tqdm import tqdm

from musiccm.errors import MusicCMError, PromptError
from musiccm.prompt import check_bpm, check_metre, parse_key
from musiccm.request import EXTEND, FUSIONS, GUIDANCE_RANGE, Score
from musiccm.song import Audio, SongFiles

if TYPE_CHECKING:
    from musiccm.mixer import Mixer

MAX_SECONDS = 4 * 3600.0  # what a WAV file holds
MAX_CANVAS_SECONDS = 3600.0  # a canvas is in memory whole


@click.command(
    help="Render a prompt to a WAV file (48 kHz, 24 bit, stereo).\n\n"
    'PROMPT is words, or "@FILE" for music in the style of that sound file.'
)
@click.argument("prompt")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="Exact length.")
@click.option("--bpm", type=float, help="Felt beats per minute; default: the style's.")
@click.option("--key", help="Like C, Am, F#m; default: drawn by the seed.")
@click.option("--metre", help="4/4, 3/4 or 6/8; default: the style's.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
@click.option(
    "--steps", type=int, default=4, show_default=True, help="Sampling steps: 1, 2, 4 or 8."
)
@click.option(
    "--guidance",
    type=click.FloatRange(*GUIDANCE_RANGE),
    default=2.0,
    show_default=True,
    help="How literally the words are taken: 0 not at all, 1 as they are, 4 most.",
)
@click.option(
    "--fusion",
    type=click.Choice((EXTEND, *FUSIONS)),
    default=EXTEND,
    show_default=True,
    help="Windows follow one another as live (extend) or are fused on one canvas.",
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("song.wav"), show_default=True)
@click.option("--stems", type=click.Path(path_type=Path), help="Folder for one mono WAV per stem.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option("--compute", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps.")
@click.option(
    "--dtype",
    type=click.Choice(("auto", "fp32", "bf16")),
    default="auto",
    show_default=True,
    help="Number format of matrix products; auto: what the machine is fast in.",
)
@click.option(
    "--log",
    metavar="GIG.jsonl",
    expose_value=False,
    help="Instead of a prompt: the log of a gig, rendered again sample for sample.",
)
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON in the last line.")
def command(  # noqa: D103
    prompt: str, seconds: float, out: Path, stems: Path | None, as_json: bool, **options: Any
) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    score = _score(prompt, seconds, options)
    for path in (out, *((stems / "x",) if stems else ())):
        _check_writable(path)
    report = _render(score, seconds, out, stems, options, quiet=as_json)
    click.echo(json.dumps(report) if as_json else _sentence(report, out))


def _score(prompt: str, seconds: float, options: dict[str, Any]) -> Score:
    if not prompt.strip():
        raise PromptError("the prompt is empty: say what to play, such as 'warm rhodes, slow'")
    if not 0 < seconds <= MAX_SECONDS:
        raise PromptError(
            f"--seconds {seconds:g} cannot be rendered: choose more than 0, at most 4 hours"
        )
    if options["fusion"] != EXTEND and seconds > MAX_CANVAS_SECONDS:
        raise PromptError("one canvas is an hour at most: choose --fusion extend or less --seconds")
    if options["bpm"] is not None:
        check_bpm(options["bpm"])
    if options["key"]:
        parse_key(options["key"])
    if options["metre"]:
        check_metre(options["metre"])
    if options["steps"] not in (1, 2, 4, 8):
        raise PromptError(f"--steps {options['steps']} is not trained: choose 1, 2, 4 or 8")
    return Score(
        prompts=((prompt, 1.0),),
        seed=options["seed"],
        steps=options["steps"],
        guidance=options["guidance"],
        key=options["key"],
        metre=options["metre"],
    )


def _check_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise MusicCMError(f"cannot write {path} ({reason}): choose another place") from error


def _render(
    score: Score,
    seconds: float,
    out: Path,
    stems: Path | None,
    options: dict[str, Any],
    *,
    quiet: bool,
) -> dict[str, Any]:
    begin = time.perf_counter()
    from musiccm.instrument import load_instrument
    from musiccm.mixer import Mixer
    from musiccm.render import blocks

    performer = load_instrument(options["checkpoint"], options["compute"], options["dtype"])
    loaded = time.perf_counter()
    found = performer.suggest(score)
    if found.absent or found.silent:
        click.echo(found.lacks(), err=True)
    bpm = options["bpm"] or found.bpm
    rate = performer.mel_config.sample_rate
    n_samples = round(seconds * rate)
    with (
        SongFiles(out, stems, rate) as files,
        tqdm(
            total=n_samples,
            unit="sample",
            unit_scale=True,
            disable=quiet or None,
            desc="render",
            leave=False,
        ) as bar,
    ):
        mixer = Mixer(rate)
        rendered = blocks(performer, score, bpm, n_samples + mixer.latency, options["fusion"])
        spent = _fill(files, mixer, rendered, bar)
    done = time.perf_counter()
    wall = {"load": loaded - begin, **spent, "total": done - loaded}
    return {
        "out": str(out),
        "seconds": n_samples / rate,
        "seed": score.seed,
        "steps": score.steps,
        "fusion": options["fusion"],
        "bpm": None if "tempo" in found.absent else bpm,
        "key": found.key or None,
        "metre": None if "metre" in found.absent else found.metre,
        "style": found.style,
        "absent": list(found.absent),
        "silent": list(found.silent),
        "wall": {stage: round(value, 4) for stage, value in wall.items()},
        "realtime_factor": round(seconds / wall["total"], 2),
    }


def _fill(
    files: SongFiles, mixer: "Mixer", rendered: Iterator[tuple[Audio, dict[str, float]]], bar: tqdm
) -> dict[str, float]:
    """Mix and write block by block; return seconds spent by stage (they overlap)."""
    clock = time.perf_counter
    spent = dict.fromkeys(("text", "denoiser", "vocoder", "mixer", "write"), 0.0)
    for stems, seconds in rendered:
        marks = [clock()]
        mixed = mixer.mix(stems)
        marks.append(clock())
        files.write(mixed.master, mixed.dry)
        marks.append(clock())
        mixing, writing = np.diff(marks).tolist()
        for stage, value in {**seconds, "mixer": mixing, "write": writing}.items():
            spent[stage] += value
        bar.update(mixed.master.shape[1])
    return spent


def _sentence(report: dict[str, Any], out: Path) -> str:
    key = f" in {report['key']}" if report["key"] else ""
    bpm = f"{report['bpm']:g} bpm, " if report["bpm"] else ""
    return (
        f"{out}: {report['seconds']:.2f} s of {report['style']}{key}, "
        f"{bpm}seed {report['seed']}, "
        f"made at {report['realtime_factor']:g} times real time"
    )
