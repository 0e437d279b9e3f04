"""``musiccm train seams``: look for the joints of windows in two-minute renders."""

import json
import os
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from musiccm.checkpoint import SHIPPED
from musiccm.performer import Performer
from musiccm.request import EXTEND
from training.loop import git_revision
from training.seams.page import goals, page, table
from training.seams.places import MOST, PARTNERS
from training.seams.study import Shelf, as_json, hear, missing, results
from training.seams.takes import PROMPTS, WAYS, Brief

SEED = 1
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("seams", short_help="Look for the joints of windows in long renders.")
@click.option(
    "--prompts", type=click.IntRange(3, len(PROMPTS)), default=len(PROMPTS), show_default=True
)
@click.option("--steps", type=click.IntRange(1, 16), default=4, show_default=True)
@click.option("--checkpoint", type=FOLDER, help="Checkpoint folder; default: the shipped one.")
@click.option(
    "--out",
    type=FOLDER,
    default=Path("runs/seams"),
    show_default=True,
    help="What was heard, and seams.json; a second call on it goes on.",
)
@click.option(
    "--page",
    "page_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the page, such as docs/seams.md.",
)
@click.option("--compute", default="auto", show_default=True, help="auto, cpu, cuda[:n] or mps.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop.")
def command(prompts: int, steps: int, out: Path, page_path: Path | None, **options: Any) -> None:
    """Render every way of joining windows, and two that join badly; try to find the joints.

    The joints of good music are not found (AUC 0.5); hard cuts must be, or the detector is deaf.
    Some ten minutes on two idle cores. Prints the table, then JSON in the last line.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    shelf = Shelf(out, options["checkpoint"] or SHIPPED, steps)
    todo = missing(shelf, WAYS, prompts)
    if options["dry_run"]:
        click.echo(json.dumps({"takes": prompts * len(WAYS), "to_render": len(todo)}))
        return
    if todo:
        performer = Performer.load(options["checkpoint"], options["compute"])
        for way, number in tqdm(todo, unit="take", desc="seams"):
            brief = Brief.of(performer, PROMPTS[number], SEED, steps)
            shelf.put(way, number, hear(performer, brief, way))
    report = write(shelf, prompts, steps, out)
    if page_path:
        page_path.parent.mkdir(parents=True, exist_ok=True)
        page_path.write_text(page(report), encoding="utf-8")
    click.echo(table(report["rows"], EXTEND) + "\n\n" + goals(report["rows"], EXTEND))
    click.echo(json.dumps(report))


def write(shelf: Shelf, prompts: int, steps: int, out: Path) -> dict[str, Any]:
    """Judge what was heard, write ``seams.json`` and return it."""
    report = {
        "rows": as_json(results(shelf, WAYS, prompts)),
        "default": EXTEND,
        "prompts": prompts,
        "steps": steps,
        "most": MOST,
        "partners": PARTNERS,
        "features": shelf.get(WAYS[0], 0).features.shape[1],
        "weights": shelf.digest,
        "revision": git_revision()[:12],
    }
    (out / "seams.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    return report
