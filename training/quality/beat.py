"""Beats at every tempo, on the scale from the floor (0) to the recordings (1)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.data.production import MEL
from training.data.trackers import beat_scores
from training.evaluate.heldout import FRAMES
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.evaluate.trackers import grid
from training.quality.follow import tasks
from training.quality.section import Records, Section, Summary, table
from training.quality.tempi import BINS, WIDTH

GOAL = 0.95
STRANGERS = 8  # other recordings whose beats stand for each piece's own in the shuffled floor
FAR = 2  # bins between a piece and them at least

Rows = Sequence[Record]


def _shuffled(piece: Record, others: Rows) -> float | None:
    """Return the mean F1 of other recordings' beats against the grid of ``piece``."""
    far = [row for row in others if abs(row["bin"] - piece["bin"]) >= FAR * WIDTH]
    picked = far[:: max(1, len(far) // STRANGERS)]
    asked = grid(piece["tempo"], FRAMES / MEL.frame_rate)
    return mean([beat_scores(asked, np.array(row["beats"]))["f1"] for row in picked])


def _means(rows: Rows) -> dict[str, Any]:
    return {name: mean([row[name] for row in rows]) for name in ("f1", "cmlt", "amlt")}


def scaled(value: float | None, floor: float | None, ceiling: float | None) -> float | None:
    """Return where ``value`` lies between floor (0) and ceiling (1), None without such a scale."""
    if value is None or floor is None or ceiling is None or ceiling <= floor:
        return None
    return (value - floor) / (ceiling - floor)


def _figures(recorded: Rows, played: Rows, noise: Rows, strangers: Rows) -> Summary:
    """Return the figures of some pieces with drums; the floor is the higher of the two."""
    truth, music = _means(recorded), _means(played)
    floors = [mean([f for row in recorded if (f := _shuffled(row, strangers)) is not None]),
              mean([row["f1"] for row in noise])]  # fmt: skip
    floor = max((f for f in floors if f is not None), default=None)
    return {
        "pieces": len(played), "floor": floor, "recorded": truth, "played": music,
        "normalised": scaled(music["f1"], floor, truth["f1"]),
    }  # fmt: skip


def summarise(records: Records) -> Summary:
    """Return the figures of each bin, of all, and of styles at home and not at home."""
    recorded = [row for row in records["recorded"] if row["drums"]]
    played = [row for row in records["played"] if row["drums"]]
    noise = records["noise"]

    def part(**same: object) -> Summary:
        def pick(rows: Rows) -> Rows:
            return [row for row in rows if all(row[key] == value for key, value in same.items())]

        heard_noise = pick(noise) if "bin" in same else noise
        return _figures(pick(recorded), pick(played), heard_noise, recorded)

    return {
        "bins": {str(low): part(bin=low) for low in BINS},
        "all": part(),
        "at home": part(at_home=True),
        "elsewhere": part(at_home=False),
    }


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was: the worst bin decides."""
    values = [part["normalised"] for part in found["bins"].values()]
    known = [value for value in values if value is not None]
    worst = min(known) if len(known) == len(values) else None
    reached = sum(value >= GOAL for value in known)
    return [
        goal("beat F1 from floor to recordings, the worst of the 10-BPM bins", f"≥ {GOAL:g}",
             worst, ".2f", GOAL),
        goal("… bins that reach it", f"{len(values)}", float(reached), ".0f", len(values)),
    ]  # fmt: skip


def _row(title: str, part: Summary) -> list[str]:
    figures = [part["floor"], part["recorded"]["f1"], part["played"]["f1"], part["normalised"]]
    pairs = [
        f"{cell(part['recorded'][name], '.2f')} / {cell(part['played'][name], '.2f')}"
        for name in ("cmlt", "amlt")
    ]
    return [title, str(part["pieces"]), *(cell(value, ".2f") for value in figures), *pairs]


def text(found: Summary) -> str:
    """Return the section of the page."""
    head = ["BPM", "pieces", "floor F1", "recorded F1", "played F1", "normalised",
            "CMLt recorded / played", "AMLt recorded / played"]  # fmt: skip
    rows = [_row(f"{low}–{int(low) + WIDTH}", part) for low, part in found["bins"].items()]
    rows += [_row(name, found[name]) for name in ("all", "at home", "elsewhere")]
    return (
        "librosa's beat tracker, which is not told the tempo, against the asked grid; 27 s of "
        "pieces whose drums play at least half of the time, the first two seconds left out. The "
        "*recorded* pieces are composed at that tempo and played by the band; the model *plays* "
        "them from the same controls. *Floor*: the higher of recordings of other bins against "
        "this grid, and noise. *Normalised*: (played − floor) / (recorded − floor). *At "
        "home*: styles whose own tempi permit it; *elsewhere*: styles that are asked for it all "
        "the same.\n\n" + table(head, rows)
    )


BEAT = Section("beat", "Beat at every tempo", tasks, summarise, goals, text)
