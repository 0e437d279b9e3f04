"""A chord that is held while it plays: whether the music answers from the next beat on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.request import CONTEXT_FRAMES, Score
from training.data.production import MEL
from training.evaluate.heldout import FRAMES
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.quality.chords import asked_chords, beat_chroma, fits
from training.quality.follow import composed
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task
from training.quality.tempi import Wish
from training.quality.turn import Opening, cross

CASES = 60
GOAL = 0.85
BEATS = 4  # that are judged after the line
SOONEST = 4.5  # seconds of music before the line
FIRST_SEED = 6_000_000
TRIADS = ((0, 4, 7), (0, 3, 7))

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Held:
    """A chord (pitch classes, its root first) held while the music of a style plays."""

    style: str
    words: str
    chord: tuple[int, ...]
    seed: int


def cases(rig: Rig) -> list[Held]:
    """Return every style twice, with major and minor triads on all roots."""
    styles = sorted(rig.styles)
    return [
        Held(
            styles[n % len(styles)],
            rig.styles[styles[n % len(styles)]].words.genre[0],
            tuple((7 * n + 3 + step) % 12 for step in TRIADS[n // 7 % 2]),
            FIRST_SEED + n,
        )
        for n in range(CASES)
    ]


def _answers(mix: Array, chord: Array, bpm: float) -> Record:
    """Return whether ``chord`` (12,) fits the first beat of mono ``mix``, and BEATS of it."""
    chroma = beat_chroma(mix, bpm)[:BEATS]
    return {"first": fits(chroma[0], chord), "bar": fits(chroma.mean(axis=0), chord)}


def _play(rig: Rig, held: Held) -> Record:
    """Ask for the chord on the next beat after SOONEST seconds; also judge the beats before."""
    score = Score(((held.words, 1.0),), seed=held.seed, steps=rig.steps)
    opening = Opening.of(rig.performer, score)
    line = opening.beat + int(np.ceil(SOONEST * opening.bpm / 60)) + held.seed % 4
    asked = Score(
        score.prompts,
        seed=held.seed,
        steps=rig.steps,
        chords=((held.chord, 1.0),),
        chords_from=float(line),
    )
    before, after = cross(rig.performer, opening, line, (score, asked), CONTEXT_FRAMES)
    chord = np.isin(np.arange(12), held.chord).astype(np.float32)
    n = round(BEATS * 60 / opening.bpm * MEL.sample_rate)
    was = _answers(before.sum(axis=0)[-n:], chord, opening.bpm)
    return {"style": held.style, "before": was, **_answers(after.sum(axis=0), chord, opening.bpm)}


def _record(rig: Rig, held: Held) -> Record:
    """Hear a chord change of a composed piece of the style, as the band plays it."""
    row = rig.styles[held.style]
    metre = max(row.metres, key=row.metres.__getitem__)
    low, high = row.tempo[metre]
    wish = Wish(held.seed, held.style, metre, round((low + high) / 2, 2), True)
    piece, controls = composed(rig, wish)
    beat = _change(controls, piece.tempo)
    if beat is None:
        return {"style": held.style, "first": None, "bar": None}
    mix = rig.studio.band.play(piece).stems[:, : FRAMES * MEL.hop_length].sum(axis=0)
    at = round(beat * 60 / piece.tempo * MEL.sample_rate)
    chord = asked_chords(controls, piece.tempo, beat + 1)[0][beat]
    return {"style": held.style, **_answers(mix[at:], chord, piece.tempo)}


def _change(controls: Array, tempo: float) -> int | None:
    """Return the first beat after SOONEST seconds where a chord begins and lasts BEATS beats."""
    n = int(len(controls) / MEL.frame_rate * tempo / 60)
    chords, judged = asked_chords(controls, tempo, n)
    for beat in range(int(np.ceil(SOONEST * tempo / 60)), n - BEATS):
        here = slice(beat, beat + BEATS)
        new = not np.array_equal(chords[beat], chords[beat - 1])
        if new and judged[here].all() and (chords[here] == chords[beat]).all():
            return beat
    return None


HELD = Kind("held", _play, ("denoiser", "vocoder", "planner", "steps", "styles"))
WRITTEN = Kind("written", _record, ("styles",))


def tasks(rig: Rig) -> list[Task]:
    """Return held chords, and chords of composed pieces of the same styles."""
    return [Task(kind, str(case.seed), case) for kind in (HELD, WRITTEN) for case in cases(rig)]


def summarise(records: Records) -> Summary:
    """Return in which part of the cases the chord is heard."""
    played, before = records["held"], [row["before"] for row in records["held"]]
    written = [row for row in records["written"] if row["first"] is not None]
    rows = {"before the line": before, "held": played, "recorded (ceiling)": written}
    return {
        name: {
            "cases": len(part),
            **{key: mean([row[key] for row in part]) for key in ("first", "bar")},
        }
        for name, part in rows.items()
    }


def _part(found: Summary, key: str) -> float | None:
    played, ceiling = found["held"][key], found["recorded (ceiling)"][key]
    return played / ceiling if ceiling and played is not None else None


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [
        goal("a held chord answers on the next beat, part of the recordings'", f"≥ {GOAL:g}",
             _part(found, "first"), ".2f", GOAL),
        goal("… over the four beats from there", f"≥ {GOAL:g}", _part(found, "bar"), ".2f", GOAL),
    ]  # fmt: skip


def text(found: Summary) -> str:
    """Return the section of the page."""
    rows = [
        [name, str(row["cases"]), cell(row["first"], ".2f"), cell(row["bar"], ".2f")]
        for name, row in found.items()
    ]
    return (
        "Triads on any root, asked for on a beat while music of each style plays, drawn as the "
        "daemon draws them. The part in which the chord fits the mix's chroma (librosa) better "
        "than its eleven transpositions (chance is 0.08). *Recorded*: chords as they change in "
        "composed pieces of the same styles.\n\n"
        + table(["", "cases", "first beat", f"first {BEATS} beats"], rows)
    )


SECTION = Section("held", "Held chords", tasks, summarise, goals, text)
