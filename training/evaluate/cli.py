"""``musiccm train eval``: judge a checkpoint and write the model card's table."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from musiccm.errors import CheckpointError, MusicCMError
from training.classifier.judge import STEPS, is_trained, load_judge, shares_seeds, train_judge
from training.compose.loader import load_styles
from training.data.reader import Dataset
from training.data.shards import DatasetError, write_json
from training.evaluate.card import write_card
from training.evaluate.heldout import heldout_seeds
from training.evaluate.judging import Job, Setup, fingerprint, run
from training.evaluate.ledger import Ledger, Record
from training.evaluate.players import ROWS
from training.evaluate.report import gather, read
from training.evaluate.table import markdown

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("eval", short_help="Judge a checkpoint: the model card's table.")
@click.option(
    "--pieces", type=click.IntRange(2), default=100, show_default=True, help="Held-out pieces."
)
@click.option("--rows", default=",".join(ROWS), help="Comma-separated part of: " + ", ".join(ROWS))
@click.option("--checkpoint", type=FOLDER, help="Checkpoint folder; default: the shipped one.")
@click.option("--data", type=FOLDER, default=Path("runs/data"), show_default=True)
@click.option(
    "--teacher",
    type=FOLDER,
    default=Path("runs/teacher"),
    show_default=True,
    help="Run folder of the teacher.",
)
@click.option(
    "--teacher-pieces",
    type=click.IntRange(1),
    help="Judge the teacher, the slow row, on the first of the pieces only.",
)
@click.option(
    "--student",
    type=FOLDER,
    default=Path("runs/distill"),
    show_default=True,
    help="Run folder of the student: only its minutes are read.",
)
@click.option(
    "--vocoder",
    type=FOLDER,
    default=Path("runs/vocoder"),
    show_default=True,
    help="Run folder of the vocoder: only its minutes and report are read.",
)
@click.option("--polish", type=FOLDER, help="Run folder of a last stage, if any: only its minutes.")
@click.option(
    "--out",
    type=FOLDER,
    default=Path("runs/eval"),
    show_default=True,
    help="Pieces, judgements and results; a second call on it goes on.",
)
@click.option(
    "--card",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/model_card.md"),
    show_default=True,
    help="Written when every row is there.",
)
@click.option(
    "--classifier-data",
    type=FOLDER,
    help="Data set for the style classifier, of seeds of its own; default: --data.",
)
@click.option("--classifier-steps", type=click.IntRange(1), default=STEPS, show_default=True)
@click.option(
    "--endurance",
    type=click.FloatRange(2),
    metavar="MINUTES",
    help="Also render that long and compare the last minute with the first.",
)
@click.option("--endurance-prompt", default="melodic house, warm and driving", show_default=True)
@click.option("--pictures", is_flag=True, help="Also draw six prompts beside the card.")
@click.option(
    "--trained-on",
    default="two CPU cores, no GPU",
    show_default=True,
    help="The card's words for the machine that trained.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes; default one for each core.")
@click.option("--soundfont", type=click.Path(path_type=Path))
@click.option("--compute", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop.")
def command(pieces: int, rows: str, out: Path, dry_run: bool, **options: Any) -> None:
    """Judge the checkpoint on held-out pieces, by tools that had no part in training.

    Started again, it goes on where it stopped; only what a changed checkpoint or classifier has
    made stale is judged again.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    names = _rows(rows)
    try:
        setup = make_setup(pieces, out, options)
        if dry_run:
            click.echo(json.dumps(plan(setup, names), indent=1))
            return
        prepare_classifier(setup, options["classifier_data"] or options["data"],
                           options["classifier_steps"])  # fmt: skip
        judge(setup, names, options["workers"] or os.cpu_count() or 1)
        extras(setup, options)
        report(setup, options)
    except (DatasetError, ValueError) as error:
        raise MusicCMError(str(error)) from error


def _rows(text: str) -> tuple[str, ...]:
    asked = [name.strip() for name in text.split(",")]
    unknown = [name for name in asked if name not in ROWS]
    if unknown:
        raise click.UsageError(f"unknown row {unknown[0]!r}: use some of {', '.join(ROWS)}")
    return tuple(row for row in ROWS if row in asked)


def make_setup(pieces: int, out: Path, options: dict[str, Any]) -> Setup:
    """Return the paths and seeds of an evaluation."""
    seconds = Dataset(options["data"]).config["plan"]["seconds"]
    return Setup(
        out=out, seeds=tuple(heldout_seeds(pieces, sorted(load_styles()))), seconds=tuple(seconds),
        classifier=out / "style_classifier", checkpoint=options["checkpoint"],
        teacher=options["teacher"], soundfont=options["soundfont"], compute=options["compute"],
        teacher_pieces=options["teacher_pieces"],
    )  # fmt: skip


