"""``musiccm render --log``."""

import asyncio
import json
import os
import sys
from pathlib import Path

import click

from bridge.errors import BridgeError
from bridge.gig.replay import Gig
from bridge.gig.rerender import Report, rerender
from bridge.gig.troupe import Troupe


@click.command("render", short_help="Render a logged gig again.")
@click.option("--log", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("song.wav"), show_default=True)
@click.option("--stems", type=click.Path(path_type=Path), help="Folder for one mono WAV per stem.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the gig's.")
@click.option("--compute", help="auto, cpu, cuda[:n] or mps; default: the gig's.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON in the last line.")
def command(
    log: Path,
    out: Path,
    stems: Path | None,
    checkpoint: Path | None,
    compute: str | None,
    as_json: bool,
) -> None:
    """Render the gig of a log again, sample for sample what was played.

    Where other checkpoints took over in it, they are taken from the folders where they were.
    Exit code 1 when a chunk is not what it was: other weights, another machine or other versions.
    """
    gig = Gig.read(log)
    run = gig.head["run"]
    if threads := gig.head["about"].get("threads"):
        os.environ["OMP_NUM_THREADS"] = str(threads)  # sums come out in another order with others
    troupe = Troupe(gig, checkpoint, compute or run["compute"])
    try:
        troupe.check()
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            report = runner.run(_render(gig, troupe, out, stems))
    except BridgeError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_json(report, out) if as_json else _sentence(report, out, gig))
    sys.exit(1 if report.different else 0)


async def _render(gig: Gig, troupe: Troupe, out: Path, stems: Path | None) -> Report:
    try:
        return await rerender(gig, troupe.find, out, stems)
    finally:
        await troupe.stop()


def _json(report: Report, out: Path) -> str:
    same = not report.different
    return json.dumps(
        {"out": str(out), "seconds": report.seconds, "chunks": report.chunks, "same": same}
    )


def _sentence(report: Report, out: Path, gig: Gig) -> str:
    if report.different:
        at = report.different[0] / gig.head["rate"]
        how = f"{len(report.different)} of its {report.chunks} chunks are not what they were, the "
        how += f"first at {at:.2f} s"
    else:
        how = f"all {report.chunks} chunks are what they were, sample for sample"
    return f"{out}: {report.seconds:.2f} s; {how}"
