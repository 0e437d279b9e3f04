"""The data card: what the data set holds, how it was made and how well it is heard."""

import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from musiccm.controls import CONTROLS
from training.band import labels
from training.band.mixer import CHANNELS
from training.data.plan import HELD_OUT_TEMPI, SPLITS
from training.data.reader import DataPiece, Dataset

INTRODUCTION = """\
# Data card

This page is written by `musiccm train data --judge N`. All music here is composed by
`training/compose` from the style files in `training/styles`, and played by `training/band`: a
SoundFont (MuseScore General, MIT) through TinySoundFont, and synthesiser voices and drum machines
of our own. No recording, no sample library other than that SoundFont and no other person's
composition is in it. A piece follows from its seed, the styles and the SoundFont.
"""

STEMS_TEXT = """\
Mono, 48 kHz, levelled like a mixer would: high-pass, compressor, some with drive and a small
room; the kick of electronic kits ducks pads and sub basses. The level of each stem varies by
±2 dB from piece to piece, and by up to 9 dB with the intensity of the section. Stem and mix peaks
stay below 0 dBFS without a limiter. A stem that rests is digital silence, at the latest 150 ms
after its section has ended.
"""

LABELS_TEXT = """\
One row for each mel frame (512 samples, centred on sample (i + ½)·512), in float16, in the
groups of `musiccm/controls.py`:
{groups}.
Beats, bars, chords, key, section and activity come from the score; level, density, brightness and
intensity are measured and mapped to 0 … 1 by constants of `training/band/labels.py`:
"""


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def hours(pieces: list[DataPiece]) -> float:
    """Return the length of the pieces in hours."""
    return sum(piece.n_frames for piece in pieces) / labels.FRAME_RATE / 3600


def _splits(dataset: Dataset) -> str:
    rows = []
    for split in SPLITS:
        pieces = dataset.pieces(split)
        unseen = sum(_held_out(piece) for piece in pieces)
        rows.append((split, len(pieces), f"{hours(pieces):.2f}", unseen))
    return table(("split", "pieces", "hours", "at held-out tempi"), rows)


def _held_out(piece: DataPiece) -> bool:
    return any(low <= piece.row["tempo"] <= high for low, high in HELD_OUT_TEMPI)


def _styles(dataset: Dataset) -> str:
    rows = []
    by_style: dict[str, list[DataPiece]] = {}
    for piece in dataset.pieces():
        by_style.setdefault(piece.style, []).append(piece)
    for style, pieces in sorted(by_style.items()):
        tempi = [piece.row["tempo"] for piece in pieces]
        metres = Counter(piece.row["metre"] for piece in pieces)
        shares = ", ".join(f"{metre} {n}" for metre, n in metres.most_common())
        rows.append((style, len(pieces), f"{min(tempi):.0f}–{max(tempi):.0f}", shares))
    return table(("style", "pieces", "felt bpm", "metres"), rows)


def _constants() -> str:
    rows = [
        ("level", "RMS of the stem, dBFS", labels.LEVEL_DB, labels.LEVEL_SMOOTHING),
        (
            "density",
            f"onsets a second, all stems (within {labels.CHORD_ONSET * 1000:.0f} ms of a stem: "
            "one), log axis",
            labels.DENSITY_RATE,
            labels.DENSITY_SMOOTHING,
        ),
        (
            "brightness",
            "centroid of the stems' added mel power, Hz, log axis",
            labels.BRIGHTNESS_HZ,
            labels.BRIGHTNESS_SMOOTHING,
        ),
        ("intensity", "RMS of the mix, dBFS", labels.INTENSITY_DB, labels.INTENSITY_SMOOTHING),
    ]
    return table(
        ("label", "measured", "0 … 1", "smoothing σ, s"),
        ((name, what, f"{low:g} … {high:g}", sigma) for name, what, (low, high), sigma in rows),
    )


def _distribution(dataset: Dataset) -> str:
    rows = []
    for name in ("density", "brightness", "intensity"):
        values = [piece.row[name] for piece in dataset.pieces()]
        low, middle, high = np.percentile(values, [5, 50, 95])
        rows.append((name, f"{low:.2f}", f"{middle:.2f}", f"{high:.2f}"))
    return table(("mean over the piece", "5 %", "median", "95 %"), rows)


def _captions(dataset: Dataset) -> str:
    piece = dataset.pieces("test")[0]
    lines = "\n".join(f"* {caption}" for caption in piece.captions)
    return f"Those of seed {piece.seed}:\n\n{lines}\n"


JUDGES_TEXT = """\
Mixes of test pieces, heard by librosa's beat tracker and essentia's RhythmExtractor2013 and
KeyExtractor. None is told tempo or key; none had a part in making the data. Beats: F1 within
±70 ms, CMLt and AMLt of mir_eval; key: MIREX's weighted score. *Shuffled truth* is each hearing
against another piece's labels, *noise* the same trackers on white noise: the floors. The first rows
are the ceiling for any model trained on this data.

librosa runs without its trimming of quiet beats, and its beats are taken 20 ms earlier, which is
how late it hears a plain metronome. Both were set after a first look: with librosa's own settings
the first 24 test pieces of the 480-piece set gave F1 0.61 in place of 0.68. A tracker that takes
drum and bass at half its tempo, or bossa nova off the beat, is wrong for F1 and CMLt, not for AMLt.
"""

JUDGED = (
    "librosa_f1", "librosa_cmlt", "librosa_amlt",
    "essentia_f1", "essentia_cmlt", "essentia_amlt", "key",
)  # fmt: skip


def judged_table(judged: dict[str, Any]) -> str:
    """Return the judges' table in Markdown; groups without a piece are left out."""
    rows = (
        (name, row["pieces"], *(f"{row[column]:.2f}" for column in JUDGED))
        for name, row in judged.items()
        if row["pieces"]
    )
    head = ("", "pieces", *(column.replace("_", " ") for column in JUDGED))
    return table(head, rows)


def card_text(dataset: Dataset, judged: dict[str, Any] | None) -> str:
    """Return the data card in Markdown."""
    config = dataset.config
    targets = ", ".join(f"{stem} {channel.rms:g}" for stem, channel in CHANNELS.items())
    tempi = ", ".join(f"{low:g}–{high:g}" for low, high in HELD_OUT_TEMPI)
    groups = textwrap.fill(", ".join(control.name for control in CONTROLS), 98)
    parts = [
        INTRODUCTION,
        f"{len(dataset.pieces())} pieces, {hours(dataset.pieces()):.1f} hours, revision "
        f"`{config['git_revision']}`, SoundFont `{config['plan']['soundfont']}`.\n",
        "## Splits\n",
        f"By seed. Tempi {tempi} bpm are in no split but the test.\n",
        _splits(dataset),
        "## Styles\n",
        _styles(dataset),
        "## Stems\n",
        STEMS_TEXT + f"RMS while sounding, before dynamics, in dBFS: {targets}.\n",
        "## Labels\n",
        LABELS_TEXT.format(groups=groups),
        _constants(),
        _distribution(dataset),
        "## Captions\n",
        "Nine for each piece, from one word to a sentence, with and without a genre. "
        + _captions(dataset),
    ]
    if judged:
        parts += ["## Judged by trackers\n", JUDGES_TEXT, judged_table(judged)]
    return "\n".join(parts)


def write_card(path: Path, dataset: Dataset, judged: dict[str, Any] | None) -> None:
    """Write the data card."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(card_text(dataset, judged), encoding="utf-8")
