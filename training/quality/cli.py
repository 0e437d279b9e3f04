"""``musiccm train quality``: judge how well the music follows what is asked."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from musiccm.errors import MusicCMError
from training.band.soundfont import SoundFontMissing
from training.classifier.judge import is_trained, train_judge
from training.data.shards import DatasetError, write_json
from training.evaluate.ledger import Ledger
from training.quality.beat import BEAT
from training.quality.changes import SECTION as CHANGES
from training.quality.chord import CHORD
from training.quality.controls import CONTROLS
from training.quality.held import SECTION as HELD
from training.quality.past import SECTION as PAST
from training.quality.report import gather, page
from training.quality.rig import Rig
from training.quality.section import Section
from training.quality.seeds import SEEDS
from training.quality.tasks import Task, held, judge
from training.quality.words import WORDS

FOLDER = click.Path(file_okay=False, path_type=Path)
SECTIONS = (CONTROLS, WORDS, CHANGES, SEEDS, BEAT, CHORD, HELD, PAST)
NAMES = ", ".join(section.name for section in SECTIONS)


@click.command("quality", short_help="Judge how well it follows: docs/quality.md.")
@click.option("--only", help=f"Comma-separated part of: {NAMES}.")
@click.option("--checkpoint", type=FOLDER, help="Checkpoint folder; default: the shipped one.")
@click.option(
    "--classifier",
    type=FOLDER,
    default=Path("runs/eval/style_classifier"),
    show_default=True,
    help="Run folder of the style classifier.",
)
@click.option("--classifier-data", type=FOLDER, help="Train it on this data set if it is not.")
@click.option(
    "--steps",
    type=click.Choice(["1", "2", "4", "8"]),
    default="4",
    show_default=True,
    help="Sampling steps.",
)
@click.option(
    "--out",
    type=FOLDER,
    default=Path("runs/quality"),
    show_default=True,
    help="Judgements and results; a second call on it goes on.",
)
@click.option(
    "--page",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/quality.md"),
    show_default=True,
    help="The page that is written.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes; default one for each core.")
@click.option("--soundfont", type=click.Path(path_type=Path))
@click.option("--compute", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps.")
@click.option("--dry-run", is_flag=True, help="Say what would be judged and stop.")
def command(
    only: str | None, target: Path, workers: int | None, classifier_data: Path | None,
    dry_run: bool, **options: Any,
) -> None:  # fmt: skip
    """Judge how well the music follows controls and words; write JSON and a page.

    Started again, it goes on where it stopped; what depends on a changed checkpoint, classifier or
    style is judged again. The page has every section that is judged whole.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    rig = Rig(**options | {"steps": int(options["steps"])})
    try:
        if classifier_data and not is_trained(rig.classifier) and not dry_run:
            train_judge(classifier_data, rig.classifier)
        todo = missing(rig, chosen(only))
        if dry_run:
            click.echo(json.dumps({kind: len(tasks) for kind, tasks in todo.items()}))
            return
        work(rig, todo, workers or os.cpu_count() or 1)
    except (DatasetError, SoundFontMissing, ValueError) as error:
        raise MusicCMError(str(error)) from error
    write(rig, target)


def chosen(only: str | None) -> list[Section]:
    """Return the sections that ``--only`` names, all without it."""
    names = [name.strip() for name in (only or NAMES).split(",")]
    known = [section.name for section in SECTIONS]
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"unknown section {unknown[0]!r}: use some of {NAMES}")
    return [section for section in SECTIONS if section.name in names]


def missing(rig: Rig, sections: Sequence[Section]) -> dict[str, list[Task]]:
    """Return by kind what is not judged yet, or stale."""
    tasks = list(dict.fromkeys(task for section in sections for task in section.tasks(rig)))
    found = held(rig, tasks, _ledger(rig))
    todo: dict[str, list[Task]] = {}
    for task in tasks:
        if task not in found:
            todo.setdefault(task.kind.name, []).append(task)
    return todo


def _ledger(rig: Rig) -> Ledger:
    return Ledger(rig.out / "records.jsonl")


def work(rig: Rig, todo: dict[str, list[Task]], workers: int) -> None:
    """Judge, and keep each record as it comes."""
    ledger = _ledger(rig)
    tasks = [task for part in todo.values() for task in part]
    with tqdm(judge(rig, tasks, workers), desc="quality", unit="clip", total=len(tasks)) as bar:
        for record in bar:
            ledger.add([record])


def write(rig: Rig, target: Path) -> None:
    """Write quality.json and the page; print the goals."""
    report = gather(rig, SECTIONS, _ledger(rig))
    write_json(rig.out / "quality.json", report)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(report, SECTIONS), encoding="utf-8")
    click.echo(json.dumps(report["goals"]))
    click.echo(f"wrote {target}")


if __name__ == "__main__":
    command()