def plan(setup: Setup, rows: Sequence[str]) -> dict[str, Any]:
    """Say what a run would do."""
    trained = is_trained(setup.classifier)
    todo = sum(len(setup.seeds_of(row)) for row in rows)
    if trained:
        todo = sum(len(found) for _, found in missing(setup, rows))
    there = len(list((setup.out / "pieces").glob("*.json")))
    return {
        "out": str(setup.out), "rows": list(rows), "pieces": len(setup.seeds),
        "seeds": f"{min(setup.seeds)}–{max(setup.seeds)}", "pieces_rendered": there,
        "rows_to_judge": todo, "classifier_trained": trained,
        "checkpoint": str(setup.checkpoint or "the shipped one"), "teacher": str(setup.teacher),
    }  # fmt: skip


def prepare_classifier(setup: Setup, data: Path, steps: int) -> None:
    """Train the style classifier where that has not been done."""
    if not is_trained(setup.classifier):
        click.echo(f"style classifier: {steps} steps on {data}")
        train_judge(data, setup.classifier, steps)
    if not is_trained(setup.classifier):
        raise click.Abort


def missing(setup: Setup, rows: Sequence[str]) -> list[Job]:
    """Return the rows of each piece that are not judged yet, or stale."""
    ledger, players = Ledger(setup.out / "records.jsonl"), setup.players()
    digest = load_judge(setup.classifier).digest
    jobs = []
    for seed in setup.seeds:
        wanted = [row for row in rows if seed in setup.seeds_of(row)]
        names = {row: fingerprint(players, digest, row, seed) for row in wanted}
        todo = [row for row in wanted if not ledger.find(row, seed, names[row])]
        if todo:
            jobs.append((seed, tuple(todo)))
    return jobs


def judge(setup: Setup, rows: Sequence[str], workers: int) -> None:
    """Judge what is missing; every finished piece is kept at once."""
    ledger, jobs = Ledger(setup.out / "records.jsonl"), missing(setup, rows)
    total = sum(len(setup.seeds_of(row)) for row in rows)
    done = total - sum(len(todo) for _, todo in jobs)
    with tqdm(total=total, initial=done, unit="row", desc="eval") as bar:
        for records in run(setup, jobs, workers):
            ledger.add(records)
            bar.update(len(records))


def current(setup: Setup) -> dict[str, list[Record]]:
    """Return by row the records that hold, pieces in order; rows that miss a piece are left out."""
    ledger, players = Ledger(setup.out / "records.jsonl"), setup.players()
    digest = load_judge(setup.classifier).digest
    found = {}
    for row in ROWS:
        try:
            held = [
                ledger.find(row, seed, fingerprint(players, digest, row, seed))
                for seed in setup.seeds_of(row)
            ]
        except CheckpointError:
            continue  # no weights, no row
        if all(held):
            found[row] = [record for record in held if record]
    return found


def extras(setup: Setup, options: dict[str, Any]) -> None:
    """Do the long render and the pictures, where they are asked for."""
    if options["endurance"]:
        from training.evaluate.longplay import long_play

        found = long_play(setup, options["endurance"], options["endurance_prompt"])
        write_json(setup.out / "endurance.json", found)
        click.echo(json.dumps(found))
    if options["pictures"]:
        from training.evaluate.longplay import all_pictures

        folder = options["card"].parent / "pictures"
        write_json(setup.out / "pictures.json", all_pictures(setup, folder))


def report(setup: Setup, options: dict[str, Any]) -> None:
    """Write results.json, table.md, and the card when every row is there."""
    records = current(setup)
    runs = {name: options[name] for name in ("vocoder", "teacher", "student", "polish")}
    endurance = read(setup.out / "endurance.json") or None
    found = gather(records, setup.seeds, options["data"], setup.classifier, setup.checkpoint, runs,
                   endurance)  # fmt: skip
    found["trained_on"] = options["trained_on"]
    found["pictures"] = read(setup.out / "pictures.json").get("pictures", [])
    found["shared_seeds"] = shares_seeds(setup.classifier, options["data"])
    truth = next(iter(records.values()), [])
    found["unseen"] = sum(record["unseen_tempo"] for record in truth)
    write_json(setup.out / "results.json", found)
    table = markdown(found["rows"])
    (setup.out / "table.md").write_text(table + "\n", encoding="utf-8")
    click.echo(table)
    if len(records) < len(ROWS):
        lacking = ", ".join(row for row in ROWS if row not in records)
        click.echo(f"no model card yet, rows missing: {lacking}")
        return
    options["card"].parent.mkdir(parents=True, exist_ok=True)
    options["card"].write_text(write_card(found), encoding="utf-8")
    click.echo(f"wrote {options['card']}")


if __name__ == "__main__":
    command()
