"""Everything the model card says, gathered into one JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.data.reader import Dataset
from training.evaluate.players import SHIPPED
from training.evaluate.table import Summary, cell, halves, summarise
from training.evaluate.trackers import key_tool
from training.loop import git_revision

RUNS = ("vocoder", "teacher", "student", "polish")


@dataclass(frozen=True)
class Goal:
    """One figure to reach; ``value`` None where it was not measured."""

    name: str
    wanted: str
    value: float | None
    form: str
    reached: bool | None

    @property
    def line(self) -> str:
        """A row of the card's list of goals."""
        verdict = {True: "reached", False: "**not reached**", None: "not measured"}[self.reached]
        return f"| {self.name} | {self.wanted} | {cell(self.value, self.form)} | {verdict} |"


def goal(
    name: str, wanted: str, value: float | None, form: str, limit: float, sign: int = 1
) -> Goal:
    """Return a goal that is reached where ``sign * value >= sign * limit``."""
    reached = None if value is None else bool(sign * value >= sign * limit)
    return Goal(name, wanted, value, form, reached)


def goals(rows: dict[str, Summary], vocoder: dict[str, float], endurance: Any) -> list[Goal]:
    """Return what was to be reached and what was."""
    four, truth = rows.get("student_4", {}), rows.get("truth", {})
    key = four["key"] / truth["key"] if four and truth and truth["key"] else None
    found = [
        goal("normalised beat F1, 4 steps", "≥ 0.85", four.get("normalised"), ".2f", 0.85),
        goal("… at tempi of training", "≥ 0.85", four.get("normalised_seen"), ".2f", 0.85),
        goal("… at tempi never seen", "≥ 0.85", four.get("normalised_unseen"), ".2f", 0.85),
        goal("stems asked to rest, under those that play", "≥ 20 dB",
             four.get("rest_db"), ".1f", 20.0),
        goal("key agreement, part of the ceiling", "≥ 0.7", key, ".2f", 0.7),
        goal("vocoder: silence decodes to", "< -70 dBFS",
             vocoder.get("silence_dbfs"), ".1f", -70, -1),
        goal("vocoder: tone at the frame rate", "≤ -60 dB",
             vocoder.get("steady_tone_db"), ".1f", -60, -1),
        goal("vocoder: STFT distance below Griffin–Lim 32", "≥ 0.30",
             vocoder.get("below_griffin_lim"), ".2f", 0.3),
    ]  # fmt: skip
    if endurance:
        lasted = 1.0 if endurance["reached"] else 0.0
        minutes = f"minute {endurance['minutes']:.0f} as good as minute 1, no 8 bars repeated"
        found.append(goal(minutes, "yes = 1", lasted, ".0f", 1))
    return found


def read(path: Path) -> dict[str, Any]:
    """Return a JSON file, or nothing where there is none."""
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def effort(run: Path | None) -> dict[str, Any]:
    """Return steps, minutes and revision of a training run, empty where it is not there."""
    if run is None or not (run / "log.jsonl").exists():
        return {}
    last = json.loads((run / "log.jsonl").read_text().splitlines()[-1])
    config = read(run / "config.json")
    return {"steps": last["step"], "minutes": round(last["seconds"] / 60, 1),
            "revision": config.get("git_revision", "unknown"),
            "begun_with": Path(config["init"]).name if config.get("init") else None}  # fmt: skip


def data_facts(data: Path) -> dict[str, Any]:
    """Return what the model was trained on."""
    dataset = Dataset(data)
    pieces = dataset.pieces()
    hours = sum(piece.n_frames for piece in pieces) / 93.75 / 3600
    split = {name: len(dataset.pieces(name)) for name in ("train", "validation", "test")}
    return {"pieces": len(pieces), "hours": round(hours, 1), "split": split,
            "styles": sorted({piece.style for piece in pieces}),
            "soundfont": dataset.config["plan"]["soundfont"],
            "revision": dataset.config.get("git_revision", "unknown")}  # fmt: skip


def weights(checkpoint: Path | None) -> dict[str, Any]:
    """Return shapes and sizes of the judged checkpoint, empty where there is none."""
    folder = checkpoint or SHIPPED
    config = read(folder / "config.json")
    if not config:
        return {}
    sizes = {name: (folder / name).stat().st_size for name in config["sha256"]}
    return {"denoiser": config["denoiser"], "vocoder": config["vocoder"],
            "sha256": config["sha256"],
            "megabytes": round(sum(sizes.values()) / 2**20, 1)}  # fmt: skip


def machine() -> dict[str, Any]:
    """Return what this evaluation ran on."""
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    return {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}",
            "gpu": device, "torch": torch.__version__}  # fmt: skip


def gather(
    records: dict[str, list[dict[str, Any]]],
    seeds: Sequence[int],
    data: Path,
    classifier: Path,
    checkpoint: Path | None,
    runs: dict[str, Path | None],
    endurance: Any,
) -> dict[str, Any]:
    """Return the report; what is not there is left empty."""
    rows = summarise(records)
    vocoder_run = runs.get("vocoder")
    vocoder = read(vocoder_run / "report.json") if vocoder_run else {}
    found = goals(rows, vocoder, endurance)
    return {
        "git_revision": git_revision(),
        "pieces": len(seeds),
        "seeds": list(seeds),
        "rows": rows,
        "truth_halves": halves(records.get("truth", [])),
        "goals": [vars(item) for item in found],
        "goal_lines": [item.line for item in found],
        "key_tool": key_tool(),
        "classifier": read(classifier / "report.json"),
        "data": data_facts(data),
        "weights": weights(checkpoint),
        "runs": {name: effort(runs.get(name)) for name in RUNS},
        "vocoder_report": vocoder,
        "endurance": endurance,
        "machine": machine(),
    }
