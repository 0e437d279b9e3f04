"""Records to figures: one line of the table for each row."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.evaluate.ledger import Record
from training.evaluate.players import TITLES
from training.mel_distance import frechet

RESAMPLES = 2000
FLOORS = ("shuffled", "noise")
MIN_CLOUD = 40  # embeddings; fewer give no covariance worth the name

Summary = dict[str, Any]


def bootstrap(values: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean, pieces drawn with replacement."""
    data = np.asarray(values)
    picks = np.random.default_rng(seed).integers(len(data), size=(RESAMPLES, len(data)))
    low, high = np.percentile(data[picks].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, None of nothing."""
    return float(np.mean(values)) if len(values) else None


def cloud(records: Sequence[Record]) -> NDArray[np.float64]:
    """Return the embeddings of all records, (n, dim)."""
    return np.array([row for record in records for row in record["embeddings"]])


def distance(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """Return the Fréchet distance of two clouds, None where one is too small."""
    if min(len(a), len(b)) < MIN_CLOUD:
        return None
    return max(0.0, frechet(a, b))


def summarise_row(records: Sequence[Record], truth: Sequence[Record]) -> Summary:
    """Return the figures of one row; beats are those of pieces with drums."""
    drums = [record for record in records if record["drums"]]
    split = {
        "beat_f1": drums,
        "beat_f1_seen": [r for r in drums if not r["unseen_tempo"]],
        "beat_f1_unseen": [r for r in drums if r["unseen_tempo"]],
        "beat_f1_all": records,
    }
    rests = [r["rest_db"] for r in records if r["rest_db"] is not None]
    activity = [value for r in records for value in r["activity"]]
    return {
        "pieces": len(records),
        **{name: mean([r["f1"] for r in part]) for name, part in split.items()},
        "beat_f1_interval": bootstrap([r["f1"] for r in drums]) if drums else None,
        "beat_pieces": {name: len(part) for name, part in split.items()},
        "cmlt": mean([r["cmlt"] for r in drums]),
        "amlt": mean([r["amlt"] for r in drums]),
        "key": mean([r["key"] for r in records]),
        "key_exact": mean([r["key_exact"] for r in records]),
        "activity": mean(activity),
        "activity_pairs": len(activity),
        "rest_db": mean(rests),
        "rest_20_db": mean([value >= 20 for value in rests]),
        "rest_pieces": len(rests),
        "style": mean([r["style"] for r in records]),
        "frechet": distance(cloud(records), cloud(truth)) if truth else None,
    }


def normalise(rows: dict[str, Summary], name: str) -> Callable[[Summary], float | None]:
    """Return the scale on which the floor is 0 and the ceiling 1.

    The floor is the higher of shuffled truth and noise: the stricter choice.
    """
    floors = [rows[row][name] for row in FLOORS if row in rows and rows[row][name] is not None]
    ceiling = rows.get("truth", {}).get(name)

    def scale(row: Summary) -> float | None:
        if not floors or ceiling is None or row[name] is None or ceiling <= max(floors):
            return None
        return float((row[name] - max(floors)) / (ceiling - max(floors)))

    return scale


def halves(truth: Sequence[Record]) -> float | None:
    """Return the Fréchet distance between two halves of the truth: what chance alone makes."""
    return distance(cloud(truth[::2]), cloud(truth[1::2])) if truth else None


def summarise(records: dict[str, list[Record]]) -> dict[str, Summary]:
    """Return the figures of every row that has records, in the table's order.

    A row that stands on fewer pieces has its Fréchet distance to the truth of those.
    """
    truth = records.get("truth", [])
    rows: dict[str, Summary] = {}
    for row in TITLES:
        if found := records.get(row):
            seeds = {record["seed"] for record in found}
            rows[row] = summarise_row(found, [r for r in truth if r["seed"] in seeds])
    for name in ("beat_f1", "beat_f1_seen", "beat_f1_unseen"):
        scale = normalise(rows, name)
        for summary in rows.values():
            summary[name.replace("beat_f1", "normalised")] = scale(summary)
    return rows


COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("pieces", "pieces", "d"),
    ("beat F1", "beat_f1", ".3f"),
    ("95 %", "beat_f1_interval", "interval"),
    ("seen tempi", "beat_f1_seen", ".3f"),
    ("held-out tempi", "beat_f1_unseen", ".3f"),
    ("normalised", "normalised", ".2f"),
    ("CMLt", "cmlt", ".3f"),
    ("AMLt", "amlt", ".3f"),
    ("key", "key", ".3f"),
    ("activity r", "activity", ".2f"),
    ("rest dB", "rest_db", ".1f"),
    ("style", "style", ".2f"),
    ("Fréchet", "frechet", ".3f"),
)


def cell(value: Any, form: str) -> str:
    """Return a figure as text; a dash where there is none."""
    if value is None:
        return "–"
    if form == "interval":
        return "–".join(f"{x:.2f}" for x in value)
    return format(value, form)


def markdown(rows: dict[str, Summary]) -> str:
    """Return the table."""
    lines = ["| | " + " | ".join(title for title, _, _ in COLUMNS) + " |"]
    lines.append("|---" * (len(COLUMNS) + 1) + "|")
    for name, row in rows.items():
        cells = [cell(row[key], form) for _, key, form in COLUMNS]
        lines.append(f"| {TITLES[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
