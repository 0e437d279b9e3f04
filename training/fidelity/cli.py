"""``musiccm train fidelity``: how near the drawn music comes to recordings."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from musiccm.checkpoint import FILES
from musiccm.errors import MusicCMError
from training.classifier.judge import is_trained, load_judge, train_judge
from training.data.reader import Dataset
from training.data.shards import DatasetError, write_json
from training.evaluate.heldout import Library
from training.evaluate.players import Players, digest
from training.fidelity.clips import Clip, cut
from training.fidelity.clouds import Clouds
from training.fidelity.damage import DAMAGE
from training.fidelity.report import TITLES, Cloud, figures, page
from training.fidelity.rows import STEPS, TEACHER_STEPS, Rows

FOLDER = click.Path(file_okay=False, path_type=Path)
SLOW = ("vocoder", f"teacher_{TEACHER_STEPS}")
ROWS = (*SLOW, *(f"student_{n}" for n in STEPS))


@click.command("fidelity", short_help="How near it comes to recordings: Fréchet distances.")
@click.option(
    "--data",
    type=FOLDER,
    required=True,
    help="Recordings: a data set of seeds that trained neither model nor classifier.",
)
@click.option("--clips", type=click.IntRange(64), default=1000, show_default=True)
@click.option(
    "--slow-clips",
    type=click.IntRange(64),
    default=300,
    show_default=True,
    help="Clips of the teacher and of the vocoder.",
)
@click.option("--rows", default=",".join(ROWS), show_default=True)
@click.option("--checkpoint", type=FOLDER, help="Checkpoint folder; default: the shipped one.")
@click.option(
    "--against",
    type=FOLDER,
    help="Another checkpoint whose student is measured beside it: the arm of an ablation.",
)
@click.option("--against-title", default="the other arm", show_default=True)
@click.option("--teacher", type=FOLDER, default=Path("runs/teacher"), show_default=True)
@click.option(
    "--classifier",
    type=FOLDER,
    default=Path("runs/eval/style_classifier"),
    show_default=True,
    help="Its run folder; trained there if it is not.",
)
@click.option("--classifier-data", type=FOLDER, help="Data set to train the classifier on.")
@click.option(
    "--out",
    type=FOLDER,
    default=Path("runs/fidelity"),
    show_default=True,
    help="Embeddings and results; a second call on it goes on.",
)
@click.option(
    "--page",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/fidelity.md"),
    show_default=True,
    help="The page that is written.",
)
@click.option("--compute", default="auto", show_default=True)
def command(rows: str, out: Path, target: Path, **options: Any) -> None:
    """Measure Fréchet distances to held-out recordings, with intervals, and write the page."""
    try:
        clouds, clips = _prepare(out, options)
        found = measure(clouds, clips, _names(rows), options)
    except (DatasetError, ValueError) as error:
        raise MusicCMError(str(error)) from error
    write_json(out / "fidelity.json", found)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(found), encoding="utf-8")
    click.echo(json.dumps(found))
    click.echo(f"wrote {target}")


def _names(text: str) -> list[str]:
    unknown = [name for name in text.split(",") if name not in ROWS]
    if unknown:
        raise click.UsageError(f"unknown row {unknown[0]!r}: use some of {', '.join(ROWS)}")
    return [name for name in ROWS if name in text.split(",")]


def _prepare(out: Path, options: dict[str, Any]) -> tuple[Clouds, list[Clip]]:
    classifier = options["classifier"]
    if not is_trained(classifier):
        if options["classifier_data"] is None:
            raise click.UsageError(f"no classifier in {classifier}: name --classifier-data")
        train_judge(options["classifier_data"], classifier)
    clips = cut(Dataset(options["data"]).pieces(), options["clips"])
    return Clouds(out / "clouds", load_judge(classifier)), clips


def measure(
    clouds: Clouds, clips: list[Clip], names: list[str], options: dict[str, Any]
) -> dict[str, Any]:
    """Return the figures of the rows ``names`` and of damaged recordings."""
    data, slow = options["data"].name, clips[: options["slow_clips"]]

    def cloud(players: Players, name: str) -> Cloud:
        key = f"{name} {data} {weights(players, name)}"
        return clouds.get(key, Rows(players).named(name), slow if name in SLOW else clips)

    players = make_players(clouds, options["checkpoint"], options)
    truth = clouds.get(f"truth {data}", Rows(players).named("truth"), clips)
    found = {name: cloud(players, name) for name in names}
    if options["against"]:
        other, title = make_players(clouds, options["against"], options), options["against_title"]
        students = [name for name in names if name.startswith("student")]
        found |= {f"{TITLES[name]}, {title}": cloud(other, name) for name in students}
    for name, spoil in DAMAGE.items():
        found[name] = clouds.get(f"{name} {data}", _spoiled(spoil), clips)
    return figures(found, truth, [clip.style for clip in clips])


def make_players(clouds: Clouds, checkpoint: Path | None, options: dict[str, Any]) -> Players:
    """Return what plays the rows of a checkpoint; no held-out pieces are needed."""
    library = Library(clouds.folder / "pieces", (0.0, 0.0), None)
    return Players(library, (), checkpoint, options["teacher"], options["compute"])


def weights(players: Players, name: str) -> str:
    """Return the digest of the weights that play a row."""
    if name.startswith("teacher"):
        return digest(players.teacher_weights)
    return digest(players.folder / (FILES[1] if name == "vocoder" else FILES[0]))


def _spoiled(spoil: Callable[[Clip], Any]) -> Callable[[list[Clip]], Any]:
    return lambda clips: (spoil(clip) for clip in clips)
