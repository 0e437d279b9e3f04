"""docs/seams.md, written from the figures."""

from typing import Any

FOUND = 0.90  # a detector must find hard cuts at least so well
HIDDEN = 0.60  # and the default's joints at most so well

TITLES = {
    "extend": "`extend`: live continuation from a clean past",
    "mean": "`mean`: overlapping halves averaged (the paper)",
    "swap": "`swap`: a fifth of overlap, tokens in turn",
    "shift": "`shift`: no overlap, a grid that moves",
    "apart": "windows drawn apart, side by side",
    "cut": "hard cuts between two renders",
}

COLUMNS = ("", "joints", "AUC, taught by its own joints", "AUC, taught by hard cuts",
           "over 8 kHz at joints, dB")  # fmt: skip

HEAD = """\
# Seams

Written by `musiccm train seams`; do not edit by hand.

Long music is drawn window by window. This page says whether a program can find where the windows
meet: an AUC of 0.5 is chance, 1 is always.

"""

HOW_READ = """
* **Takes.** The first {prompts} prompts of `training/seams/takes.py`, two minutes each, {steps}
  steps, guidance 2. Every way is told the same score and seed.
* **Places.** Up to {most} joints of a take, each against {partners} places that are whole bars
  away and lie on the edge of a token as it does, so that neither bar lines nor tokens are a clue.
  Of `swap` every token at which another window speaks is a joint; of `shift` those of the last
  step.
* **Heard.** {features} features of the four stems and their sum, half a second around the place:
  jumps, rises and falls of the log-mel, level over 8 kHz, spectral flux and clicks, against their
  median and their other peaks nearby; change of mean spectrum and level from before to after. All
  in deviations from the take's own median.
* **Detector.** Logistic regression, always tried on prompts that it was not trained on; once
  trained on the way's own joints, once on hard cuts. The goal counts the higher AUC of the two. In
  brackets: 95 %, prompts drawn with replacement.
* **Over 8 kHz**: mean level within 10 ms of a joint less that of the other places.
* Weights and code of the model, steps and listening have the mark {weights}; revision {revision}.

```sh
musiccm train seams                  # again, or with --checkpoint for your own
```
"""


def _auc(value: float, interval: list[float]) -> str:
    return f"{value:.2f} ({interval[0]:.2f}–{interval[1]:.2f})"


def _line(way: str, row: dict[str, Any], default: str) -> str:
    title = f"**{TITLES[way]}** (default)" if way == default else TITLES[way]
    low, high = row["high_interval"]
    cells = (title, str(row["joints"]), _auc(row["own"], row["own_interval"]),
             _auc(row["cuts"], row["cuts_interval"]),
             f"{row['high_db']:+.1f} ({low:+.1f}–{high:+.1f})")  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def table(rows: dict[str, dict[str, Any]], default: str) -> str:
    """Return the table."""
    head = "| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|"
    return "\n".join([head, *(_line(way, row, default) for way, row in rows.items())])


def goals(rows: dict[str, dict[str, Any]], default: str) -> str:
    """Return what was wanted and what was got."""
    found, hidden = rows["cut"]["own"], rows[default]["worst"]
    wanted = (
        ("hard cuts are found", f"≥ {FOUND:.2f}", found, found >= FOUND),
        (f"joints of the default, `{default}`", f"≤ {HIDDEN:.2f}", hidden, hidden <= HIDDEN),
    )
    lines = ["| what | wanted | got | |", "|---|---|---|---|"]
    for what, goal, got, reached in wanted:
        lines.append(
            f"| {what} | {goal} | {got:.2f} | {'reached' if reached else '**not reached**'} |"
        )
    return "\n".join(lines)


def page(report: dict[str, Any]) -> str:
    """Return the text of the page."""
    rows, default = report["rows"], report["default"]
    parts = [HEAD, table(rows, default), "\n\n", goals(rows, default), "\n"]
    return "".join([*parts, HOW_READ.format(**report)])
