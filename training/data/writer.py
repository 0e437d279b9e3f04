"""Write a data set: seeds → shards, over all cores, resumable."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from musiccm.controls import CONTROLS
from musiccm.mel import LogMel, MelConfig
from training.band import labels
from training.band.band import Band
from training.band.captions import StyleWords
from training.band.soundfont import find_soundfont
from training.compose.composer import compose
from training.compose.loader import load_styles
from training.compose.piece import Piece
from training.data.plan import HELD_OUT_TEMPI, Recipe, recipe
from training.data.production import Produced, produce, stack
from training.data.shards import DatasetError, read_json, shard_path, write_json, write_shard

PIECES_PER_SHARD = 16
FORMAT = 1


@dataclass(frozen=True)
class RenderPlan:
    """Everything that decides the content of a data set, except the code."""

    first_seed: int
    n_pieces: int
    seconds: tuple[float, float]
    soundfont: str
    styles: tuple[str, ...]

    def shards(self) -> list[range]:
        """Return the seeds of each shard."""
        stop = self.first_seed + self.n_pieces
        starts = range(self.first_seed, stop, PIECES_PER_SHARD)
        return [range(start, min(start + PIECES_PER_SHARD, stop)) for start in starts]


class Worker:
    """Makes pieces; one for each process (SoundFont and styles are loaded once)."""

    def __init__(self, plan: RenderPlan, soundfont: Path | None) -> None:
        torch.set_num_threads(1)
        self.plan = plan
        self.band = Band(soundfont)
        self.styles = load_styles()
        self.analyse = LogMel(MelConfig())

    def compose(self, seed: int) -> Piece:
        """Compose the piece of a seed."""
        todo = self.recipe(seed)
        return compose(
            self.styles[todo.style],
            seed,
            seconds=todo.seconds,
            metre=todo.metre,
            tempo=todo.tempo,
        )

    def recipe(self, seed: int) -> Recipe:
        """Return what is planned for a seed."""
        return recipe(seed, self.styles, self.plan.seconds)

    def make(self, seed: int) -> Produced:
        """Compose and produce the piece of a seed."""
        piece = self.compose(seed)
        style = self.styles[piece.style]
        words = StyleWords(style.words.genre, style.words.adjectives, style.words.scenes)
        made = produce(piece, self.band, self.analyse, words)
        made.metadata["split"] = self.recipe(seed).split
        return made

    def write(self, out: Path, index: int, seeds: range) -> int:
        """Write one shard; return its number of pieces."""
        features, audio, rows = stack([self.make(seed) for seed in seeds])
        write_shard(out, index, features, audio, rows)
        return len(rows)


_WORKER: list[Worker] = []


def _start(plan: RenderPlan, soundfont: Path) -> None:
    _WORKER[:] = [Worker(plan, soundfont)]


def _write(out: Path, index: int, seeds: range) -> int:
    return _WORKER[0].write(out, index, seeds)


def git_revision() -> str:
    """Return the revision of the source tree, "unknown" outside of one."""
    folder = str(Path(__file__).parent)
    for ask in (["describe", "--always", "--dirty"], ["rev-parse", "--short", "HEAD"]):
        try:
            result = subprocess.run(
                ["git", "-C", folder, *ask], capture_output=True, text=True, check=True
            )
            return result.stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            continue  # --dirty fails while another process holds the index
    return "unknown"


def _constants() -> dict[str, Any]:
    names = [name for name in vars(labels) if name.isupper() and name not in ("MEL", "STEMS")]
    values = {name: getattr(labels, name) for name in names}
    return {k: v for k, v in values.items() if isinstance(v, int | float | tuple)}


def resolved_config(plan: RenderPlan) -> dict[str, Any]:
    """Return what ``config.json`` says."""
    return {
        "format": FORMAT,
        "plan": asdict(plan),
        "mel": asdict(MelConfig()),
        "controls": [asdict(control) for control in CONTROLS],
        "label_constants": _constants(),
        "held_out_tempi": HELD_OUT_TEMPI,
        "git_revision": git_revision(),
    }


def check_same(out: Path, plan: RenderPlan) -> None:
    """Refuse to go on with a folder that was begun with other settings.

    More pieces or another number of workers are fine.
    """
    if not (out / "config.json").exists():
        return
    old = read_json(out / "config.json")["plan"]
    for name in ("first_seed", "seconds", "styles", "soundfont"):
        new = getattr(plan, name)
        if list(old[name]) != list(new) if isinstance(new, tuple) else old[name] != new:
            raise DatasetError(
                f"{out} was begun with {name} = {old[name]}: use the same, or another folder"
            )


def missing_shards(out: Path, plan: RenderPlan) -> list[tuple[int, range]]:
    """Return index and seeds of the shards that are not complete."""
    todo = []
    for index, seeds in enumerate(plan.shards()):
        path = shard_path(out, index, ".json")
        if not path.exists() or [row["seed"] for row in read_json(path)] != list(seeds):
            todo.append((index, seeds))
    return todo


def make_plan(
    n_pieces: int, first_seed: int, seconds: tuple[float, float], soundfont: Path
) -> RenderPlan:
    """Return the plan with the shipped styles."""
    styles = tuple(load_styles())
    return RenderPlan(first_seed, n_pieces, seconds, soundfont.name, styles)


def plan_of(config: dict[str, Any]) -> RenderPlan:
    """Return the plan that a data set was made with, from its ``config.json``.

    Raises
    ------
    DatasetError
        When the styles have changed since: seeds would mean other pieces.
    """
    plan = dict(config["plan"])
    plan["seconds"], plan["styles"] = tuple(plan["seconds"]), tuple(plan["styles"])
    if plan["styles"] != tuple(load_styles()):
        raise DatasetError("the styles have changed since: render the data set again")
    return RenderPlan(**plan)


def write_dataset(
    out: Path,
    n_pieces: int,
    *,
    first_seed: int = 0,
    workers: int | None = None,
    seconds: tuple[float, float] = (32, 56),
    soundfont: Path | None = None,
    resume: bool = True,
) -> None:
    """Render ``n_pieces`` pieces into the folder ``out``; complete shards are kept.

    Raises
    ------
    SoundFontMissing
        When no SoundFont can be found.
    DatasetError
        When the folder holds another data set, or pieces could not be made.
    """
    font = find_soundfont(soundfont)
    plan = make_plan(n_pieces, first_seed, seconds, font)
    if resume:
        check_same(out, plan)
    write_json(out / "config.json", resolved_config(plan))
    todo = missing_shards(out, plan) if resume else list(enumerate(plan.shards()))
    done = n_pieces - sum(len(seeds) for _, seeds in todo)
    with tqdm(total=n_pieces, initial=done, unit="piece", desc="data") as bar:
        for count in _run(out, todo, plan, font, workers or os.cpu_count() or 1):
            bar.update(count)


def _run(
    out: Path, todo: list[tuple[int, range]], plan: RenderPlan, font: Path, workers: int
) -> Iterator[int]:
    """Write shards in parallel; yield the pieces of each. One bad shard does not stop the rest."""
    if not todo:
        return
    failures = []
    count = min(workers, len(todo))
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (plan, font)) as pool:
        jobs = {pool.submit(_write, out, index, seeds): seeds for index, seeds in todo}
        for job in as_completed(jobs):
            if (error := job.exception()) is None:
                yield job.result()
            else:
                failures.append(f"seeds {jobs[job][0]}–{jobs[job][-1]}: {error!r}")
    if failures:
        raise DatasetError(f"{len(failures)} shards failed, run again: " + "; ".join(failures[:3]))
