"""Judge the rendered truth: test pieces, played again, heard by trackers.

Beside each figure stand the truth shuffled (the same judgements against another piece's labels)
and noise: a figure means nothing without its floor.
"""

import itertools
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from musiccm.controls import PITCH_CLASSES
from training.compose.piece import Piece
from training.data.card import write_card
from training.data.plan import is_held_out, split_of
from training.data.reader import Dataset
from training.data.shards import write_json
from training.data.trackers import (
    SAMPLE_RATE,
    beat_scores,
    essentia_beats,
    essentia_key,
    key_score,
    librosa_beats,
)
from training.data.writer import Worker, plan_of

Row = dict[str, Any]
NOISES = 8  # pieces beside which noise is judged; it is all alike


def true_beats(tempo: float, n_beats: float) -> NDArray[np.float64]:
    """Return the times in seconds of the felt beats of a piece."""
    return np.arange(int(n_beats), dtype=np.float64) * (60.0 / tempo)


def key_name(piece: Piece) -> str:
    """Return the key in mir_eval's spelling."""
    return f"{PITCH_CLASSES[piece.tonic % 12]} {'minor' if piece.minor else 'major'}"


def hear(audio: NDArray[np.float32]) -> Row:
    """Return what the trackers hear in mono audio at 48 kHz."""
    return {
        "librosa": librosa_beats(audio).tolist(),
        "essentia": essentia_beats(audio).tolist(),
        "key": essentia_key(audio),
    }


def noise(n_samples: int, seed: int) -> NDArray[np.float32]:
    """Return white noise at −20 dBFS."""
    rng = np.random.default_rng(seed)
    return np.asarray(0.1 * rng.standard_normal(n_samples), np.float32)


def judge_seed(worker: Worker, seed: int, with_noise: bool) -> Row:
    """Compose and play a seed again; return its truth and what was heard of it (and of noise)."""
    piece = worker.compose(seed)
    stems = worker.band.play(piece).stems
    return {
        "seed": seed,
        "style": piece.style,
        "tempo": piece.tempo,
        "metre": piece.metre,
        "has_drums": bool(np.abs(stems[0]).max() > 0),
        "beats": true_beats(piece.tempo, piece.beats).tolist(),
        "key": key_name(piece),
        "heard": hear(stems.sum(axis=0)),
        "heard_noise": hear(noise(stems.shape[1], seed)) if with_noise else None,
    }


def score(truth: Row, heard: Row) -> dict[str, float]:
    """Return the scores of one hearing against one truth."""
    beats = np.array(truth["beats"])
    figures = {"key": key_score(truth["key"], heard["key"])}
    for tracker in ("librosa", "essentia"):
        scores = beat_scores(beats, np.array(heard[tracker]))
        figures |= {f"{tracker}_{name}": value for name, value in scores.items()}
    return figures


def _means(figures: list[dict[str, float]]) -> dict[str, float]:
    names = figures[0] if figures else ()
    return {name: round(float(np.mean([row[name] for row in figures])), 4) for name in names}


def summarise(rows: list[Row]) -> Row:
    """Return the table: groups of pieces, shuffled truth, noise → mean scores and counts."""
    own = [score(row, row["heard"]) for row in rows]
    groups = {
        "all": [True for _ in rows],
        "with drums": [row["has_drums"] for row in rows],
        "with drums, tempi of training": [
            row["has_drums"] and not is_held_out(row["tempo"]) for row in rows
        ],
        "with drums, held-out tempi": [
            row["has_drums"] and is_held_out(row["tempo"]) for row in rows
        ],
        "without drums": [not row["has_drums"] for row in rows],
    }
    table: Row = {}
    for name, chosen in groups.items():
        picked = [figures for figures, yes in zip(own, chosen, strict=True) if yes]
        table[name] = {"pieces": len(picked), **_means(picked)}
    others = [score(row, rows[i - 1]["heard"]) for i, row in enumerate(rows)]
    table["shuffled truth"] = {"pieces": len(rows), **_means(others)}
    noisy = [score(row, row["heard_noise"]) for row in rows if row["heard_noise"]]
    table["noise"] = {"pieces": len(noisy), **_means(noisy)}
    return table


_WORKER: list[Worker] = []


def _start(folder: Path, soundfont: Path | None) -> None:
    _WORKER[:] = [Worker(plan_of(Dataset(folder).config), soundfont)]


def _judge(place: int, seed: int) -> Row:
    return judge_seed(_WORKER[0], seed, place < NOISES)


def judged_seeds(first_seed: int, count: int) -> list[int]:
    """Return the first ``count`` seeds of the test split; they may lie beyond the data set."""
    seeds = (seed for seed in itertools.count(first_seed) if split_of(seed) == "test")
    return list(itertools.islice(seeds, count))


def judge_dataset(
    folder: Path,
    count: int,
    soundfont: Path | None = None,
    *,
    workers: int = 1,
    card: Path | None = None,
) -> Row:
    """Judge ``count`` test pieces; write ``judges.json`` to the folder, and the data card.

    ``card`` is the Markdown file to write, by default ``data_card.md`` in the folder.
    """
    dataset = Dataset(folder)
    seeds = judged_seeds(dataset.config["plan"]["first_seed"], count)
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (folder, soundfont)) as pool:
        rows = list(
            tqdm(
                pool.map(_judge, range(count), seeds), total=len(seeds), desc="judge", unit="piece"
            )
        )
    table = summarise(rows)
    result = {"sample_rate": SAMPLE_RATE, "seeds": seeds, "table": table, "pieces": rows}
    write_json(folder / "judges.json", result)
    write_card(card or folder / "data_card.md", dataset, table)
    return table
